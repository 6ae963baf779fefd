// Brings grey images of bytes to the edge and channels that networks are built for, as floats in [-1, 1].
// It happens while a batch is read: the bytes in memory stay as small as the file's.

/** Writes the image that starts at `pixels[from]` to `into[at]`, as `[size, size, channels]`. */
export type ImageWriter = (pixels: Uint8Array, from: number, into: Float32Array, at: number) => void;

/** Byte to float: 0 is -1, 255 is 1. */
const signed = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/**
 * The writer for sources of `height x width`.
 * An image that has the size already is copied; 28 x 28 asked for at 32 gets a black border of two pixels, as is
 * usual for MNIST in networks that halve five times; everything else is resized bilinearly with half-pixel
 * centres, the edge repeated outwards (TensorFlow's `half_pixel_centers`, PyTorch's `align_corners=False`),
 * without a filter against aliasing when it shrinks. An image that is not square is stretched.
 */
export function imageWriter(height: number, width: number, size: number, channels: 1 | 3): ImageWriter {
  if (height === size && width === size) return copy(size, 0, channels);
  if (height === 28 && width === 28 && size === 32) return copy(28, 2, channels);
  return bilinear(height, width, size, channels);
}

function copy(edge: number, border: number, channels: 1 | 3): ImageWriter {
  const size = edge + 2 * border;
  return (pixels, from, into, at) => {
    if (border > 0) into.fill(-1, at, at + size * size * channels);
    for (let y = 0; y < edge; y += 1) {
      let source = from + y * edge;
      let target = at + ((y + border) * size + border) * channels;
      for (let x = 0; x < edge; x += 1) {
        const value = signed[pixels[source]];
        for (let c = 0; c < channels; c += 1) into[target + c] = value;
        source += 1;
        target += channels;
      }
    }
  };
}

function bilinear(height: number, width: number, size: number, channels: 1 | 3): ImageWriter {
  const rows = taps(height, size);
  const columns = taps(width, size);
  const line = new Float64Array(width);
  return (pixels, from, into, at) => {
    let target = at;
    for (let y = 0; y < size; y += 1) {
      const upper = from + rows.first[y] * width;
      const lower = from + rows.second[y] * width;
      const down = rows.weight[y];
      for (let x = 0; x < width; x += 1) {
        const value = signed[pixels[upper + x]];
        line[x] = value + down * (signed[pixels[lower + x]] - value);
      }
      for (let x = 0; x < size; x += 1) {
        const left = line[columns.first[x]];
        const value = left + columns.weight[x] * (line[columns.second[x]] - left);
        for (let c = 0; c < channels; c += 1) into[target + c] = value;
        target += channels;
      }
    }
  };
}

/** For each target position its two neighbours in the source and the weight of the second. */
function taps(source: number, target: number) {
  const first = new Uint32Array(target);
  const second = new Uint32Array(target);
  const weight = new Float64Array(target);
  for (let i = 0; i < target; i += 1) {
    const centre = Math.min(Math.max(((i + 0.5) * source) / target - 0.5, 0), source - 1);
    first[i] = Math.floor(centre);
    second[i] = Math.min(first[i] + 1, source - 1);
    weight[i] = centre - first[i];
  }
  return { first, second, weight };
}
