// critic without a command: the workstation, as a desktop app where that can be, else in the browser.

import type { Context } from '../context.ts';
import { electronPackage, findDesktop, runDesktop } from '../desktop.ts';
import { checkWritable, dataDirectory } from '../directories.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { StartRequest } from '../request.ts';
import { serve } from './serve.ts';

export async function start(request: StartRequest, context: Context): Promise<ExitCode> {
  const { environment, output, places } = context;
  const dataDir = dataDirectory(request.data, environment);
  checkWritable(dataDir, 'The data directory');
  const desktop = findDesktop({
    environment,
    platform: process.platform,
    script: places.desktop,
    electronPackage: electronPackage(),
  });
  if (desktop.kind === 'missing') {
    output.note(`${desktop.why} The workstation opens in the browser instead.`);
  } else {
    const end = await runDesktop({
      executable: desktop.executable,
      script: places.desktop,
      environment: { ...environment, CRITIC_DATA: dataDir },
    });
    if (end.kind !== 'early') return end.kind === 'closed' ? exitCodes.done : exitCodes.failed;
    output.note(`The desktop app did not start (${end.how}). The workstation opens in the browser instead.`);
  }
  return serve({ kind: 'serve', json: false, data: dataDir, open: true }, context);
}
