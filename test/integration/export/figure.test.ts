import { createCanvas, loadImage, type Image } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import type { Pen } from '../../../core/export/canvas.ts';
import { ExportError } from '../../../core/export/errors.ts';
import { drawComparison } from '../../../core/export/figure-draw.ts';
import {
  layoutComparison,
  type ComparisonArm,
  type ComparisonOptions,
} from '../../../core/export/figure-layout.ts';
import { renderComparison, renderFigure } from '../../../core/export/figure.ts';
import { gridPixels } from '../../../core/export/grid.ts';
import { arm, options, pair, ring } from '../../unit/export/support.ts';

const toyOptions: ComparisonOptions = {
  ...options,
  measure: 'Exact Wasserstein distance W₁ to held-out points',
  real: ring(500, 1.414, 0.02, 9),
};
const six = [1, 2, 3, 4, 5, 6].map((i) =>
  arm({
    seed: i,
    name: `fashion-run-number-${i}`,
    speed: 0.3 * i,
    size: 32,
    channels: 3,
    own: i % 2 === 0 ? 'd' : 'em',
  }),
);
const toys = (count: number): ComparisonArm[] =>
  Array.from({ length: count }, (_, i) =>
    arm({ toy: true, seed: i + 1, nCritic: i + 1, name: `toy-8gaussians-number-${i}` }),
  );

const pictures: readonly (readonly [string, readonly ComparisonArm[], ComparisonOptions])[] = [
  ['a pair of images', pair, options],
  [
    'three over seconds',
    [arm({ nCritic: 1 }), arm({ seed: 2 }), arm({ seed: 3 })],
    { ...options, axis: 'seconds', rows: 5 },
  ],
  ['six in colour', six, options],
  ['large images', [arm({ size: 64, channels: 3 }), arm({ size: 64, channels: 3, seed: 2 })], options],
  ['two toys', toys(2), toyOptions],
  ['three toys', toys(3), toyOptions],
  ['five toys', toys(5), toyOptions],
];

