// Colours and dash patterns of lines. Okabe and Ito's eight and Petroff's eight (arXiv:2107.02270), made for all kinds
// of colour vision; lightened or darkened in OKLab where they had less than 3:1 contrast with a theme's surface.

import type { Settings } from '../../core/protocol/contract.ts';

export type Palette = Settings['palette'];
export type ThemeName = 'light' | 'dark';

export interface LineStyle {
  readonly color: string;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
}

export const palettes: Readonly<Record<Palette, Readonly<Record<ThemeName, readonly string[]>>>> = {
  'okabe-ito': {
    light: ['#0072b2', '#d55e00', '#009e73', '#c573a1', '#c17f00', '#3994c5', '#000000', '#9a8f00'],
    dark: ['#56b4e9', '#e8762a', '#1fb98c', '#cc79a7', '#e69f00', '#2f8fd0', '#b9bdc6', '#f0e442'],
  },
  petroff: {
    light: ['#1845fb', '#f75800', '#c91f16', '#c849a9', '#909063', '#5995a8', '#5388f9', '#656364'],
    dark: ['#578dff', '#ff5e02', '#e04133', '#d55fb8', '#adad7d', '#86c8dd', '#3872ff', '#8f8d8e'],
  },
};

/** So that no line is known by its colour alone. */
const dashes: readonly (readonly number[])[] = [
  [],
  [7, 4],
  [2, 3],
  [9, 3, 2, 3],
  [12, 4],
  [4, 2],
  [14, 3, 2, 3, 2, 3],
  [1, 2],
];

/** The look of the line with some number; numbers beyond the palette begin anew. */
export function lineStyle(palette: Palette, theme: ThemeName, number: number): LineStyle {
  const colors = palettes[palette][theme];
  return { color: colors[number % colors.length], dash: dashes[number % dashes.length] };
}
