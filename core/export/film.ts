// Films: frames drawn one by one, by whoever knows what to show, and encoded as WebM or GIF.

import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { Pen } from './canvas.ts';
import { ExportError } from './errors.ts';
import { gifChunks } from './film-gif.ts';
import { webmChunks } from './film-webm.ts';
import type { Work } from './work.ts';

/** Lengths are pixels of the film. */
export interface Film {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Whether all of it is grey, so that 256 shades are all there are. */
  readonly grey: boolean;
  /** Draws a frame, 0 for the first one, over whatever the canvas shows. */
  draw(pen: Pen, frame: number): void;
}

export type FilmFormat = 'webm' | 'gif';

export interface FilmTiming {
  /** Frames per second; 10 unless given. */
  readonly fps?: number;
  /** Seconds that the last frame stays; 1.5 unless given. */
  readonly hold?: number;
  /** Whether a GIF begins again when it has ended; it does unless this is false. */
  readonly loop?: boolean;
}

/** What a video of either format can have on a side, and what still decodes everywhere. */
const mostEdge = 8192;
const mostPixels = 2 ** 24;
const mostFrames = 10_000;
/** Browsers slow a GIF down that is faster. */
const mostFps: Readonly<Record<FilmFormat, number>> = { webm: 60, gif: 50 };
const names: Readonly<Record<FilmFormat, string>> = { webm: 'WebM', gif: 'GIF' };

/**
 * The film's bytes, part by part.
 * @throws ExportError as a rejection, when the film is too large or the timing makes no sense
 */
export async function* filmChunks(
  film: Film,
  format: FilmFormat,
  { fps = 10, hold = 1.5, loop = true }: FilmTiming = {},
  work: Work = {},
): AsyncGenerator<Uint8Array> {
  const { width, height, frames } = film;
  if (Math.max(width, height) > mostEdge || width * height > mostPixels) {
    throw new ExportError(
      `A film of ${width} × ${height} pixels is too large; give a smaller scale, or fewer runs.`,
    );
  }
  if (!Number.isInteger(frames) || frames < 1 || frames > mostFrames) {
    throw new ExportError(`A film has 1 to ${mostFrames.toLocaleString('en-US')} frames, not ${frames}.`);
  }
  if (!(fps >= 1 && fps <= mostFps[format])) {
    throw new ExportError(
      `A film as ${names[format]} has 1 to ${mostFps[format]} frames per second, not ${fps}.`,
    );
  }
  if (!(hold >= 0 && hold <= 60)) {
    throw new ExportError(`The last frame of a film stays for 0 to 60 seconds, not ${hold}.`);
  }
  const timing = { fps, hold, loop };
  yield* format === 'webm' ? webmChunks(film, timing, work) : gifChunks(film, timing, work);
}

export type FullTiming = Required<FilmTiming>;

/** A canvas of the film's size with a frame on it. */
export function drawnFrame(
  film: Film,
  frame: number,
  canvas: Canvas = createCanvas(film.width, film.height),
) {
  const pen = canvas.getContext('2d');
  pen.save();
  film.draw(pen, frame);
  pen.restore();
  return { canvas, pen };
}
