// What the paper of each objective says to use, as data: every value with where it comes from.
// complete.ts fills a short specification from these; the designer marks the fields that differ.

import { isToy } from './data-facts.ts';
import { sameValue, valueAt } from './paths.ts';
import type { DataSpec, FGanKind, ObjectiveKind, RunSpec } from './run-spec.ts';

export interface RecipeField {
  /** Path of the field in a RunSpec, as in `optimizer.critic.lr`. */
  readonly path: string;
  readonly value: number | string;
  /** The paper or released program that has this value. */
  readonly source: string;
  /** Only for this sort of data; for both where it is absent. */
  readonly data?: 'images' | 'toys';
}

export interface Recipe {
  readonly kind: ObjectiveKind;
  readonly title: string;
  readonly paper: string;
  readonly authors: string;
  readonly year: number;
  /** arXiv identifier. */
  readonly arxiv: string;
  /** Number of the algorithm in the paper, where it has one for this objective. */
  readonly algorithm?: number;
  /** One paragraph for somebody who has not read the paper. */
  readonly meaning: string;
  readonly fields: readonly RecipeField[];
}

const ganPaper = 'GAN, arXiv:1406.2661';
const dcganBaseline = 'the DCGAN baseline in the released WGAN-GP code';
const dcganPaper = 'DCGAN, arXiv:1511.06434';
const wganPaper = 'WGAN, arXiv:1701.07875, Algorithm 1';
const wganCode = 'the released WGAN code';
const gpPaper = 'WGAN-GP, arXiv:1704.00028, Algorithm 1';
const gpCode = 'the released WGAN-GP code';
const gpToyCode = 'gan_toy.py of the released WGAN-GP code';
const lpCode = 'the released WGAN-LP code';
const draganCode = 'the released DRAGAN code';
const fGanPaper = 'f-GAN, arXiv:1606.00709';
const hingePractice = 'common practice since SN-GAN, arXiv:1802.05957';

type Data = NonNullable<RecipeField['data']>;

function field(path: string, value: number | string, source: string, data?: Data): RecipeField {
  return data === undefined ? { path, value, source } : { path, value, source, data };
}

/** The same optimizer for both networks, as all these papers have it. */
function bothOptimizers(
  settings: Readonly<Record<string, number | string>>,
  source: string,
  data?: Data,
): readonly RecipeField[] {
  return ['generator', 'critic'].flatMap((network) =>
    Object.entries(settings).map(([key, value]) => field(`optimizer.${network}.${key}`, value, source, data)),
  );
}

function adam(lr: number, beta1: number, beta2: number, source: string, data?: Data): readonly RecipeField[] {
  return bothOptimizers({ kind: 'adam', lr, beta1, beta2, epsilon: 1e-8 }, source, data);
}

function rmsprop(lr: number, decay: number, source: string): readonly RecipeField[] {
  return bothOptimizers({ kind: 'rmsprop', lr, decay, epsilon: 1e-8 }, source);
}

const toyBatch = field('batch', 256, gpToyCode, 'toys');
const toyLatent = field('latent.size', 2, gpToyCode, 'toys');
const imageBatch = (source: string) => field('batch', 64, source, 'images');
const imageLatent = (source: string) => field('latent.size', 100, source, 'images');
const normalLatent = (source: string) => field('latent.distribution', 'normal', source);
const criticNorm = (norm: 'batch' | 'none', source: string) => field('critic.norm', norm, source, 'images');

/** What the papers before WGAN share once they are trained as a DCGAN. */
const dcganFields: readonly RecipeField[] = [
  imageLatent(dcganPaper),
  normalLatent(gpCode),
  imageBatch(gpCode),
  toyLatent,
  toyBatch,
];

/** The f-GANs have one recipe: what they bound is all that they differ in. */
function fGan(kind: FGanKind, title: string, meaning: string): Recipe {
  return {
    kind,
    title,
    paper: 'f-GAN: Training Generative Neural Samplers using Variational Divergence Minimization',
    authors: 'Nowozin, Cseke and Tomioka',
    year: 2016,
    arxiv: '1606.00709',
    algorithm: 1,
    meaning: `${meaning} The generator maximises the critic's output, as section 3.2 of the paper advises.`,
    fields: [
      field('objective.nCritic', 1, `${fGanPaper}, Algorithm 1`),
      ...adam(2e-4, 0.5, 0.999, `${fGanPaper}, section 4, which names no beta2`),
      criticNorm('batch', dcganPaper),
      ...dcganFields,
    ],
  };
}

