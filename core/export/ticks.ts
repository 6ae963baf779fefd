// Round numbers for axes, and numbers as text.

/** Multiples of 1, 2 or 5 times a power of ten inside the range, at most about `most` of them. */
export function ticks(low: number, high: number, most: number): number[] {
  const step = niceStep(high - low, most);
  const result: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i += 1) {
    // Rounded to the step's own decimals: 3 * 0.1 is not 0.3. Adding zero turns -0 into 0.
    result.push(Number((i * step).toFixed(decimalsOf(step))) + 0);
  }
  return result;
}

/** The range widened to whole steps. */
export function niceRange(low: number, high: number, most: number): readonly [number, number] {
  if (!(high > low))
    return niceRange(low - Math.max(Math.abs(low), 1) / 2, low + Math.max(Math.abs(low), 1) / 2, most);
  const step = niceStep(high - low, most);
  const decimals = decimalsOf(step);
  return [
    Number((Math.floor(low / step + 1e-9) * step).toFixed(decimals)) + 0,
    Number((Math.ceil(high / step - 1e-9) * step).toFixed(decimals)) + 0,
  ];
}

function niceStep(span: number, most: number): number {
  const rough = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough * (1 - 1e-9))!;
}

function decimalsOf(step: number): number {
  return Math.min(100, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}

/** Ticks as text, all with as many decimals as the finest one needs; very large and very small ones with an exponent. */
export function tickTexts(values: readonly number[]): string[] {
  const largest = Math.max(...values.map(Math.abs));
  const step = values.length > 1 ? Math.abs(values[1] - values[0]) : largest || 1;
  if (largest >= 1e7 || step < 1e-5)
    return values.map((value) => (value === 0 ? '0' : typographic(value.toExponential())));
  return values.map((value) => grouped(value, decimalsOf(step)));
}

/** A whole number with commas between thousands. */
export function countText(value: number): string {
  return grouped(value, 0);
}

/** Three significant digits: 0.0312, 1.24, 312, 1.2e+7. */
export function valueText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return typographic(value.toExponential(2));
  if (size >= 100) return grouped(value, 0);
  return typographic(value === 0 ? '0' : value.toPrecision(3));
}

/** 42 s, 3 min 20 s, 1 h 5 min. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600)
    return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function grouped(value: number, decimals: number): string {
  return typographic(
    value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  );
}

/** A minus sign as wide as the plus sign, which a hyphen is not. */
function typographic(text: string): string {
  return text.replaceAll('-', '\u2212');
}
