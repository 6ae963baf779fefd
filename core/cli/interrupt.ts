// Ctrl-C, and what comes to the same: a closing terminal, a polite kill. The first asks to save and stop, the next
// to stop at once.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruptible {
  /** Save, then stop. */
  readonly stop: () => void;
  /** Stop, whatever is lost. */
  readonly kill: () => void;
}

/**
 * One key press can arrive twice: the terminal tells everyone in the group, and npm passes on to its child what it
 * was told itself. What follows this soon is the same press.
 */
const samePressMs = 500;

/** Watches for signals until the undo is called. */
export function onInterrupt({ stop, kill }: Interruptible): () => void {
  let askedAt: number | null = null;
  const handler = (): void => {
    if (askedAt === null) {
      askedAt = performance.now();
      stop();
    } else if (performance.now() - askedAt > samePressMs) {
      kill();
    }
  };
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}
