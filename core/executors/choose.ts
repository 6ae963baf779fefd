// Which engine a run gets: the one that was asked for, or with `auto` the fastest that works here.

import { engineIds } from './catalog.ts';
import type { EngineId, EngineReport } from './catalog.ts';

export const automatic = 'auto';

export type EngineChoice =
  | {
      readonly kind: 'chosen';
      readonly id: EngineId;
      readonly device: string;
      /** What was chosen and why. */
      readonly sentence: string;
    }
  | {
      readonly kind: 'refused';
      /** Why there is no engine, and what to do. */
      readonly sentence: string;
    };

/**
 * Chooses among the `reports` of `listEngines`. With `auto`, a software GPU never wins over a real processor, and
 * plain JavaScript over nothing that is compiled.
 */
export function chooseEngine(requested: string, reports: readonly EngineReport[]): EngineChoice {
  if (requested === automatic) return fastest(reports);
  const report = reports.find(({ id }) => id === requested);
  if (report === undefined) {
    const last = engineIds.length - 1;
    const ids = `${[automatic, ...engineIds.slice(0, last)].join(', ')} or ${engineIds[last]}`;
    return { kind: 'refused', sentence: `There is no engine "${requested}": use ${ids}.` };
  }
  if (!report.available) {
    return {
      kind: 'refused',
      sentence: `The engine ${report.id} is not available here. ${report.reason ?? ''}`.trim(),
    };
  }
  return chosen(report, report.software ? 'as asked; slower than the processor itself' : 'as asked');
}

function fastest(reports: readonly EngineReport[]): EngineChoice {
  const ranked = reports
    .filter(({ available }) => available)
    .toSorted((a, b) => rank(a) - rank(b) || (a.stepMs ?? Infinity) - (b.stepMs ?? Infinity));
  const best = ranked.at(0);
  if (best === undefined) {
    const reasons = reports.map(({ id, reason }) => `${id}: ${reason ?? 'no reason known'}`).join(' ');
    return { kind: 'refused', sentence: `No engine works here. ${reasons}` };
  }
  const rivals = ranked.filter((report) => rank(report) === rank(best));
  const speeds = rivals.length > 1 ? ` (${rivals.map(speed).join(', ')})` : '';
  return chosen(best, `the fastest that works here${speeds}${withoutGpu(best, reports)}`);
}

/** Engines of a lower rank go first, whatever their speed. */
function rank({ id, software }: EngineReport): number {
  if (id === 'reference') return 2;
  return software ? 1 : 0;
}

const speed = ({ id, stepMs }: EngineReport): string =>
  stepMs === null ? id : `${id} ${Number(stepMs.toPrecision(3))} ms a step`;

/** Says why the GPU was passed over, where it was not simply slower. */
function withoutGpu(best: EngineReport, reports: readonly EngineReport[]): string {
  const gpu = reports.find(({ id }) => id === 'onnx:webgpu');
  if (gpu === undefined || best.id === gpu.id) return '';
  if (!gpu.available)
    return `. onnx:webgpu is not available: ${(gpu.reason ?? 'no reason known').replace(/\.$/, '')}`;
  return gpu.software ? `. ${gpu.device} would be slower than the processor itself` : '';
}

function chosen({ id, device }: EngineReport, why: string): EngineChoice {
  return { kind: 'chosen', id, device, sentence: `Engine ${id} on ${device}: ${why}.` };
}
