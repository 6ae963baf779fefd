// The fingerprint of a dataset: what its samples are made from and how, as one hash.

import { createHash } from 'node:crypto';

/** SHA-256 over `sources` (uncompressed) and `preparation` (whatever else decides the samples), in hex. */
export function fingerprint(
  sources: readonly Uint8Array[],
  preparation: Readonly<Record<string, number>>,
): string {
  const hash = createHash('sha256');
  // Lengths first, so that no two lists of sources give the same stream of bytes.
  hash.update(JSON.stringify([preparation, sources.map((source) => source.length)]));
  for (const source of sources) hash.update(source);
  return hash.digest('hex');
}
