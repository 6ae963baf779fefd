// Lines can be told from the surface, and from each other without colour.

import { expect, test } from 'vitest';
import { lineStyle, palettes, type Palette, type ThemeName } from '../../../../renderer/charts/palette.ts';

/** `--surface` of styles/tokens.css. */
const surfaces = { light: '#ffffff', dark: '#15181d' };

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const all = (Object.keys(palettes) as Palette[]).flatMap((palette) =>
  (['light', 'dark'] as const).map((theme) => [palette, theme] as [Palette, ThemeName]),
);

test.each(all)('%s has at least 3:1 on the %s surface', (palette, theme) => {
  for (const color of palettes[palette][theme]) {
    expect(contrast(color, surfaces[theme]), color).toBeGreaterThanOrEqual(3);
  }
});

test.each(all)('%s, %s: eight lines differ in colour and in dash', (palette, theme) => {
  const styles = Array.from({ length: 8 }, (_, i) => lineStyle(palette, theme, i));
  expect(new Set(styles.map(({ color }) => color)).size).toBe(8);
  expect(new Set(styles.map(({ dash }) => dash.join())).size).toBe(8);
  expect(lineStyle(palette, theme, 8)).toEqual(styles[0]);
});
