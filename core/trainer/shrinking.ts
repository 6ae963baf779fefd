// Images made smaller by the means of square blocks.

export interface Shrinking {
  /** Values of an image before and after. */
  readonly from: number;
  readonly volume: number;
  /** Shrinks as many images as there are, one after another. */
  readonly into: (images: Float32Array, small: Float32Array) => void;
}

/** By the least whole number that leaves no edge longer than `most`; 1 changes nothing. @param shape `[height, width, channels]` */
export function shrinking([height, width, channels]: readonly number[], most: number): Shrinking {
  const factor = Math.ceil(Math.max(height, width) / most);
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const from = height * width * channels;
  const volume = rows * columns * channels;
  if (factor === 1) {
    return {
      from,
      volume,
      into(images, small) {
        small.set(images);
      },
    };
  }
  // Which value of the small image each value goes to. Blocks at the right and lower borders may be smaller.
  const places = Uint32Array.from({ length: from }, (_, at) => {
    const [pixel, channel] = [Math.floor(at / channels), at % channels];
    const [line, column] = [Math.floor(pixel / width), pixel % width];
    return (Math.floor(line / factor) * columns + Math.floor(column / factor)) * channels + channel;
  });
  const sizes = new Float32Array(volume);
  for (const place of places) sizes[place] += 1;
  return {
    from,
    volume,
    into(images, small) {
      const count = images.length / from;
      small.fill(0, 0, count * volume);
      for (let image = 0; image < count; image += 1) {
        const [begin, to] = [image * from, image * volume];
        for (let k = 0; k < from; k += 1) small[to + places[k]] += images[begin + k];
        for (let k = 0; k < volume; k += 1) small[to + k] /= sizes[k];
      }
    },
  };
}