export const recipes: Readonly<Record<ObjectiveKind, Recipe>> = {
  gan: {
    kind: 'gan',
    title: 'GAN',
    paper: 'Generative Adversarial Nets',
    authors: 'Goodfellow and others',
    year: 2014,
    arxiv: '1406.2661',
    meaning:
      'A discriminator learns to tell real samples from generated ones, and the generator learns to be taken ' +
      'for real. The generator minimises -log D(G(z)), the alternative of section 3 of the paper, because its ' +
      'gradient is strong while the samples are still bad. The loss says who is winning, not how good the samples are.',
    fields: [
      field('objective.nCritic', 1, ganPaper),
      ...adam(2e-4, 0.5, 0.999, dcganBaseline),
      criticNorm('batch', dcganPaper),
      ...dcganFields,
    ],
  },
  'gan-minimax': {
    kind: 'gan-minimax',
    title: 'GAN, minimax',
    paper: 'Generative Adversarial Nets',
    authors: 'Goodfellow and others',
    year: 2014,
    arxiv: '1406.2661',
    algorithm: 1,
    meaning:
      'The game as Algorithm 1 prints it: both networks fight over one value, and the generator minimises ' +
      'log(1 - D(G(z))). When the discriminator is sure of itself this loss is flat, and the generator learns ' +
      'next to nothing: the vanishing gradient that later papers set out to cure.',
    fields: [
      field('objective.nCritic', 1, `${ganPaper}, Algorithm 1`),
      ...adam(2e-4, 0.5, 0.999, dcganBaseline),
      criticNorm('batch', dcganPaper),
      ...dcganFields,
    ],
  },
  lsgan: {
    kind: 'lsgan',
    title: 'LSGAN',
    paper: 'Least Squares Generative Adversarial Networks',
    authors: 'Mao and others',
    year: 2016,
    arxiv: '1611.04076',
    meaning:
      'The discriminator is fitted by least squares: its output is pulled to 1 on real samples and to 0 on ' +
      'generated ones, and the generator pulls it to 1. Samples on the right side but far from the data still ' +
      'feel a pull, so the loss does not go flat as the logarithm does.',
    fields: [
      field('objective.nCritic', 1, 'LSGAN, arXiv:1611.04076'),
      ...rmsprop(1e-4, 0.9, `${gpCode}, 64 x 64`),
      criticNorm('batch', 'LSGAN, arXiv:1611.04076'),
      ...dcganFields,
    ],
  },
  hinge: {
    kind: 'hinge',
    title: 'Hinge GAN',
    paper: 'Geometric GAN',
    authors: 'Lim and Ye',
    year: 2017,
    arxiv: '1705.02894',
    meaning:
      'The discriminator is trained like a support vector machine: a real sample scored above 1 or a generated ' +
      'one below -1 costs nothing more. The generator raises the score of its samples. SAGAN and BigGAN use this loss.',
    fields: [
      field('objective.nCritic', 1, 'SAGAN, arXiv:1805.08318'),
      ...adam(2e-4, 0, 0.9, hingePractice),
      criticNorm('batch', 'Geometric GAN, arXiv:1705.02894'),
      ...dcganFields,
    ],
  },
  wgan: {
    kind: 'wgan',
    title: 'WGAN',
    paper: 'Wasserstein GAN',
    authors: 'Arjovsky, Chintala and Bottou',
    year: 2017,
    arxiv: '1701.07875',
    algorithm: 1,
    meaning:
      'A critic without sigmoid or logarithm estimates the earth mover distance between real and generated ' +
      'samples: how far probability must be carried to turn one into the other. Clipping every weight to ' +
      '[-c, c] after each update keeps its slope bounded. The better the critic is trained, the better the ' +
      'gradient, and its estimate falls as the samples improve.',
    fields: [
      field('objective.nCritic', 5, wganPaper),
      field('objective.clip', 0.01, wganPaper),
      ...rmsprop(5e-5, 0.99, `${wganPaper}; decay and epsilon as in ${wganCode}`),
      criticNorm('batch', wganCode),
      imageBatch(wganPaper),
      imageLatent(wganCode),
      normalLatent(wganCode),
      field('warmup.criticSteps', 0, `${wganPaper} has none; ${wganCode} takes 100`),
      toyLatent,
      toyBatch,
    ],
  },
  'wgan-gp': {
    kind: 'wgan-gp',
    title: 'WGAN-GP',
    paper: 'Improved Training of Wasserstein GANs',
    authors: 'Gulrajani and others',
    year: 2017,
    arxiv: '1704.00028',
    algorithm: 1,
    meaning:
      'WGAN without clipping: the critic pays lambda (|gradient| - 1)² at random points between real and ' +
      'generated samples, so that its slope stays near 1 where it matters. It can then have curved, detailed ' +
      'shapes that a clipped critic cannot, and Adam works.',
    fields: [
      field('objective.nCritic', 5, gpPaper),
      field('objective.lambda', 10, gpPaper, 'images'),
      field('objective.lambda', 0.1, gpToyCode, 'toys'),
      ...adam(1e-4, 0, 0.9, gpPaper, 'images'),
      ...adam(1e-4, 0.5, 0.9, gpToyCode, 'toys'),
      criticNorm('none', 'WGAN-GP, arXiv:1704.00028, section 4'),
      imageBatch(gpPaper),
      imageLatent(dcganPaper),
      normalLatent(gpCode),
      toyLatent,
      toyBatch,
    ],
  },
  'wgan-lp': {
    kind: 'wgan-lp',
    title: 'WGAN-LP',
    paper: 'On the Regularization of Wasserstein GANs',
    authors: 'Petzka, Fischer and Lukovnikov',
    year: 2017,
    arxiv: '1709.08894',
    meaning:
      'WGAN-GP with a one-sided penalty: only a slope above 1 costs, max(0, |gradient| - 1)². The theory asks ' +
      'no more than that, and training becomes less sensitive to lambda.',
    fields: [
      field('objective.nCritic', 5, lpCode),
      field('objective.lambda', 10, gpPaper, 'images'),
      field('objective.lambda', 0.1, lpCode, 'toys'),
      ...adam(1e-4, 0.5, 0.9, lpCode),
      criticNorm('none', 'WGAN-GP, arXiv:1704.00028, section 4'),
      imageBatch(gpPaper),
      imageLatent(dcganPaper),
      normalLatent(lpCode),
      toyLatent,
      toyBatch,
    ],
  },
  dragan: {
    kind: 'dragan',
    title: 'DRAGAN',
    paper: 'On Convergence and Stability of GANs',
    authors: 'Kodali and others',
    year: 2017,
    arxiv: '1705.07215',
    meaning:
      'The GAN of 2014 with a penalty that pulls the slope of the discriminator towards k at noisy copies of ' +
      'the real samples. It smooths the discriminator around the data, where sharp slopes go with mode collapse.',
    fields: [
      field('objective.nCritic', 1, draganCode),
      field('objective.lambda', 10, 'DRAGAN, arXiv:1705.07215'),
      field('objective.k', 1, 'DRAGAN, arXiv:1705.07215'),
      field('objective.noise', 0.5, draganCode),
      ...adam(2e-4, 0.5, 0.999, `${dcganBaseline}; DRAGAN asks for no optimizer of its own`),
      criticNorm('none', 'per-sample penalties, WGAN-GP, arXiv:1704.00028, section 4'),
      ...dcganFields,
    ],
  },
  'fgan-kl': fGan(
    'fgan-kl',
    'f-GAN, KL',
    'The critic bounds the Kullback-Leibler divergence from the data to the samples from below. It is large ' +
      'wherever there are data and no samples, so the generator spreads over all of them, at the cost of samples ' +
      'in between. Its loss grows exponentially where the critic is wrong.',
  ),
  'fgan-reverse-kl': fGan(
    'fgan-reverse-kl',
    'f-GAN, reverse KL',
    'The critic bounds the Kullback-Leibler divergence from the samples to the data from below. It is large ' +
      'wherever there are samples and no data, so the generator keeps to places that look right and may leave out ' +
      'others. Its losses grow exponentially where a sample is taken for generated.',
  ),
  'fgan-pearson': fGan(
    'fgan-pearson',
    'f-GAN, Pearson χ²',
    'The critic bounds the Pearson divergence, the mean square of p/q - 1, from below: a least squares fit of the ' +
      'ratio of the two densities. It punishes missing data even harder than KL does.',
  ),
  'fgan-hellinger': fGan(
    'fgan-hellinger',
    'f-GAN, squared Hellinger',
    'The critic bounds the squared Hellinger distance from below, which treats data and samples alike and ends at ' +
      '2 where they do not overlap. Its losses grow exponentially where the critic is wrong.',
  ),
  'fgan-js': fGan(
    'fgan-js',
    'f-GAN, JS',
    'The critic bounds the Jensen-Shannon divergence from below. Up to constants this is the GAN of 2014, so it ' +
      'trains like it; what it shows is the bound, which stays at log 2 while data and samples do not overlap.',
  ),
};

/** The fields of an objective's recipe that hold for some data. */
export function recipeFields(kind: ObjectiveKind, data: DataSpec): readonly RecipeField[] {
  const sort: Data = isToy(data) ? 'toys' : 'images';
  return recipes[kind].fields.filter((entry) => entry.data === undefined || entry.data === sort);
}

export interface RecipeDifference {
  readonly path: string;
  readonly value: unknown;
  /** What the recipe has; setting it at `path` reverts the field. */
  readonly recipe: number | string;
  readonly source: string;
}

/** Where a specification departs from its objective's recipe. Fields that its kinds do not have are left out. */
export function differencesFromRecipe(spec: RunSpec): readonly RecipeDifference[] {
  return recipeFields(spec.objective.kind, spec.data).flatMap(({ path, value: recipe, source }) => {
    const value = valueAt(spec, path);
    return value === undefined || sameValue(value, recipe) ? [] : [{ path, value, recipe, source }];
  });
}
