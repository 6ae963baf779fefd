// critic presets: the runs that are ready to start.

import { presets } from '../../spec/presets.ts';
import type { Context } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit.ts';

export function listPresets({ output, program }: Context): ExitCode {
  for (const preset of presets) {
    output.object({ kind: 'preset', ...preset });
    output.line(preset.id);
    output.line(`    ${preset.title}`);
    output.line(`    ${preset.expect}`);
    output.line(`    From: ${preset.source}`);
  }
  output.line();
  output.line(`Train one: ${program} train ${presets[0].id}`);
  return exitCodes.done;
}
