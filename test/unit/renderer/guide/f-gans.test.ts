// The formulas that the guide shows of the f-GANs, read as TeX and evaluated, are what the objectives compute.

import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createObjective } from '../../../../core/gan/objectives/catalog.ts';
import { fGanKinds } from '../../../../core/spec/run-spec.ts';
import { pageOf } from '../../../../renderer/components/guide/guide.ts';

beforeAll(() => tf.setBackend('cpu'));

type Values = Readonly<Record<string, number>>;

/** What a formula of sums, products, fractions, powers, roots and logarithms is worth. */
function evaluate(tex: string, values: Values): number {
  const tokens = tex.replace(/\\(left|right)/gu, '').match(/\\[a-z]+|\d|[a-z]|[-+(){}^]/gu) ?? [];
  let at = 0;
  const take = (wanted?: string): string => {
    const token = tokens[at];
    if (wanted !== undefined && token !== wanted) throw new Error(`${tex}: ${token} is not ${wanted}.`);
    at += 1;
    return token;
  };
  const inside = (open: string, close: string): number => {
    take(open);
    const value = sum();
    take(close);
    return value;
  };
  const atom = (): number => {
    switch (tokens[at]) {
      case '(':
        return inside('(', ')');
      case '{':
        return inside('{', '}');
      case '\\frac':
      case '\\tfrac': {
        take();
        const above = atom();
        return above / atom();
      }
      case '\\sqrt':
        take();
        return Math.sqrt(atom());
      case '\\log':
        take();
        return Math.log(power());
      case 'e':
        take();
        return Math.E;
      default: {
        const token = take();
        return /\d/u.test(token) ? Number(token) : values[token];
      }
    }
  };
  const power = (): number => {
    const base = atom();
    if (tokens[at] !== '^') return base;
    take();
    return base ** atom();
  };
  const product = (): number => {
    let value = power();
    while (at < tokens.length && !/^[-+)}]$/u.test(tokens[at])) value *= power();
    return value;
  };
  const sum = (): number => {
    let value = 0;
    do {
      const sign = tokens[at] === '-' ? -1 : 1;
      if (/^[-+]$/u.test(tokens[at])) take();
      value += sign * product();
    } while (at < tokens.length && /^[-+]$/u.test(tokens[at]));
    return value;
  };
  const value = sum();
  if (at < tokens.length) throw new Error(`${tex} has more than was read.`);
  return value;
}

/** The part of a page's formulas that a pattern picks. */
function shown(kind: string, pattern: RegExp): string {
  const found = pageOf(kind)!.formulas.flatMap(({ tex }) => pattern.exec(tex)?.[1] ?? []);
  expect(found, kind).toHaveLength(1);
  return found[0];
}

/** The largest value of a concave function between two places, by cutting what cannot hold it. */
function highest(value: (u: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let cut = 0; cut < 80; cut += 1) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (value(left) < value(right)) low = left;
    else high = right;
  }
  return value((low + high) / 2);
}

const column = (value: number): tf.Tensor2D => tf.tensor2d([value], [1, 1]);

it('the reader of formulas reads them', () => {
  expect(evaluate(String.raw`-(u + 1) \log \frac{1 + u}{2} + u \log u`, { u: 3 })).toBeCloseTo(
    -4 * Math.log(2) + 3 * Math.log(3),
    12,
  );
  expect(evaluate(String.raw`\tfrac14 t^2 + t - e^{-t}`, { t: 2 })).toBeCloseTo(3 - Math.exp(-2), 12);
  expect(evaluate(String.raw`\left(\sqrt{u} - 1\right)^2`, { u: 9 })).toBeCloseTo(4, 12);
});

describe.each(fGanKinds)('the page of %s', (kind) => {
  const objective = createObjective({ kind, nCritic: 1 });
  const g = (v: number): number => evaluate(shown(kind, /g\(v\) = (.*?), \\qquad/u), { v });
  const conjugate = (t: number): number => evaluate(shown(kind, /f\^\*\(t\) = (.*)$/u), { t });
  const f = (u: number): number => evaluate(shown(kind, /f\(u\) = (.*)$/u), { u });

  it('shows the losses that are computed', () => {
    for (const [real, fake] of [
      [0.7, -1.2],
      [-0.4, 0.3],
      [1.9, 1.1],
    ]) {
      const loss = objective.criticLoss(column(real), column(fake)).dataSync()[0];
      expect(loss).toBeCloseTo(-g(real) + conjugate(g(fake)), 5);
      expect(objective.generatorLoss(column(fake)).dataSync()[0]).toBeCloseTo(-g(fake), 5);
    }
  });

  it('shows an f with f(1) = 0 and its conjugate', () => {
    expect(f(1)).toBeCloseTo(0, 12);
    for (const v of [-1.5, -0.2, 0.4, 1.3]) {
      const t = g(v);
      const best = highest((u) => t * u - f(u), 1e-9, 20);
      expect(conjugate(t)).toBeCloseTo(best, 8);
    }
  });
});
