import { expect, it } from 'vitest';
import { recentDesigns } from '../../../../renderer/components/designer/recent-designs.ts';

it('offers the newest run of each design once, and not too many', () => {
  const run = (id: string, name: string, objective: 'gan' | 'wgan' = 'gan') =>
    ({ id, name, objective, data: 'swissroll', dataTitle: 'Swiss roll' }) as const;
  const runs = [run('9', 'a'), run('8', 'a'), run('7', 'a', 'wgan'), run('6', 'b'), run('5', 'b')];
  expect(recentDesigns(runs).map(({ id }) => id)).toEqual(['9', '7', '6']);
  const many = Array.from({ length: 20 }, (_, i) => run(String(i), `name ${i}`));
  expect(recentDesigns(many)).toHaveLength(5);
  expect(recentDesigns([])).toEqual([]);
});
