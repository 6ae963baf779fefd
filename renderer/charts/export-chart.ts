// A chart as a picture with all that is needed to read it, and the values it shows as CSV.

import type { ChartLook } from './chart-look.ts';
import type { Picture } from './picture.ts';
import { stretchesIn } from './read-out.ts';

export interface PictureCaption {
  readonly title: string;
  readonly unit: string;
  readonly xLabel: string;
  readonly look: ChartLook;
}

/** The chart with its title, legend and axis labels on a plain background, at the canvas's own resolution. */
export async function chartPng(
  chart: HTMLCanvasElement,
  picture: Picture,
  caption: PictureCaption,
): Promise<Blob> {
  const ratio = chart.width / chart.clientWidth;
  const [head, foot] = [48, 26];
  const canvas = document.createElement('canvas');
  canvas.width = chart.width;
  canvas.height = chart.height + Math.round((head + foot) * ratio);
  const context = canvas.getContext('2d');
  if (context === null)
    throw new Error('This browser does not draw pictures: the chart cannot be saved as PNG.');
  context.fillStyle = caption.look.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(chart, 0, Math.round(head * ratio));
  context.scale(ratio, ratio);
  const write = (
    text: string,
    x: number,
    y: number,
    style: string,
    align: CanvasTextAlign = 'left',
  ): number => {
    context.font = `${style} ${caption.look.font}`;
    context.textAlign = align;
    context.fillStyle = caption.look.text;
    context.fillText(text, x, y);
    return context.measureText(text).width;
  };
  write(`${caption.title} (${caption.unit})`, 12, 20, '600 13px');
  let x = 12;
  for (const { series } of picture.lines) {
    context.strokeStyle = series.style.color;
    context.lineWidth = 2;
    context.setLineDash([...series.style.dash]);
    context.beginPath();
    context.moveTo(x, 36);
    context.lineTo(x + 24, 36);
    context.stroke();
    context.setLineDash([]);
    x += 30 + write(series.label, x + 30, 40, '400 12px') + 18;
  }
  write(caption.xLabel, canvas.width / ratio / 2, canvas.height / ratio - 9, '400 12px', 'center');
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null)
        reject(new Error('The picture is too large to be saved: make the window smaller and try again.'));
      else resolve(blob);
    }, 'image/png');
  });
}

/** The stretches in the window, one row each, in full precision. Every field is a number or a plain name. */
export function chartCsv({ lines, window }: Picture, labels: readonly string[]): string {
  const rows = [
    'series,first_iteration,last_iteration,critic_updates,active_seconds,values,non_finite,min,max,mean,last,smoothed',
  ];
  lines.forEach((line, number) => {
    const { model } = line;
    const [first, last] = [model.column('first'), model.column('last')];
    const [criticUpdates, activeSeconds] = [model.column('criticUpdates'), model.column('activeSeconds')];
    const count = model.column('count');
    const [from, to] = stretchesIn(line, window.min, window.max);
    for (let at = from; at < to; at += 1) {
      rows.push(
        [
          ...[csvText(labels[number]), first[at], last[at], criticUpdates[at], activeSeconds[at], count[at]],
          ...[
            line.nonFinite[at],
            line.min[at],
            line.max[at],
            line.raw[at],
            line.tail[at],
            line.smooth?.[at] ?? '',
          ],
        ].join(','),
      );
    }
  });
  return `${rows.join('\n')}\n`;
}

function csvText(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Has the browser save something under a name. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun once the click is done; the address may go a little later.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}

/** Without what file systems do not take: "EM estimate" of "fashion/wgan" is "fashion-wgan EM estimate". */
export function fileName(run: string, title: string, extension: string): string {
  const plain = `${run} ${title}`.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, '-').trim();
  return `${plain.slice(0, 120)}.${extension}`;
}
