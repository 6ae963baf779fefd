// The version of the program, from its manifest; the bundler puts it in.

import { version } from '../../package.json' with { type: 'json' };

export const programVersion: string = version;
