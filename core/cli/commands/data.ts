// critic data: the known data sets, and fetching one of them.

import { downloadFolder } from '../../datasets/cache-folder.ts';
import { download } from '../../datasets/download.ts';
import { isDownloaded } from '../../datasets/downloaded.ts';
import { downloads } from '../../datasets/downloads.ts';
import type { Context } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { longWork } from '../long-work.ts';
import type { DataDownloadRequest } from '../request.ts';

export function listData({ output, program }: Context): ExitCode {
  for (const { name, title, address } of Object.values(downloads)) {
    const [folder, present] = [downloadFolder(name), isDownloaded(name)];
    output.object({ kind: 'data', name, title, address, folder, present });
    output.line(name);
    output.line(`    ${title}, from ${address}`);
    output.line(present ? `    In ${folder}` : `    Not downloaded: ${program} data download ${name}`);
  }
  return exitCodes.done;
}

export async function downloadData({ name }: DataDownloadRequest, context: Context): Promise<ExitCode> {
  const set = downloads[name];
  return longWork(context, `Downloading ${set.title}`, async ({ signal, onProgress }) => {
    const folder = await download(set, {
      ...(signal && { signal }),
      ...(onProgress && {
        onProgress: (_, done, of) => {
          onProgress(done, of);
        },
      }),
    });
    context.output.object({ kind: 'downloaded', name, folder });
    context.output.line(`${set.title} is in ${folder}.`);
    return exitCodes.done;
  });
}
