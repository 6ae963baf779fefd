// The latents that the explorer shows: drawn ones, made more typical, moved along directions.

import type { Studio } from '../../../core/protocol/contract.ts';
import { truncate } from '../../../core/spec/latents.ts';

export type LatentSpace = Pick<Studio, 'z' | 'distribution' | 'directions'>;

/** How far directions go either way, in standard deviations of a normal latent. */
export const furthest = 3;

export const directionsOf = ({ z, directions }: LatentSpace): number => Math.floor(directions.length / z);

/**
 * `[n, z]`: latents drawn towards the mean by `psi`, then moved by `amounts[k]` along direction k. Uniform ones stay
 * in their cube [-1, 1], outside of which the generator has never been.
 */
export function mix(
  space: LatentSpace,
  base: Float32Array,
  psi: number,
  amounts: readonly number[],
): Float32Array {
  const { z, directions, distribution } = space;
  const shift = new Float32Array(z);
  amounts.forEach((amount, k) => {
    if (amount === 0) return;
    for (let i = 0; i < z; i += 1) shift[i] += amount * directions[k * z + i];
  });
  const moved = truncate(base, psi).map((value, i) => value + shift[i % z]);
  return distribution === 'uniform' ? moved.map((value) => Math.min(1, Math.max(-1, value))) : moved;
}

/**
 * Neighbours of a latent, itself first: `sqrt(1 - spread²) centre + spread noise`, which for a normal
 * centre and noise is N(0, 1) again, since its variances (1 - spread²) and spread² add up to 1; for uniform ones the
 * straight way towards the noise. Spread is 0 to 1.
 * @param noise `[n, z]`
 */
export function neighbours(
  { z, distribution }: LatentSpace,
  centre: Float32Array,
  noise: Float32Array,
  spread: number,
): Float32Array {
  const kept = distribution === 'normal' ? Math.sqrt(1 - spread * spread) : 1 - spread;
  return noise.map((value, i) => (i < z ? centre[i] : kept * centre[i % z] + spread * value));
}

/** Row `at` of `[n, z]`. */
export const latentAt = (latents: Float32Array, z: number, at: number): Float32Array =>
  latents.slice(at * z, (at + 1) * z);
