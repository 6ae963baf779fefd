// The absolute difference of two grids of images, pixel by pixel, and the colours that show it.

export interface PixelDifference {
  /** RGBA of `[count, height, width]`, laid out like the images it came from. */
  readonly shape: readonly number[];
  /** As `[count, height, width, 3]`, to be laid out as images are. */
  readonly pixels: Uint8Array;
  /** Mean over all pixels and channels, 0 to 255. */
  readonly mean: number;
  readonly largest: number;
}

/** Null for grids of different shapes, which have no difference. */
export function pixelDifference(
  a: { readonly shape: readonly number[]; readonly pixels: Uint8Array },
  b: { readonly shape: readonly number[]; readonly pixels: Uint8Array },
): PixelDifference | null {
  if (a.shape.join() !== b.shape.join()) return null;
  const [count, height, width, channels] = a.shape;
  const pixels = new Uint8Array(count * height * width * 3);
  let [sum, largest] = [0, 0];
  for (let from = 0, to = 0; from < a.pixels.length; from += channels, to += 3) {
    let size = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      const difference = Math.abs(a.pixels[from + channel] - b.pixels[from + channel]);
      sum += difference;
      if (difference > size) size = difference;
    }
    if (size > largest) largest = size;
    pixels.set(ramp[size], to);
  }
  return {
    ...{ shape: [count, height, width, 3], pixels, largest },
    mean: a.pixels.length === 0 ? 0 : sum / a.pixels.length,
  };
}

type Colour = readonly [number, number, number];

// Black over purple and orange to pale yellow: brighter is more, in grey too (after matplotlib's inferno).
const stops: readonly Colour[] = [
  [0, 0, 4],
  [40, 11, 84],
  [101, 21, 110],
  [159, 42, 99],
  [212, 72, 66],
  [245, 125, 21],
  [250, 193, 39],
  [252, 255, 164],
];

/** A colour for each difference from 0 to 255. */
export const ramp: readonly Colour[] = Array.from({ length: 256 }, (_, value) => {
  const at = (value / 255) * (stops.length - 1);
  const low = Math.min(Math.floor(at), stops.length - 2);
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(stops[low][channel] + (at - low) * (stops[low + 1][channel] - stops[low][channel]));
  return [mix(0), mix(1), mix(2)];
});
