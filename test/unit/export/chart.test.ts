import { createCanvas, loadImage } from '@napi-rs/canvas';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawPng, registerFonts } from '../../../core/export/canvas.ts';
import { drawChart, spread, type ChartLine } from '../../../core/export/chart.ts';
import { fontFolder } from './support.ts';

beforeAll(() => {
  registerFonts(fontFolder);
});

const box = { x: 60, y: 30, width: 200, height: 100 };
const red = { colour: '#ff0000', dash: [] };

/** Colours at places given in the chart's own numbers, x 0 to 10 and y 0 to 1. */
async function pixelsOf(line: ChartLine, ...places: [number, number][]): Promise<string[]> {
  const png = drawPng({ width: 340, height: 180 }, (pen) => {
    drawChart(pen, box, {
      x: { range: [0, 10], title: 'x' },
      y: { range: [0, 1], title: 'y' },
      lines: [line],
    });
  });
  const canvas = createCanvas(680, 360);
  const pen = canvas.getContext('2d');
  pen.drawImage(await loadImage(png), 0, 0);
  return places.map(([x, y]) => {
    const { data } = pen.getImageData((box.x + x * 20) * 2, (box.y + (1 - y) * 100) * 2, 1, 1);
    return data[0] > 200 && data[1] < 90 ? 'line' : data[1] > 225 ? 'paper' : 'other';
  });
}

describe('drawChart', () => {
  it('puts the line where its values are', async () => {
    const x = Array.from({ length: 60 }, (_, i) => i / 6);
    const curve = { x, y: x.map((value) => (value < 5 ? 0.25 : 0.75)) };
    expect(await pixelsOf({ curve, style: red }, [2.5, 0.25], [2.5, 0.75], [7.5, 0.75], [7.5, 0.25])).toEqual(
      ['line', 'paper', 'line', 'paper'],
    );
  });

  it('leaves a gap where a value is not finite', async () => {
    const x = Array.from({ length: 101 }, (_, i) => i / 10);
    const curve = { x, y: x.map((value) => (value > 4 && value < 6 ? NaN : 0.5)) };
    expect(await pixelsOf({ curve, style: red }, [2, 0.5], [5.1, 0.5], [9, 0.5])).toEqual([
      'line',
      'paper',
      'line',
    ]);
  });

  it('draws nothing outside the plot', async () => {
    const curve = { x: [0, 10], y: [0.5, 40] };
    const [inside, outside] = await pixelsOf({ curve, style: red }, [0.06, 0.74], [0.15, 1.13]);
    expect([inside, outside]).toEqual(['line', 'paper']);
  });

  it('bears curves without any value', () => {
    const lines: ChartLine[] = [
      { curve: { x: [], y: [] }, style: red, label: 'none' },
      { curve: { x: [1], y: [NaN] }, style: red, label: 'NaN' },
    ];
    const chart = { x: { range: [0, 1], title: '' }, y: { range: [0, 1], title: '' }, lines } as const;
    expect(() =>
      drawPng({ width: 340, height: 180 }, (pen) => {
        drawChart(pen, box, chart);
      }),
    ).not.toThrow();
  });
});

describe('spread', () => {
  const inside = { y: 0, height: 100 };
  it('leaves labels that have room', () => {
    expect(spread([10, 50, 90], inside)).toEqual([10, 50, 90]);
  });

  it('moves others apart, in their order and inside the box', () => {
    const places = spread([98, 20, 99, 97, 21], inside);
    const order = [1, 4, 3, 0, 2].map((i) => places[i]);
    for (let i = 1; i < order.length; i += 1) expect(order[i] - order[i - 1]).toBeGreaterThanOrEqual(17);
    expect(Math.max(...places)).toBeLessThanOrEqual(100);
    expect(places[1]).toBe(20);
  });
});
