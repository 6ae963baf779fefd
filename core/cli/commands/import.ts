// critic import: takes in the runs of a bundle.

import { importBundle, type ImportedRun } from '../../export/bundle-import.ts';
import { checkBundle } from '../../export/bundle-unpack.ts';
import { openStore } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { checkWritable, dataDirectory } from '../directories.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { longWork } from '../long-work.ts';
import type { ImportRequest } from '../request.ts';

export async function importRuns(request: ImportRequest, context: Context): Promise<ExitCode> {
  const { output, environment, program } = context;
  const dataDir = dataDirectory(request.data, environment);
  checkWritable(dataDir, 'The data directory');
  // Before a data directory is made for it.
  await checkBundle(request.file);
  return longWork(context, 'Importing', async (work) => {
    const store = openStore(dataDir);
    try {
      const runs = await importBundle(store, request.file, work);
      for (const run of runs) {
        output.object({ kind: 'imported', ...run });
        output.line(sentence(run));
      }
      const first = runs.at(0);
      if (first !== undefined) output.line(`See it with ${program} runs show ${first.id}`);
      return exitCodes.done;
    } finally {
      store.close();
    }
  });
}

function sentence({ id, from, name, outcome }: ImportedRun): string {
  if (outcome === 'present') return `${name} (${id}) is here already; nothing was changed.`;
  if (id === from) return `Imported ${name} as ${id}.`;
  return `Imported ${name} as ${id}; its own id ${from} is taken.`;
}