interface Written {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A pen that draws as usual and remembers where text went. */
function recording(pen: Pen, written: Written[]): Pen {
  return new Proxy(pen, {
    get(target, property) {
      if (property === 'fillText') {
        return (text: string, x: number, y: number): void => {
          const { width, actualBoundingBoxAscent, actualBoundingBoxDescent } = target.measureText(text);
          const left =
            target.textAlign === 'right' ? x - width : target.textAlign === 'center' ? x - width / 2 : x;
          if (width === 0) return;
          written.push({
            text,
            left,
            right: left + width,
            top: y - actualBoundingBoxAscent,
            bottom: y + actualBoundingBoxDescent,
          });
        };
      }
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (target, property, value) => Reflect.set(target, property, value),
  });
}

describe('renderComparison', () => {
  it.each(pictures)('has no texts over each other, over samples, or in the margin: %s', (_, arms, choice) => {
    const layout = layoutComparison(arms, choice);
    const written: Written[] = [];
    const canvas = createCanvas(10, 10);
    drawComparison(recording(canvas.getContext('2d'), written), arms, choice, layout);
    expect(written.length).toBeGreaterThan(30);
    for (const [i, one] of written.entries()) {
      expect(one.left, one.text).toBeGreaterThanOrEqual(39);
      expect(one.right, one.text).toBeLessThanOrEqual(layout.width - 37);
      expect(one.top, one.text).toBeGreaterThanOrEqual(30);
      expect(one.bottom, one.text).toBeLessThanOrEqual(layout.height - 20);
      for (const other of written.slice(i + 1)) {
        const apart =
          one.right <= other.left ||
          other.right <= one.left ||
          one.bottom <= other.top ||
          other.bottom <= one.top;
        expect(apart, `"${one.text}" and "${other.text}"`).toBe(true);
      }
      for (const tile of [...layout.tiles.flat(), layout.chart, ...layout.ownCharts]) {
        const apart =
          one.right <= tile.x ||
          one.left >= tile.x + tile.width ||
          one.bottom <= tile.y ||
          one.top >= tile.y + tile.height;
        expect(apart, `"${one.text}" over a picture`).toBe(true);
      }
    }
    const texts = written.map(({ text }) => text);
    for (const { name, objective } of arms) {
      expect(texts.filter((text) => text.startsWith(name)).length).toBeGreaterThanOrEqual(2);
      expect(texts.join(' ')).toContain(objective.split(',')[0]);
    }
    expect(texts).toContain(choice.measure);
    expect(texts.join(' ')).toContain('n = 1 seed');
  });

  it('is drawn at two device pixels for each pixel of its layout', async () => {
    const { width, height } = layoutComparison(pair, options);
    const image = await loadImage(renderComparison(pair, options));
    expect([image.width, image.height]).toEqual([width * 2, height * 2]);
  });

  it.each([
    ['grey', pair],
    ['colour', six.slice(0, 2)],
  ])('puts samples at their places to the pixel: %s', async (_, arms) => {
    const layout = layoutComparison(arms, options);
    const image = await loadImage(renderComparison(arms, options));
    const canvas = createCanvas(image.width, image.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const { across, down, zoom } = layout.cut!;
    layout.tiles.forEach((row, r) => {
      row.forEach((tile, a) => {
        const { shape, data } = arms[a].readGrid(layout.rows[r].positions[a].iteration);
        const [, height, width, channels] = shape as [number, number, number, number];
        const shown = { shape: [across * down, height, width, channels], data };
        const pixels = gridPixels(shown, across);
        const [deviceWidth, deviceHeight] = [tile.width * 2, tile.height * 2];
        expect([deviceWidth, deviceHeight]).toEqual([pixels.width * zoom, pixels.height * zoom]);
        expect([tile.x * 2, tile.y * 2].every(Number.isInteger)).toBe(true);
        const drawn = pen.getImageData(tile.x * 2, tile.y * 2, deviceWidth, deviceHeight).data;
        let wrong = 0;
        for (let y = 0; y < deviceHeight; y += 1) {
          for (let x = 0; x < deviceWidth; x += 1) {
            const from = (Math.floor(y / zoom) * pixels.width + Math.floor(x / zoom)) * channels;
            for (let c = 0; c < 3; c += 1) {
              const expected = pixels.data[from + (channels === 1 ? 0 : c)];
              if (drawn[(y * deviceWidth + x) * 4 + c] !== expected) wrong += 1;
            }
          }
        }
        expect(wrong).toBe(0);
      });
    });
  });

  it('is the same for the same arms, and differs with samples, measure, own estimate and caption', () => {
    const [first, second] = pair as readonly [ComparisonArm, ComparisonArm];
    const picture = renderComparison(pair, options);
    const differs = (arms: readonly ComparisonArm[], choice = options): boolean =>
      !picture.equals(renderComparison(arms, choice));
    expect(differs(pair)).toBe(false);
    const worse = {
      ...second.comparable,
      values: Array.from(second.comparable.values, (value) => value * 1.2),
    };
    expect(differs([first, { ...second, comparable: worse }])).toBe(true);
    expect(differs([first, { ...second, own: arm({ seed: 8 }).own }])).toBe(true);
    expect(differs([first, { ...second, readGrid: arm({ seed: 8 }).readGrid }])).toBe(true);
    expect(differs(pair, { ...options, caption: 'Another.' })).toBe(true);
    expect(differs(pair, { ...options, axis: 'critic-updates' })).toBe(true);
  });

  it('bears an arm that was never measured and one that diverged', () => {
    const empty = { name: '', iterations: [], criticUpdates: [], activeSeconds: [], values: [] };
    const diverged = arm({ seed: 4 });
    const values = Array.from(diverged.comparable.values, (value, i) => (i > 3 ? NaN : value));
    const arms = [
      arm({ name: 'unmeasured' }),
      { ...diverged, comparable: { ...diverged.comparable, values } },
    ];
    expect(() =>
      renderComparison(
        [{ ...arms[0], comparable: empty, own: { title: 'x', curves: [empty] } }, arms[1]],
        options,
      ),
    ).not.toThrow();
    expect(layoutComparison([{ ...arms[0], comparable: empty }, arms[1]], options).labels).toEqual([
      'unmeasured  not measured',
      'WGAN-GP  NaN',
    ]);
  });

  it('refuses too few or too many arms, other sizes, no common step, and a wrong font folder', () => {
    expect(() => renderComparison([arm()], options)).toThrow(ExportError);
    expect(() => renderComparison([arm()], options)).toThrow(/shows two to 6 runs, not 1/);
    expect(() => renderComparison([...six, arm()], options)).toThrow(/not 7/);
    expect(() => renderComparison([arm(), arm({ size: 32 })], options)).toThrow(
      /samples of 28 × 28 × 1 and 32 × 32 × 1/,
    );
    expect(() => renderComparison([arm(), { ...arm(), grids: [] }], options)).toThrow(/at the same step/);
  });
});

describe('renderFigure', () => {
  it('gives an SVG that shows the same, with letters as outlines and samples as their own pixels', async () => {
    const named = [{ ...pair[0], name: 'a < b & "c"' }, pair[1]];
    const svg = renderFigure(named, { ...options, title: 'GAN <&> WGAN' }, 'svg');
    const text = svg.toString('utf8');
    const { width, height, rows, cut, tiles } = layoutComparison(named, options);
    expect(text).toContain(`viewBox="0 0 ${width} ${height}"`);
    expect(text).toContain('<title>GAN &lt;&amp;&gt; WGAN</title>');
    expect(text).not.toMatch(/<text|<script|https?:\/\/(?!www\.w3\.org)/);
    const pictures = [...text.matchAll(/<image [^>]*width="(\d+)" height="(\d+)"[^>]*base64/g)];
    expect(pictures).toHaveLength(rows.length * 2);
    for (const [tag, across, down] of pictures) {
      expect(tag).toContain('image-rendering:pixelated');
      expect([Number(across), Number(down)]).toEqual([28 * cut!.across, 28 * cut!.down]);
    }
    const shown = await loadImage(svg);
    expect([shown.width, shown.height]).toEqual([width, height]);
    const canvas = createCanvas(width * 2, height * 2);
    const pen = canvas.getContext('2d');
    // What this library makes of an SVG has smooth samples; browsers do as they are told.
    const withoutSamples = (image: Image): Uint8ClampedArray => {
      pen.drawImage(image, 0, 0, width * 2, height * 2);
      pen.fillStyle = '#ffffff';
      for (const { x, y, width: w, height: h } of tiles.flat()) pen.fillRect(2 * x, 2 * y, 2 * w, 2 * h);
      return pen.getImageData(0, 0, width * 2, height * 2).data;
    };
    const vector = withoutSamples(shown);
    const png = renderFigure(named, { ...options, title: 'GAN <&> WGAN' }, 'png');
    const raster = withoutSamples(await loadImage(png));
    let far = 0;
    for (let i = 0; i < vector.length; i += 1) if (Math.abs(vector[i] - raster[i]) > 100) far += 1;
    // Edges of letters and lines are smoothed in another way.
    expect(far / vector.length).toBeLessThan(0.01);
  });

  it('gives a PDF of one page with the letters it uses inside', () => {
    const pdf = renderFigure(pair, options, 'pdf').toString('latin1');
    const { width, height } = layoutComparison(pair, options);
    expect(pdf).toMatch(/^%PDF-1\.\d/);
    expect(pdf).toContain(`/MediaBox [0 0 ${width * 0.75} ${height * 0.75}]`);
    expect(pdf.match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(2);
    expect(pdf).toContain('%%EOF');
  });

  it('keeps six runs of points to some megabytes', () => {
    for (const format of ['svg', 'pdf'] as const) {
      expect(renderFigure(toys(6), toyOptions, format).length).toBeLessThan(6e6);
    }
  });
});
