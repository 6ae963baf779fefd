// How numbers are shown: the same everywhere, of steady width where they change.

const minus = '\u2212';

/** Four significant digits, at most: 0.6931, 12.3, −1.234e−5. NaN and infinities are named. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`;
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-3 ? value.toExponential(3) : value.toPrecision(4);
  return text.replaceAll('-', minus);
}

/** Some digits after the point, with a true minus: −0.5. */
export const formatFixed = (value: number, digits: number): string =>
  value.toFixed(digits).replace('-', minus);

/** 60,000 */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** 12.3 MB */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let [value, at] = [bytes, 0];
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[at]}`;
}

/** 12 s, 3:05, 1:02:03, 2 d 3 h */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const pad = (part: number): string => String(part).padStart(2, '0');
  const [minutes, hours] = [Math.floor(whole / 60) % 60, Math.floor(whole / 3600)];
  if (hours === 0) return `${minutes}:${pad(whole % 60)}`;
  if (hours < 48) return `${hours}:${pad(minutes)}:${pad(whole % 60)}`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** 13.4 it/s, 420 it/s, 2.1 s/it */
export function formatRate(perSecond: number): string {
  if (!(perSecond > 0)) return '–';
  if (perSecond < 0.95) return `${(1 / perSecond).toPrecision(2)} s/it`;
  return `${perSecond >= 99.5 ? perSecond.toFixed(0) : perSecond.toPrecision(3)} it/s`;
}

/** 14:03 today, 21 Nov 14:03 this year, 3 Mar 2025 before. */
export function formatTime(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)];
  const clock = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (date.toDateString() === today.toDateString()) return clock;
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return date.getFullYear() === today.getFullYear() ? `${day} ${clock}` : `${day} ${date.getFullYear()}`;
}
