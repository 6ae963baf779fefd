// critic engines: where runs can be computed on this machine.

import type { EngineReport } from '../../executors/catalog.ts';
import { chooseEngine } from '../../executors/choose.ts';
import type { Context } from '../context.ts';
import { engineReports } from '../engine.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../table.ts';

export async function listAllEngines(context: Context): Promise<ExitCode> {
  const { output } = context;
  const reports = await engineReports(context, { refresh: true });
  const choice = chooseEngine('auto', reports);
  const preferred = choice.kind === 'chosen' ? choice.id : null;
  for (const report of reports) {
    output.object({ kind: 'engine', ...report, preferred: report.id === preferred });
  }
  const rows = reports.map((report) => [report.id, report.device, stateText(report), report.title]);
  for (const line of table([['engine', 'device', 'state', 'what it is'], ...rows])) output.line(line);
  for (const { id, reason } of reports) if (reason !== null) output.line(`\n${id}: ${reason}`);
  output.line(`\nWith auto: ${choice.sentence}`);
  return exitCodes.done;
}

function stateText({ available, stepMs }: EngineReport): string {
  if (!available) return 'not available';
  return stepMs === null ? 'available' : `available, ${stepMs.toPrecision(3)} ms a step`;
}
