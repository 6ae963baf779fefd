// Headers of everything the server answers, refusals included.

import { contentSecurityPolicy } from './content-security-policy.ts';

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy({ run: false }),
  // A file is what its type says, whatever it looks like.
  'X-Content-Type-Options': 'nosniff',
  // The address holds the token once.
  'Referrer-Policy': 'no-referrer',
  // Pages of other origins get no handle on the window and may not embed its files.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
