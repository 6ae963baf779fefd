// `swd_pyramid`: the sliced Wasserstein distance between patches of images, on each level of their Laplacian pyramid, by
// the protocol of Karras et al. 2018 (arXiv:1710.10196, section 5 and its released metrics/sliced_wasserstein.py):
// 128 patches of 7 x 7 pixels from each image, at random places; each channel of a set's patches normalised to mean 0 and
// deviation 1; 4 times 128 random unit directions; the mean absolute difference of sorted projections; times 10^3. Levels
// go down to 16 pixels. Their protocol takes 16,384 images; how many were taken here is said with each number.

import { RandomStream } from '../nn/random.ts';
import { laplacianPyramid, levelCount, type Images } from './laplacian-pyramid.ts';
import { meanSlicedDistance } from './mean-sliced.ts';
import type { Rows } from './metric.ts';

const patchEdge = 7;
const patchesPerImage = 128;
const repeats = 4;
const directionsPerRepeat = 128;
const factor = 1e3;

export interface LevelDistance {
  /** Pixels of the shorter edge. */
  readonly edge: number;
  readonly distance: number;
}

/** For each level, the finest first. Throws a RangeError for different sizes, and images below 7 pixels. */
export function pyramidDistance(real: Images, generated: Images, seed: number): readonly LevelDistance[] {
  if (real.count !== generated.count || real.data.length !== generated.data.length)
    throw new RangeError(
      `${real.count} and ${generated.count} images cannot be compared; take as many of both.`,
    );
  if (Math.min(real.height, real.width) < patchEdge)
    throw new RangeError(
      `Images of ${real.height} x ${real.width} hold no patch of ${patchEdge} x ${patchEdge}.`,
    );
  const levels = levelCount(real);
  const realLevels = laplacianPyramid(real, levels);
  const generatedLevels = laplacianPyramid(generated, levels);
  const stream = RandomStream.of(seed, 'evaluation');
  return realLevels.map((level, at) => {
    // Places are drawn for either set: a patch has no partner.
    const x = normalised(patches(level, stream), level.channels);
    const y = normalised(patches(generatedLevels[at], stream), level.channels);
    let sum = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1)
      sum += meanSlicedDistance(x, y, stream, directionsPerRepeat);
    return { edge: Math.min(level.height, level.width), distance: (factor * sum) / repeats };
  });
}

/** `[count * patchesPerImage, 7 * 7 * channels]`, channels last. */
export function patches({ count, height, width, channels, data }: Images, stream: RandomStream): Rows {
  const line = patchEdge * channels;
  const volume = patchEdge * line;
  const out = new Float32Array(count * patchesPerImage * volume);
  for (let patch = 0; patch < count * patchesPerImage; patch += 1) {
    const image = Math.floor(patch / patchesPerImage);
    const left = stream.integer(width - patchEdge + 1);
    const top = stream.integer(height - patchEdge + 1);
    for (let y = 0; y < patchEdge; y += 1) {
      const from = ((image * height + top + y) * width + left) * channels;
      out.set(data.subarray(from, from + line), patch * volume + y * line);
    }
  }
  return { count: count * patchesPerImage, volume, data: out };
}

/** Each channel of all patches together: mean 0, deviation 1. A channel that is the same everywhere becomes 0. */
export function normalised(rows: Rows, channels: number): Rows {
  const data = new Float32Array(rows.data.length);
  for (let channel = 0; channel < channels; channel += 1) {
    const values = rows.data.length / channels;
    let sum = 0;
    for (let at = channel; at < rows.data.length; at += channels) sum += rows.data[at];
    const mean = sum / values;
    let squares = 0;
    for (let at = channel; at < rows.data.length; at += channels) squares += (rows.data[at] - mean) ** 2;
    const deviation = Math.sqrt(squares / values);
    for (let at = channel; at < rows.data.length; at += channels)
      data[at] = deviation === 0 ? 0 : (rows.data[at] - mean) / deviation;
  }
  return { ...rows, data };
}
