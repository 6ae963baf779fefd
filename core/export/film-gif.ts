// A film as GIF, with one palette for all of it: nothing flickers, and colours are looked for once. Films in grey are
// exact.

import { createCanvas } from '@napi-rs/canvas';
import { applyPalette, GIFEncoder, quantize, type Palette } from 'gifenc';
import { drawnFrame, type Film, type FullTiming } from './film.ts';
import { pacer, type Work } from './work.ts';

/** Colours are found in so many frames, and so many of their pixels. */
const sampledFrames = 12;
const sampledPixels = 1 << 18;
const greys: Palette = Array.from({ length: 256 }, (_, level) => [level, level, level]);

export async function* gifChunks(film: Film, timing: FullTiming, work: Work): AsyncGenerator<Uint8Array> {
  const { width, height, frames, grey } = film;
  const { fps, hold, loop } = timing;
  const pace = pacer(work);
  const canvas = createCanvas(width, height);
  const pixelsOf = (frame: number): Uint8ClampedArray =>
    drawnFrame(film, frame, canvas).pen.getImageData(0, 0, width, height).data;
  const palette = grey ? greys : await paletteOf(film, pixelsOf, work);
  const gif = GIFEncoder({ auto: false, initialCapacity: width * height });
  gif.writeHeader();
  // Ends of frames are rounded and not their lengths, so that the film stays in time: GIF counts in hundredths.
  const end = (frame: number): number => Math.round((100 * frame) / fps);
  for (let frame = 0; frame < frames; frame += 1) {
    const pixels = pixelsOf(frame);
    const last = frame === frames - 1;
    const hundredths = end(frame + 1) - end(frame) + (last ? Math.round(hold * 100) : 0);
    gif.writeFrame(grey ? levels(pixels) : applyPalette(pixels, palette), width, height, {
      delay: hundredths * 10,
      ...(frame === 0 ? { first: true, palette, repeat: loop ? 0 : -1 } : {}),
    });
    yield gif.bytes();
    gif.stream.reset();
    await pace(frame, frames);
  }
  gif.finish();
  yield gif.bytes();
  work.onProgress?.(frames, frames);
}

/** The red of every pixel, which in a grey one is its index in `greys`. */
function levels(pixels: Uint8ClampedArray): Uint8Array {
  const index = new Uint8Array(pixels.length / 4);
  for (let i = 0; i < index.length; i += 1) index[i] = pixels[i * 4];
  return index;
}

/** Up to 256 colours that all frames together are best drawn with. */
async function paletteOf(
  { frames }: Film,
  pixelsOf: (frame: number) => Uint8ClampedArray,
  { signal }: Work,
): Promise<Palette> {
  const pace = pacer(signal === undefined ? {} : { signal });
  const looks = Math.min(frames, sampledFrames);
  const share = Math.floor(sampledPixels / looks);
  const sample = new Uint8ClampedArray(looks * share * 4);
  for (let look = 0; look < looks; look += 1) {
    const pixels = pixelsOf(looks === 1 ? 0 : Math.round((look * (frames - 1)) / (looks - 1)));
    const count = pixels.length / 4;
    for (let i = 0; i < share; i += 1) {
      const from = Math.floor((i * count) / share) * 4;
      sample.set(pixels.subarray(from, from + 4), (look * share + i) * 4);
    }
    await pace(look, looks);
  }
  // Searching takes the square of the number of colours: this grid keeps it to four thousand.
  return quantize(sample, 256, { format: 'rgb444' });
}
