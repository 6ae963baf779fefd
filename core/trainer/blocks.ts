// Sums over square blocks of images, from which follows how near two images are at best: for blocks of n values
//   n |a - b|^2 >= sum_blocks (sum a - sum b)^2   (Cauchy and Schwarz),
// at a sixteenth of the work or less. Neighbouring pixels are alike, so little is lost.

/** Blocks across the shorter edge, or a few more. */
const across = 8;
const smallest = 4;
/** The sum of 16 x 16 bytes just fits in 16 bits. */
const largest = 16;

export class Blocks {
  /** Sums for each image. */
  readonly perSample: number;
  /** Values in a block; there are fewer in those at the right and lower borders. */
  readonly area: number;
  /** Which sum each value of an image belongs to. */
  readonly #places: Uint32Array;
  readonly #sums: Uint16Array;

  /** @param shape `[height, width, channels]` */
  constructor([height, width, channels]: readonly number[], count: number) {
    const edge = Math.min(largest, Math.max(smallest, Math.ceil(Math.min(height, width) / across)));
    const blocksAcross = Math.ceil(width / edge);
    this.area = edge * edge;
    this.perSample = Math.ceil(height / edge) * blocksAcross * channels;
    this.#places = Uint32Array.from({ length: height * width * channels }, (_, at) => {
      const [pixel, channel] = [Math.floor(at / channels), at % channels];
      const [line, column] = [Math.floor(pixel / width), pixel % width];
      return (Math.floor(line / edge) * blocksAcross + Math.floor(column / edge)) * channels + channel;
    });
    this.#sums = new Uint16Array(count * this.perSample);
  }

  /** Takes in the bytes of images that follow each other, the first of them number `from`. */
  add(bytes: ArrayLike<number>, from: number): void {
    const places = this.#places;
    for (let begin = 0, at = from * this.perSample; begin < bytes.length; begin += places.length) {
      for (let k = 0; k < places.length; k += 1) this.#sums[at + places[k]] += bytes[begin + k];
      at += this.perSample;
    }
  }

  /** A whole number for each image that `area` times its squared distance to this one is not below. */
  bounds(image: ArrayLike<number>, into: Float64Array): void {
    const { perSample } = this;
    const places = this.#places;
    const sums = this.#sums;
    const own = new Float64Array(perSample);
    for (let k = 0; k < places.length; k += 1) own[places[k]] += image[k];
    for (let row = 0, at = 0; row < into.length; row += 1) {
      let squares = 0;
      for (let k = 0; k < perSample; k += 1, at += 1) {
        const difference = own[k] - sums[at];
        squares += difference * difference;
      }
      into[row] = squares;
    }
  }
}
