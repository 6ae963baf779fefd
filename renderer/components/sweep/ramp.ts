// The colours of runs by how good they are. A part of viridis (CC0, van der Walt and Smith), whose lightness grows
// evenly, so it holds for all kinds of colour vision; the part that has 3:1 contrast with the theme's surface.

import type { ThemeName } from '../../charts/palette.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** From the worst to the best: the best stands out most from the surface. */
const stops: Readonly<Record<ThemeName, readonly Rgb[]>> = {
  light: [
    [34, 158, 133],
    [38, 130, 142],
    [49, 104, 142],
    [62, 74, 137],
    [72, 40, 120],
    [68, 1, 84],
  ],
  dark: [
    [63, 117, 158],
    [38, 144, 142],
    [31, 162, 135],
    [94, 201, 98],
    [173, 220, 48],
    [253, 231, 37],
  ],
};

/** @param share 0 for the worst, 1 for the best */
export function rampColor(theme: ThemeName, share: number): string {
  const colors = stops[theme];
  const at = Math.min(1, Math.max(0, share)) * (colors.length - 1);
  const [low, high] = [colors[Math.floor(at)], colors[Math.ceil(at)]];
  const mixed = low.map((part, i) => Math.round(part + (high[i] - part) * (at - Math.floor(at))));
  return `rgb(${mixed.join(' ')})`;
}

/** For a legend, from the worst to the best. */
export function rampStops(theme: ThemeName): readonly string[] {
  return stops[theme].map((_, at) => rampColor(theme, at / (stops[theme].length - 1)));
}
