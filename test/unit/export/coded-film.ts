// A film that shows which frame it is at.

import { filmChunks, type Film, type FilmFormat, type FilmTiming } from '../../../core/export/film.ts';
import type { Work } from '../../../core/export/work.ts';

/** The whole file. */
export async function bytesOf(
  film: Film,
  format: FilmFormat,
  timing?: FilmTiming,
  work?: Work,
): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of filmChunks(film, format, timing, work)) parts.push(part);
  return Buffer.concat(parts);
}

/** The colour of the upper left and of the lower right quarter in a frame. */
export const colours = (frame: number): readonly [string, string] => [
  `rgb(${20 + ((frame * 53) % 220)}, ${30 + ((frame * 97) % 200)}, ${25 + ((frame * 29) % 210)})`,
  `rgb(${240 - ((frame * 31) % 220)}, ${20 + ((frame * 71) % 220)}, ${200 - ((frame * 47) % 180)})`,
];

/** A film that shows which frame it is at. */
export function coded(frames: number, grey = false): Film {
  const [width, height] = [64, 48];
  return {
    ...{ title: 'coded', width, height, frames, grey },
    draw(pen, frame) {
      const [first, second] = grey
        ? [`rgb(${frame}, ${frame}, ${frame})`, `rgb(${255 - frame}, ${255 - frame}, ${255 - frame})`]
        : colours(frame);
      pen.fillStyle = first;
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = second;
      pen.fillRect(width / 2, height / 2, width / 2, height / 2);
    },
  };
}
