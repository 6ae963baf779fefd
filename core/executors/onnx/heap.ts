// How the C heap of a training process should treat freed memory.

/**
 * Settings of glibc's heap under which freed memory stays with the process instead of being returned and faulted
 * in again at every step. They work from the start of a process only; other systems ignore them.
 */
export const keepingHeap = {
  MALLOC_MMAP_THRESHOLD_: '4294967296',
  MALLOC_TRIM_THRESHOLD_: '8589934592',
} as const;

/** Whether this process was started so. */
export const heapKeepsMemory = (): boolean =>
  process.platform === 'linux' &&
  Object.entries(keepingHeap).every(([name, value]) => process.env[name] === value);
