// Pictures that were cut off are known by their missing end.

import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { isWhole } from '../../../core/datasets/image-whole.ts';

const canvas = createCanvas(40, 30);
const pen = canvas.getContext('2d');
for (let i = 0; i < 40; i += 1) {
  pen.fillStyle = `hsl(${9 * i} 80% 50%)`;
  pen.fillRect(i, 0, 1, 30);
}
const files = [
  ['png', canvas.toBuffer('image/png')],
  ['jpg', canvas.toBuffer('image/jpeg')],
  ['webp', canvas.toBuffer('image/webp')],
] as const;

describe.each(files)('a %s', (type, file) => {
  it('is whole, also with bytes behind its end', () => {
    expect(isWhole(file, type)).toBe(true);
    expect(isWhole(Buffer.concat([file, Buffer.from('from a camera')]), type)).toBe(true);
  });

  it.each([0.3, 0.6, 0.95])('is not with %f of its bytes', (share) => {
    expect(isWhole(file.subarray(0, Math.floor(share * file.length)), type)).toBe(false);
  });
});

it('the end of a thumbnail is not the end of a JPEG', () => {
  const [, [, jpeg]] = files;
  const cut = jpeg.subarray(0, Math.floor(0.8 * jpeg.length));
  expect(isWhole(Buffer.concat([jpeg, cut]), 'jpg')).toBe(false);
});
