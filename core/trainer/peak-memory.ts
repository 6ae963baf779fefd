// The largest memory that this process has held.

import { readFileSync } from 'node:fs';

/**
 * Bytes in memory at the peak. Linux keeps two such numbers: the one that getrusage gives starts at the size of the
 * process that started this one, so the one of this process's own memory is read where there is one.
 */
export function peakMemory(): number {
  const own = process.platform === 'linux' ? ownPeak() : null;
  return own ?? process.resourceUsage().maxRSS * 1024;
}

function ownPeak(): number | null {
  try {
    const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}
