import { expect, test } from 'vitest';
import { Thumbnails } from '../../../../renderer/components/gallery/thumbnails.ts';
import { settle } from '../run/fake-session.ts';

function start({ most = 100, atOnce = 2 } = {}) {
  const asked: number[] = [];
  const waiting = new Map<number, { readonly end: () => void; readonly fail: () => void }>();
  const idle: (() => void)[] = [];
  const thumbnails = new Thumbnails<string>({
    ...{ most, atOnce },
    paint(iteration) {
      asked.push(iteration);
      return new Promise((resolve, reject) => {
        waiting.set(iteration, {
          end: () => {
            resolve(`picture ${iteration}`);
          },
          fail: () => {
            reject(new Error('no such grid'));
          },
        });
      });
    },
    whenIdle: (action) => idle.push(action),
  });
  const end = async (...iterations: number[]): Promise<void> => {
    for (const iteration of iterations) waiting.get(iteration)?.end();
    await settle();
  };
  return { thumbnails, asked, waiting, idle, end };
}

test('paints what is in sight, a few at a time; what was scrolled past is not painted', async () => {
  const { thumbnails, asked, end } = start();
  thumbnails.want([1, 2, 3, 4], []);
  expect(asked).toEqual([1, 2]);
  thumbnails.want([7, 8], []);
  await end(1, 2);
  expect(asked).toEqual([1, 2, 7, 8]);
  expect(thumbnails.get(1)).toBe('picture 1');
});

test('those around come one by one when there is time, and give way to what comes into sight', async () => {
  const { thumbnails, asked, idle, end } = start();
  thumbnails.want([1], [2, 3]);
  expect(idle).toHaveLength(0);
  await end(1);
  expect(idle).toHaveLength(1);
  idle.shift()?.();
  expect(asked).toEqual([1, 2]);
  thumbnails.want([9], [2, 3]);
  expect(asked).toEqual([1, 2, 9]);
});

test('tells who waits for one, once it is there or cannot be', async () => {
  const { thumbnails, waiting, end } = start();
  const heard: number[] = [];
  const undo = thumbnails.onPainted(1, () => heard.push(1));
  thumbnails.onPainted(2, () => heard.push(2));
  thumbnails.want([1, 2], []);
  undo();
  waiting.get(2)?.fail();
  await end(1);
  expect(heard).toEqual([2]);
  expect(thumbnails.hasFailed(2)).toBe(true);
  expect(thumbnails.hasFailed(1)).toBe(false);
});

test('keeps those used last', async () => {
  const { thumbnails, end } = start({ most: 2, atOnce: 5 });
  thumbnails.want([1, 2], []);
  await end(1, 2);
  thumbnails.get(1);
  thumbnails.want([3], []);
  await end(3);
  expect([1, 2, 3].map((iteration) => thumbnails.get(iteration) !== undefined)).toEqual([true, false, true]);
});

test('what was forgotten is painted anew, also when it was just being painted', async () => {
  const { thumbnails, asked, waiting, end } = start({ atOnce: 5 });
  thumbnails.want([1, 5], []);
  await end(1);
  const old = waiting.get(5);
  thumbnails.forgetAfter(3);
  expect(asked).toEqual([1, 5, 5]);
  old?.end();
  await settle();
  expect(thumbnails.get(5)).toBeUndefined();
  await end(5);
  expect([1, 5].map((iteration) => thumbnails.get(iteration))).toEqual(['picture 1', 'picture 5']);
});
