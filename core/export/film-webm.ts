// A film as WebM with VP8. Every frame is encoded as a lossy WebP picture, whose data are those of a VP8 key frame
// (RFC 9649, section 2.5), so that the encoder of pictures is all it takes and every frame can be jumped to.

import { createCanvas } from '@napi-rs/canvas';
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from 'mediabunny';
import { drawnFrame, type Film, type FullTiming } from './film.ts';
import { pacer, type Work } from './work.ts';

/** Of 100; text stays clean at this. */
const quality = 88;
/** Pictures are encoded on other threads: one may be at work while the next is drawn. */
const atOnce = 2;

export async function* webmChunks(film: Film, timing: FullTiming, work: Work): AsyncGenerator<Uint8Array> {
  const { width, height, frames, title } = film;
  const { fps, hold } = timing;
  const pace = pacer(work);
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: fps });
  output.setMetadataTags({ title });
  await output.start();
  // As WebP has it: RFC 9649 refers to BT.601 with studio range.
  const colorSpace = {
    primaries: 'bt709',
    transfer: 'iec61966-2-1',
    matrix: 'smpte170m',
    fullRange: false,
  } as const;
  const meta: Parameters<typeof source.add>[1] = {
    decoderConfig: { codec: 'vp8', codedWidth: width, codedHeight: height, colorSpace },
  };
  const canvases = Array.from({ length: atOnce }, () => createCanvas(width, height));
  const encoding: Promise<Buffer>[] = [];
  const write = async (frame: number): Promise<void> => {
    const picture = await encoding.shift()!;
    const duration = frame === frames - 1 ? 1 / fps + hold : 1 / fps;
    const packet = new EncodedPacket(vp8Of(picture), 'key', frame / fps, duration);
    await source.add(packet, frame === 0 ? meta : undefined);
  };
  try {
    for (let frame = 0; frame < frames; frame += 1) {
      if (frame >= atOnce) await write(frame - atOnce);
      const { canvas } = drawnFrame(film, frame, canvases[frame % atOnce]);
      encoding.push(canvas.encode('webp', quality));
      await pace(frame, frames);
    }
    for (let frame = Math.max(0, frames - atOnce); frame < frames; frame += 1) await write(frame);
    await output.finalize();
  } catch (error) {
    await Promise.allSettled(encoding);
    await output.cancel();
    throw error;
  }
  work.onProgress?.(frames, frames);
  yield new Uint8Array(target.buffer!);
}

/** The data of the VP8 chunk of a WebP file. */
function vp8Of(webp: Buffer): Uint8Array {
  for (let at = 12; at + 8 <= webp.length;) {
    const bytes = webp.readUInt32LE(at + 4);
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return webp.subarray(at + 8, at + 8 + bytes);
    at += 8 + bytes + (bytes % 2);
  }
  throw new Error('The picture encoder gave a WebP file without VP8 data.');
}
