// Ctrl-C, and what comes to the same: a closing terminal, a polite kill. The first asks to save and stop, the next
// to stop at once.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruptible {
  /** Save, then stop. */
  readonly stop: () => void;
  /** Stop, whatever is lost. */
  readonly kill: () => void;
}

/** Watches for signals until the undo is called. */
export function onInterrupt({ stop, kill }: Interruptible): () => void {
  let asked = false;
  const handler = (): void => {
    if (asked) kill();
    else stop();
    asked = true;
  };
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}
