// How pictures look: light, quiet, one accent. Lengths are CSS pixels.

export const ink = {
  paper: '#ffffff',
  text: '#16191d',
  muted: '#646c76',
  rule: '#d5d9de',
  grid: '#eceef1',
  /** Real data. */
  real: '#aab1ba',
  /** Generated points, and the one thing to look at. */
  accent: '#0072b2',
} as const;

export interface LineStyle {
  readonly colour: string;
  readonly dash: readonly number[];
}

/**
 * Okabe and Ito's colours (2008), which people with any colour vision tell apart, darkest on white first, each with a
 * dash pattern of its own so that colour is never the only difference.
 */
export const lineStyles: readonly LineStyle[] = [
  { colour: '#0072b2', dash: [] },
  { colour: '#d55e00', dash: [7, 3] },
  { colour: '#009e73', dash: [2, 2.5] },
  { colour: '#cc79a7', dash: [9, 3, 2, 3] },
  { colour: '#e69f00', dash: [4, 2] },
  { colour: '#56b4e9', dash: [12, 3, 2, 3, 2, 3] },
];

const family = 'Inter';
export const font = {
  title: `600 22px ${family}`,
  heading: `600 14px ${family}`,
  strong: `600 12px ${family}`,
  body: `13px ${family}`,
  small: `12px ${family}`,
  tick: `11px ${family}`,
} as const;
