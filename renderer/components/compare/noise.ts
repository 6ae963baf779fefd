// Whether the grids of some runs are drawn from the same noise: only then does a tile show the same latent in all.

import type { RunSpec } from '../../../core/spec/run-spec.ts';

export interface NoiseAgreement {
  readonly same: boolean;
  /** A sentence that says so, and why not. */
  readonly sentence: string;
}

type Decides = Pick<RunSpec, 'latent' | 'seed' | 'grid'>;

/** What the noise of a grid is made from; equal in all, or the tiles show different latents. */
const parts: readonly { readonly what: string; readonly of: (spec: Decides) => string }[] = [
  { what: 'seeds', of: ({ seed }) => String(seed) },
  { what: 'latent sizes', of: ({ latent }) => String(latent.size) },
  { what: 'distributions of z', of: ({ latent }) => latent.distribution },
  { what: 'grids', of: ({ grid }) => `${grid.columns} × ${grid.rows}` },
];

export function noiseAgreement(specs: readonly Decides[]): NoiseAgreement {
  const reasons = parts.flatMap(({ what, of }) => {
    const values = [...new Set(specs.map(of))];
    return values.length > 1 ? [`${what} ${listed(values)}`] : [];
  });
  if (reasons.length > 0) return { same: false, sentence: `Not the same noise: ${reasons.join('; ')}.` };
  const [{ latent, seed, grid }] = specs;
  return {
    same: true,
    sentence: `Same noise, fixed for the whole run: ${grid.columns * grid.rows} latents of ${latent.size} ${latent.distribution} numbers, seed ${seed}.`,
  };
}

/** "1, 2 and 3" */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
