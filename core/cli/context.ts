// What every command is given: where things are, and where words go. Made once, in main.ts.

import type { Output } from './output.ts';

export interface Places {
  /** Bundled datasets and fonts. */
  readonly resources: string;
  /** The trainer's script. */
  readonly trainer: string;
  /** The exporter's script. */
  readonly exporter: string;
  /** The script that tries out one engine. */
  readonly probe: string;
  /** Folder of the built window. */
  readonly window: string;
  /** The desktop app's script. */
  readonly desktop: string;
}

export interface Context {
  readonly places: Places;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
  /** How this program is called, for advice: `critic` or `npm run critic --`. */
  readonly program: string;
}
