// Laplacian pyramids of images (Burt and Adelson 1983), as the released code of Karras et al. 2018 builds them
// (arXiv:1710.10196, metrics/sliced_wasserstein.py): a 5 x 5 binomial filter, mirrored borders, every second pixel.
// Level 0 holds the finest details, the last one what is left: the image itself, small.

/** `count` images of `height` x `width` x `channels`, one after another, channels last. */
export interface Images {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** 1 4 6 4 1, the binomial weights of both directions; they sum to 16. */
const binomial = [1, 4, 6, 4, 1] as const;
/** The smallest edge of a level. */
export const smallestLevel = 16;

/** Levels of images by halving them down to 16 pixels; 1 at least. An odd edge is not halved. */
export function levelCount({ height, width }: Pick<Images, 'height' | 'width'>): number {
  const edges = [height, width];
  let levels = 1;
  for (
    let size = 1;
    edges.every((edge) => (edge / size) % 2 === 0 && edge / size / 2 >= smallestLevel);
    size *= 2
  )
    levels += 1;
  return levels;
}

/** `levels` at most so many as `levelCount` gives. */
export function laplacianPyramid(images: Images, levels: number): readonly Images[] {
  const pyramid: Images[] = [];
  let rest = images;
  for (let level = 1; level < levels; level += 1) {
    const smaller = halved(rest);
    const blurred = doubled(smaller);
    const details = rest.data.map((value, at) => value - blurred.data[at]);
    pyramid.push({ ...rest, data: details });
    rest = smaller;
  }
  return [...pyramid, rest];
}

/** Filtered, and every second pixel of it. */
function halved(images: Images): Images {
  const { count, height, width, channels } = images;
  const filtered = filter(images, 1 / 16);
  const half = { ...images, height: height / 2, width: width / 2 };
  const data = new Float32Array(count * half.height * half.width * channels);
  let at = 0;
  for (let n = 0; n < count; n += 1)
    for (let y = 0; y < height; y += 2)
      for (let x = 0; x < width; x += 2)
        for (let c = 0; c < channels; c += 1, at += 1)
          data[at] = filtered[((n * height + y) * width + x) * channels + c];
  return { ...half, data };
}

/** Twice the size: zeros in between, filtered at four times the weight. */
export function doubled(images: Images): Images {
  const { count, height, width, channels } = images;
  const wide = { ...images, height: height * 2, width: width * 2 };
  const data = new Float32Array(images.data.length * 4);
  let at = 0;
  for (let n = 0; n < count; n += 1)
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        for (let c = 0; c < channels; c += 1, at += 1)
          data[((n * wide.height + 2 * y) * wide.width + 2 * x) * channels + c] = images.data[at];
  return { ...wide, data: filter({ ...wide, data }, 1 / 8) };
}

/** Along rows, then along columns, `scale` times the binomial weights each. */
function filter({ count, height, width, channels, data }: Images, scale: number): Float32Array {
  const rows = new Float32Array(data.length);
  pass(data, rows, { lines: count * height, length: width, stride: channels, channels }, scale);
  const out = new Float32Array(data.length);
  for (let n = 0; n < count; n += 1) {
    const size = height * width * channels;
    const from = rows.subarray(n * size, (n + 1) * size);
    const into = out.subarray(n * size, (n + 1) * size);
    // All columns and channels of an image are one stretch beside each other.
    pass(
      from,
      into,
      { lines: 1, length: height, stride: width * channels, channels: width * channels },
      scale,
    );
  }
  return out;
}

interface Lines {
  readonly lines: number;
  /** Steps along a line, and values from one to the next. */
  readonly length: number;
  readonly stride: number;
  /** Values beside each other at every step. */
  readonly channels: number;
}

function pass(from: Float32Array, into: Float32Array, lines: Lines, scale: number): void {
  const { length, stride, channels } = lines;
  for (let line = 0; line < lines.lines; line += 1) {
    const start = line * length * stride;
    for (let step = 0; step < length; step += 1) {
      const [a, b, c, d, e] = [-2, -1, 0, 1, 2].map((by) => start + mirrored(step + by, length) * stride);
      for (let k = 0; k < channels; k += 1) {
        const sum =
          binomial[0] * (from[a + k] + from[e + k]) +
          binomial[1] * (from[b + k] + from[d + k]) +
          binomial[2] * from[c + k];
        into[start + step * stride + k] = sum * scale;
      }
    }
  }
}

/** Beyond a border the image is mirrored about its outermost pixel. */
function mirrored(at: number, length: number): number {
  const inside = at < 0 ? -at : at;
  return inside < length ? inside : 2 * (length - 1) - inside;
}
