// Draws the program's icons into resources/icons: `node build/icons.ts`. Its results are committed, so that nothing
// else needs to run it.

import { createCanvas, Image } from '@napi-rs/canvas';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { iconSvg, type IconLook } from './icon-drawing.ts';
import { icnsFile, icoFile, type SizedPng } from './icon-files.ts';

/** Windows and Linux show the tile as it is; macOS wants room for its shadow and rounder corners. */
const tile = { margin: 0.03125, corner: 0.2 };
const macTile = { margin: 0.09765625, corner: 0.225 };
const whole = { margin: 0, corner: 0.2 };

const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const macSizes = [16, 32, 64, 128, 256, 512, 1024];

/** Up to this many pixels details are noise. */
const smallestWithDetail = 64;

async function draw(size: number, place: Omit<IconLook, 'detail'>): Promise<SizedPng> {
  const isSmall = size < smallestWithDetail;
  // Where pixels are few they are for the mark, and edges lie between them.
  const look: IconLook = isSmall
    ? { ...place, margin: Math.floor((place.margin * size) / 2) / size, detail: 'small' }
    : { ...place, detail: 'full' };
  const image = new Image();
  image.src = Buffer.from(iconSvg(look).replace('<svg ', `<svg width="${size}" height="${size}" `));
  await image.decode();
  const canvas = createCanvas(size, size);
  canvas.getContext('2d').drawImage(image, 0, 0, size, size);
  return { size, png: await canvas.encode('png') };
}

const all = (sizes: readonly number[], place: Omit<IconLook, 'detail'>): Promise<SizedPng[]> =>
  Promise.all(sizes.map((size) => draw(size, place)));

const folder = join(import.meta.dirname, '..', 'resources', 'icons');
mkdirSync(folder, { recursive: true });
const write = (name: string, content: string | Uint8Array): void => {
  writeFileSync(join(folder, name), content);
};

write('icon.svg', iconSvg({ ...tile, detail: 'full' }));
write('favicon.svg', iconSvg({ ...whole, detail: 'small' }));
write('icon.png', (await draw(1024, tile)).png);
write('icon.ico', icoFile(await all(windowsSizes, tile)));
write('icon.icns', icnsFile(await all(macSizes, macTile)));
for (const { size, png } of await all(linuxSizes, tile)) write(`${size}x${size}.png`, png);
