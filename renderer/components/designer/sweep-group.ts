// The name that the runs of one sweep share: `sweep/mb3k2x9a4f`.

/** For a sweep that begins now. */
export function newSweepGroup(): string {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  const part = (random % 36 ** 3).toString(36).padStart(3, '0');
  return `sweep/${Date.now().toString(36)}${part}`;
}
