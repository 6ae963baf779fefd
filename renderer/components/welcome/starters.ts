// The experiments that a first start offers: small enough to show something soon on any machine, and each about one
// thing that the papers say.

import type { Budget, StartRequest } from '../../../core/protocol/contract.ts';
import { isToy } from '../../../core/spec/data-facts.ts';
import { findPreset } from '../../../core/spec/presets.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';

export interface Starter {
  readonly id: string;
  readonly title: string;
  /** What it trains, in a few words. */
  readonly trains: string;
  /** What there will be to see. */
  readonly expect: string;
  readonly specs: readonly RunSpec[];
  readonly budget: Budget | null;
}

/** Networks a quarter as wide as those of gan_toy.py, and a short run: most of the picture for a fraction of the time. */
const smallToy = {
  iterations: 1500,
  evaluate: { every: 150, samples: 1000 },
  grid: { columns: 32, rows: 32, every: 50 },
  checkpoint: { every: 500 },
} as const;
const narrow = [128, 128, 128];
/** For the pair, both sides of it: at the rates of the presets a short run ends before the ring is found. */
const quickRate = 5e-4;

function preset(id: string): RunSpec {
  const found = findPreset(id);
  if (found === undefined) throw new Error(`There is no preset ${id}.`);
  return found.spec;
}

function toy(id: string, name: string, lr: number | null = null): RunSpec {
  const spec = preset(id);
  const { generator, critic, optimizer } = spec;
  if (generator.kind !== 'mlp' || critic.kind !== 'mlp')
    throw new Error(`Preset ${id} is not of fully connected networks.`);
  return {
    ...spec,
    ...smallToy,
    name,
    generator: { ...generator, hidden: narrow },
    critic: { ...critic, hidden: narrow },
    optimizer:
      lr === null
        ? optimizer
        : { generator: { ...optimizer.generator, lr }, critic: { ...optimizer.critic, lr } },
  };
}

function pair(specs: readonly RunSpec[]): Pick<Starter, 'specs' | 'budget'> {
  return { specs, budget: { unit: 'iterations', amount: specs[0].iterations } };
}

export const starters: readonly Starter[] = [
  {
    id: 'toy-pair',
    title: 'GAN beside WGAN-GP on 8 Gaussians',
    trains: 'Two runs on points in the plane: small fully connected networks, same data, same noise.',
    expect:
      'The GAN jumps between a few of the eight modes for most of the run; WGAN-GP covers the ring within some hundred iterations.',
    ...pair([
      toy('toy-8gaussians-gan', '8 Gaussians, GAN', quickRate),
      toy('toy-8gaussians-wgan-gp', '8 Gaussians, WGAN-GP', quickRate),
    ]),
  },
  {
    id: 'fashion-pair',
    title: 'GAN beside WGAN-GP on Fashion-MNIST',
    trains: 'Two DCGANs on 60,000 grey pictures of clothes, 28 × 28, with the same budget.',
    expect:
      'Garments appear in both. The EM estimate of WGAN-GP falls as they get better; the losses of the GAN do not tell.',
    ...pair([preset('fashion-gan'), preset('fashion-wgan-gp')]),
  },
  {
    id: 'toy-clip',
    title: 'WGAN with weight clipping on 8 Gaussians',
    trains: 'One run as the first WGAN paper has it: every critic weight is kept within ±0.01.',
    expect:
      'The critic’s field stays simple and its weights pile up at the limits: what the gradient penalty was made to mend.',
    specs: [toy('toy-8gaussians-wgan', '8 Gaussians, WGAN with clipping')],
    budget: null,
  },
];

export function startRequest({ specs, budget }: Starter, engine: string): StartRequest {
  return { specs, engine, budget, group: null };
}

/**
 * What updates take, in steps of the small DCGAN critic by which engines are timed (`EngineStatus.stepMs`): one of the
 * generator with everything that comes once per iteration, and one of the critic. From runs on two processor cores.
 */
const costs = {
  images: { generator: 2.5, plain: 1, penalised: 1.6 },
  points: { generator: 0.3, plain: 0.1, penalised: 0.2 },
} as const;

/** Seconds that the whole experiment takes, one run after the other. A guess within a factor of two or so. */
export function guessedSeconds({ specs }: Pick<Starter, 'specs'>, stepMs: number): number {
  let steps = 0;
  for (const { data, objective, iterations } of specs) {
    const cost = costs[isToy(data) ? 'points' : 'images'];
    const critic = 'lambda' in objective ? cost.penalised : cost.plain;
    steps += iterations * (cost.generator + objective.nCritic * critic);
  }
  return (steps * stepMs) / 1000;
}

/** "about 40 seconds", "about 5 minutes" */
export function roughTime(seconds: number): string {
  if (seconds < 10) return 'a few seconds';
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} seconds`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} minutes`;
  return `about ${Math.round(seconds / 3600)} hours`;
}
