// The theme's colours and font for what is drawn on a canvas, which knows no CSS variables.

export interface ChartLook {
  readonly text: string;
  readonly grid: string;
  readonly reference: string;
  readonly background: string;
  readonly font: string;
}

/** As they are now: asked for at every drawing, because the theme may have changed. */
export function readLook(): ChartLook {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ...{ text: token('--text-2'), grid: token('--chart-grid'), reference: token('--line-strong') },
    ...{ background: token('--surface'), font: token('--font') },
  };
}
