// The runs of the WGAN paper's figures 3 to 7 (arXiv:1701.07875) on Fashion-MNIST, which comes with the program, in
// place of LSUN bedrooms, which does not. Experiments share them, so that each is trained once.

import type { PlainObject } from '../spec/paths.ts';
import { armOf } from './arms.ts';
import type { Arm, Length } from './experiment.ts';

export type Family = 'gan' | 'wgan';

/**
 * Four layers of 512, as the captions of figures 3 and 7 have them. First weights as small as the released code's: those
 * of He would drive the tanh of most pixels to its ends.
 */
const perceptron = { kind: 'mlp', hidden: [512, 512, 512, 512], init: 'dcgan' } as const;
const withoutNorm = { norm: 'none' } as const;

/** What generator meets what critic. */
const pairs = {
  dcgan: { title: 'DCGAN', generator: {}, critic: {} },
  plain: { title: 'DCGAN without batch norm', generator: withoutNorm, critic: {} },
  mlp: { title: 'MLP generator, DCGAN critic', generator: perceptron, critic: {} },
  'mlp-both': { title: 'MLP generator and critic', generator: perceptron, critic: perceptron },
} as const;
export type Pair = keyof typeof pairs;

const base: Readonly<Record<Length, PlainObject>> = {
  // A quarter of the width and a short run at a higher rate: minutes on one core.
  desk: {
    data: { kind: 'fashion-mnist', size: 28, channels: 1 },
    latent: { size: 64 },
    batch: 32,
    iterations: 1200,
    evaluate: { every: 25, samples: 500 },
    grid: { columns: 8, rows: 8, every: 100 },
    checkpoint: { every: 400 },
  },
  // The released WGAN code: 64 pixels, three channels, 100 critic updates for each of the first 25 generator updates and
  // for every 500th. Figure 3 goes to 600,000 generator updates.
  full: {
    data: { kind: 'fashion-mnist', size: 64, channels: 3 },
    latent: { size: 100 },
    batch: 64,
    iterations: 600_000,
    evaluate: { every: 2000, samples: 1000 },
    grid: { columns: 8, rows: 8, every: 10_000 },
    checkpoint: { every: 10_000 },
  },
};

/** Learning rates: the paper's for `full`; for `desk` one that shows something within minutes. */
const rates: Readonly<Record<Family, Readonly<Record<Length, number>>>> = {
  gan: { desk: 2e-4, full: 2e-4 },
  wgan: { desk: 3e-4, full: 5e-5 },
};
/** Of the pair of MLPs under WGAN: "substantially high", "so training failed", caption of figure 3, not how high. */
const tooHigh = 10;
/** An MLP moves all pixels with every weight; at the rate of a short run it would be lost at once. */
const gentle = 1e-4;

/** Discriminator updates for each generator update, and their rate, under which a narrow one keeps ahead in a short run. */
const ahead = { nCritic: 5, lr: 1e-3 } as const;

/**
 * The DCGAN under the GAN's objective, at a desk with a discriminator that is trained well for every generator update. With
 * one update each, a quarter of the width and half an epoch it falls behind a generator that learns.
 */
export function dcganWithGoodDiscriminator(length: Length): Arm {
  const arm = fashionArm('gan', 'dcgan', length);
  if (length === 'full') return arm;
  const { objective, optimizer, name } = arm.spec;
  return armOf(`${arm.id}-ahead`, arm.title, {
    ...arm.spec,
    name: `${name}, discriminator ahead`,
    objective: { ...objective, nCritic: ahead.nCritic },
    optimizer: { ...optimizer, critic: { ...optimizer.critic, lr: ahead.lr } },
  });
}

/** An arm of this family of objectives and this pair of networks. */
export function fashionArm(family: Family, pair: Pair, length: Length): Arm {
  const { title, generator, critic } = pairs[pair];
  const width = length === 'desk' ? 16 : 64;
  const sized = (network: object): object =>
    'kind' in network ? network : { kind: 'dcgan', width, ...network };
  const failing = family === 'wgan' && pair === 'mlp-both';
  const lr = rates[family][length] * (failing ? tooHigh : 1);
  const careful = family === 'wgan' && pair === 'mlp' && length === 'desk';
  const objective = family === 'gan' ? 'GAN' : 'WGAN';
  return armOf(`${family}-${pair}`, `${objective}, ${title}${failing ? ', high rate' : ''}`, {
    ...base[length],
    name: `${objective}, ${title}`,
    objective: { kind: family },
    generator: sized(generator),
    critic: sized(critic),
    optimizer: { generator: { lr: careful ? gentle : lr }, critic: { lr } },
    ...(length === 'full' && family === 'wgan'
      ? { warmup: { criticSteps: 100, iterations: 25, every: 500 } }
      : {}),
  });
}

/** What is the same for all of them, for captions. */
export function fashionWords(length: Length): string {
  return length === 'desk'
    ? 'Fashion-MNIST at 28 pixels, networks a quarter of the usual width, batch 32'
    : 'Fashion-MNIST at 64 pixels, three channels, networks of the usual width, batch 64';
}

/** How the discriminator of `dcganWithGoodDiscriminator` differs from the others, for captions. */
export function aheadWords(length: Length): string {
  return length === 'desk'
    ? `; the discriminator of the DCGAN takes ${ahead.nCritic} updates at ${ahead.lr} for each of the generator’s, the others one at ${rates.gan.desk}`
    : '';
}
