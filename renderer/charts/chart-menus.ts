// What the two menus of a chart offer: scales of its heights, and files of what it shows.

import { readLook } from './chart-look.ts';
import { unitOf, type ChartPlan } from './chart-sets.ts';
import { chartCsv, chartPng, fileName, saveFile } from './export-chart.ts';
import type { LineChart } from './line-chart.ts';
import type { Picture } from './picture.ts';
import { xAxisWords, type XAxis } from './x-axis.ts';
import type { YScaleKind } from './y-scale.ts';

/** A line of a menu. */
export interface ChartAction {
  readonly label: string;
  readonly run: () => void;
}

const scaleLabels: Readonly<Record<YScaleKind, string>> = {
  linear: 'Linear',
  log: 'Logarithmic',
  symlog: 'Symlog: linear around 0, logarithmic beyond',
};

export function scaleItems(set: (to: YScaleKind) => void): readonly ChartAction[] {
  return (['linear', 'log', 'symlog'] as const).map((kind) => ({
    label: scaleLabels[kind],
    run: () => {
      set(kind);
    },
  }));
}

/** A file that the host serves. */
export interface ServedFile {
  readonly label: string;
  readonly address: string;
  readonly name: string;
}

export interface Savable {
  readonly plan: ChartPlan;
  /** Of the run, or of what is compared. */
  readonly title: string;
  readonly axis: XAxis;
  readonly files: readonly ServedFile[];
  /** Null while there is nothing to save. */
  readonly chart: LineChart | null;
  readonly picture: Picture | null;
}

/** @param what asked for when something is saved */
export function saveItems(
  files: readonly ServedFile[],
  what: () => Savable,
  failed: (error: unknown) => void,
): readonly ChartAction[] {
  return [
    {
      label: 'Save as picture (PNG)',
      run: () => {
        savePng(what()).catch(failed);
      },
    },
    {
      label: 'Save values shown (CSV)',
      run: () => {
        saveCsv(what());
      },
    },
    ...files.map(({ label, address, name }) => ({
      label,
      run: () => {
        const link = document.createElement('a');
        Object.assign(link, { href: address, download: name });
        link.click();
      },
    })),
  ];
}

async function savePng({ plan, title, axis, chart, picture }: Savable): Promise<void> {
  if (chart === null || picture === null) return;
  const blob = await chartPng(chart.canvas, picture, {
    ...{ title: `${plan.title}, ${title}`, unit: unitOf(plan) },
    ...{ xLabel: xAxisWords[axis].title, look: readLook() },
  });
  saveFile(fileName(title, plan.title, 'png'), blob);
}

function saveCsv({ plan, title, files, picture }: Savable): void {
  if (picture === null) return;
  const labels = picture.lines.map(({ series: { label, key } }) =>
    files.length > 1 ? `${label} ${key}` : key,
  );
  const text = chartCsv(picture, labels);
  saveFile(fileName(title, plan.title, 'csv'), new Blob([text], { type: 'text/csv' }));
}
