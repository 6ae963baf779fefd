// Several runs side by side in one picture: their samples at equal steps, the distance that all of them are measured
// by on one axis, and below each the estimate that only it has, on an axis of its own.

import { drawPdf, drawPng, drawSvg } from './canvas.ts';
import { drawComparison } from './figure-draw.ts';
import { layoutComparison, type ComparisonArm, type ComparisonOptions } from './figure-layout.ts';

export const figureFormats = ['png', 'svg', 'pdf'] as const;
export type FigureFormat = (typeof figureFormats)[number];

/**
 * Draws two to six arms.
 * @returns the bytes of a file
 * @throws ExportError when there are too few or too many arms, or they have no samples in common
 */
export function renderFigure(
  arms: readonly ComparisonArm[],
  options: ComparisonOptions,
  format: FigureFormat,
): Buffer {
  const layout = layoutComparison(arms, options);
  const { width, height } = layout;
  const draw = { png: drawPng, svg: drawSvg, pdf: drawPdf }[format];
  return draw({ width, height, title: options.title }, (pen) => {
    drawComparison(pen, arms, options, layout);
  });
}

/** The same as a PNG. */
export function renderComparison(arms: readonly ComparisonArm[], options: ComparisonOptions): Buffer {
  return renderFigure(arms, options, 'png');
}
