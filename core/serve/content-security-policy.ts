// What the window's page may load, in the browser and in the desktop app: what the program brought, and nothing else.

export interface PolicyOptions {
  /** Whether files of runs come by a scheme of their own, `run:`, as in the desktop app. */
  readonly run: boolean;
}

/** The value of a Content-Security-Policy header. */
export function contentSecurityPolicy({ run }: PolicyOptions): string {
  const files = run ? ' run:' : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Charts are saved from blobs; data: is for pictures that style sheets bring along.
    `img-src 'self'${files} blob: data:`,
    "font-src 'self'",
    `connect-src 'self'${files}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
