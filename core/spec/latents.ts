// Ways through the space of latents: from one to another, and towards the middle. Browser-safe.

import type { LatentSpec } from './run-spec.ts';

/**
 * The latent at `t` from 0 (`a`) to 1 (`b`), along the path that the prior is dense on: an arc for normal latents, whose
 * length is nearly the same wherever they point, and a straight line for uniform ones, which stays in their cube.
 * Throws a RangeError for latents of different sizes.
 */
export function interpolate(
  distribution: LatentSpec['distribution'],
  a: Float32Array,
  b: Float32Array,
  t: number,
): Float32Array {
  if (a.length !== b.length) {
    throw new RangeError(`There is no way from a latent of ${a.length} numbers to one of ${b.length}.`);
  }
  return distribution === 'normal' ? slerp(a, b, t) : lerp(a, b, t);
}

/** Below this sine of their angle two directions count as one, or as opposite. */
const parallel = 1e-6;

/**
 * Spherical interpolation, with w the angle between a and b:
 *
 *     sin((1 - t) w) / sin(w) a + sin(t w) / sin(w) b
 *
 * Where a and b are parallel, or opposite so that no arc is the shortest, it is the straight line.
 * Source: White 2016, Sampling Generative Networks, arXiv:1609.04468, section 2.1; Shoemake 1985.
 */
function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  // A latent of zeros has no direction: the cosine is NaN then.
  if (!(sine > parallel)) return lerp(a, b, t);
  return blend(a, b, Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine);
}

const lerp = (a: Float32Array, b: Float32Array, t: number): Float32Array => blend(a, b, 1 - t, t);

function blend(a: Float32Array, b: Float32Array, ofA: number, ofB: number): Float32Array {
  return a.map((value, i) => ofA * value + ofB * b[i]);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

/**
 * Latents scaled towards the mean of the prior, which is 0: mean + psi (z - mean). Less varied and mostly more typical
 * samples for psi below 1; the mean itself for 0.
 * Source: Karras, Laine and Aila 2019, arXiv:1812.04948, appendix B, where it is done to the mapped latent w.
 */
export function truncate(latents: Float32Array, psi: number): Float32Array {
  return latents.map((value) => psi * value);
}
