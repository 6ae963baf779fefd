import { describe, expect, it } from 'vitest';
import { differencesFromRecipe, recipeFields, recipes } from '../../../core/spec/recipes.ts';
import { completeSpec } from '../../../core/spec/complete.ts';
import { knownPaths } from '../../../core/spec/schema-tree.ts';
import { presetSpec, specOf } from './sample-specs.ts';

describe('recipes', () => {
  it('names only fields that exist, each once for a sort of data', () => {
    for (const recipe of Object.values(recipes)) {
      expect(recipe.arxiv).toMatch(/^\d{4}\.\d{5}$|^1406\.2661$/);
      for (const data of [{ kind: 'swissroll' }, { kind: 'fashion-mnist', size: 28, channels: 1 }] as const) {
        const paths = recipeFields(recipe.kind, data).map(({ path }) => path);
        expect(new Set(paths).size, recipe.kind).toBe(paths.length);
        expect(paths.filter((path) => !knownPaths.includes(path))).toEqual([]);
      }
    }
  });

  it('is filed under its own kind', () => {
    for (const [kind, recipe] of Object.entries(recipes)) expect(recipe.kind).toBe(kind);
  });
});

describe('differencesFromRecipe', () => {
  it('is empty for a run made by the recipe alone', () => {
    for (const kind of Object.keys(recipes)) {
      const spec = specOf(completeSpec({ data: { kind: 'fashion-mnist' }, objective: { kind } }));
      expect(differencesFromRecipe(spec), kind).toEqual([]);
    }
  });

  it('lists what the tuned preset changes, with the value to go back to', () => {
    const differences = differencesFromRecipe(presetSpec('fashion-wgan-gp'));
    const critic = differences.find(({ path }) => path === 'optimizer.critic.beta1');
    expect(critic).toEqual({
      path: 'optimizer.critic.beta1',
      value: 0.5,
      recipe: 0,
      source: 'WGAN-GP, arXiv:1704.00028, Algorithm 1',
    });
    expect(differences.map(({ path }) => path)).toContain('latent.size');
    expect(differences.map(({ path }) => path)).not.toContain('objective.lambda');
  });
});
