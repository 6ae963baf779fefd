// Every experiment from tiny runs to its numbers and its figure.

import { describe, expect, it } from 'vitest';
import { experiments } from '../../../core/experiments/catalog.ts';
import { renderPlate } from '../../../core/experiments/plate.ts';
import { fontFolder } from '../../unit/export/support.ts';
import { temporaryStore } from '../../unit/store/support.ts';
import { reproduced } from './reproduced.ts';

const short = ['iterations=3', 'batch=4', 'evaluate.samples=8', 'evaluate.every=1', 'objective.nCritic=1'];
const grid = ['grid.columns=2', 'grid.rows=2', 'grid.every=1'];
const images = ['data.size=28', 'generator.hidden=[8]', 'critic.width=2'];
const small: Readonly<Record<string, readonly string[]>> = {
  'em-estimate': ['generator.kind=mlp', ...images, 'critic.kind=dcgan'],
  'js-estimate': ['generator.kind=mlp', ...images, 'critic.kind=dcgan'],
  architectures: ['generator.kind=mlp', ...images],
  'vanishing-gradient': ['generator.width=2', 'critic.width=2'],
  'unstable-gradient': ['generator.width=2', 'critic.width=2'],
  'critic-contours': ['critic.hidden=[8]'],
  'gradient-norms': ['generator.hidden=[8,8]', 'critic.hidden=[8,8]'],
  lambda: ['critic.hidden=[8]'],
  'stacked-mnist': ['generator.kind=mlp', 'generator.hidden=[8]', 'critic.width=2'],
  modes: ['generator.hidden=[8]', 'critic.kind=mlp', 'critic.hidden=[8]'],
};

describe('from tiny runs', () => {
  it.each(experiments.map((experiment) => [experiment.id, experiment] as const))(
    '%s has a number for every arm and measure, and draws',
    async (id, experiment) => {
      const lab = await reproduced(temporaryStore(), experiment, [...short, ...grid, ...small[id]]);
      const { findings, figure, record } = await experiment.look(lab);
      const rows = new Set(findings.map(({ row }) => row));
      expect(rows).toEqual(new Set(experiment.arms('desk').map(({ title }) => title)));
      const perArm = id.endsWith('gradient') ? 1 : 2;
      for (const { values, row, measure } of findings) {
        expect(values, `${row}: ${measure}`).toHaveLength(perArm);
        for (const value of values) expect(value, `${row}: ${measure}`).toSatisfy(Number.isFinite);
      }
      expect(record === undefined).toBe(!/gradient(-norms)?$|^stacked-mnist$/.test(id));
      const png = renderPlate(figure, 'png', fontFolder);
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      const svg = renderPlate(figure, 'svg', fontFolder).toString();
      expect(svg).toContain(`<title>${figure.title.replaceAll('&', '&amp;')}</title>`);
      expect(svg.length).toBeGreaterThan(20_000);
      expect(renderPlate(figure, 'pdf', fontFolder).subarray(0, 4).toString()).toBe('%PDF');
    },
  );
});
