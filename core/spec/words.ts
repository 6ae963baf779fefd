// A run's settings in words, for headings and captions.

import {
  fGanKinds,
  type DataSpec,
  type FGanKind,
  type FGanSpec,
  type ObjectiveSpec,
  type OptimizerSpec,
  type RunSpec,
} from './run-spec.ts';
import { penaltyWords } from './penalty.ts';

/** "Wasserstein GAN, gradient penalty, λ = 10" */
export function objectiveWords(objective: ObjectiveSpec): string {
  switch (objective.kind) {
    case 'gan':
      return 'GAN, non-saturating loss −log D(G(z))';
    case 'gan-minimax':
      return 'GAN, minimax loss log(1 − D(G(z)))';
    case 'lsgan':
      return 'Least squares GAN';
    case 'hinge':
      return 'GAN with hinge loss';
    case 'wgan':
      return `Wasserstein GAN, weights clipped to ±${objective.clip}`;
    case 'wgan-gp':
      return `Wasserstein GAN, gradient penalty, λ = ${objective.lambda}`;
    case 'wgan-lp':
      return `Wasserstein GAN, one-sided penalty, λ = ${objective.lambda}`;
    case 'fgan-kl':
    case 'fgan-reverse-kl':
    case 'fgan-pearson':
    case 'fgan-hellinger':
    case 'fgan-js':
      return `f-GAN, ${divergenceWords[objective.kind].name}`;
    case 'dragan':
      return `GAN, penalty around real data (DRAGAN), λ = ${objective.lambda}, k = ${objective.k}`;
  }
}

/** What the critic of an f-GAN bounds from below: P is the data, Q what is generated. */
export interface DivergenceWords {
  readonly name: string;
  readonly unit: 'nats' | null;
  /** Its largest value, where P and Q do not overlap; null where it then grows without end. */
  readonly ceiling: number | null;
}

export const divergenceWords: Readonly<Record<FGanKind, DivergenceWords>> = {
  'fgan-kl': { name: 'Kullback-Leibler divergence KL(P‖Q)', unit: 'nats', ceiling: null },
  'fgan-reverse-kl': { name: 'reverse Kullback-Leibler divergence KL(Q‖P)', unit: 'nats', ceiling: null },
  'fgan-pearson': { name: 'Pearson χ² divergence', unit: null, ceiling: null },
  'fgan-hellinger': { name: 'squared Hellinger distance', unit: null, ceiling: 2 },
  'fgan-js': { name: 'Jensen-Shannon divergence', unit: 'nats', ceiling: Math.LN2 },
};

/** "5 critic updates per iteration, Adam 1e-4", and a penalty that is not the objective's own. */
export function trainingWords({ objective, optimizer, penalty }: RunSpec): string {
  const judge = isWasserstein(objective) || isFGan(objective) ? 'critic' : 'discriminator';
  const updates = `${objective.nCritic} ${judge} update${objective.nCritic === 1 ? '' : 's'} per iteration`;
  const [generator, critic] = [optimizerWords(optimizer.generator), optimizerWords(optimizer.critic)];
  const penalised = penaltyWords(penalty);
  return [
    updates,
    generator === critic ? critic : `${generator} and ${critic}`,
    ...(penalised === null ? [] : [penalised]),
  ].join(', ');
}

function optimizerWords({ kind, lr }: OptimizerSpec): string {
  const names = { sgd: 'SGD', momentum: 'momentum', rmsprop: 'RMSProp', adam: 'Adam' } as const;
  return `${names[kind]} ${lr < 1e-3 ? lr.toExponential() : lr}`;
}

/** Whether the critic's output estimates a distance rather than a probability. */
export function isWasserstein({ kind }: Pick<ObjectiveSpec, 'kind'>): boolean {
  return kind === 'wgan' || kind === 'wgan-gp' || kind === 'wgan-lp';
}

/** Whether the critic's output is a score that estimates no distance: all that can be told is how it differs. */
export function hasCriticGap({ kind }: Pick<ObjectiveSpec, 'kind'>): boolean {
  return kind === 'lsgan' || kind === 'hinge';
}

/** Whether the critic's output bounds an f-divergence from below, variationally. */
export function isFGan(objective: ObjectiveSpec): objective is FGanSpec {
  return (fGanKinds as readonly string[]).includes(objective.kind);
}

const downloadTitles = { mnist: 'MNIST', kmnist: 'KMNIST', cifar10: 'CIFAR-10' } as const;

/** "Fashion-MNIST, 28 × 28" */
export function dataWords(data: DataSpec): string {
  switch (data.kind) {
    case 'fashion-mnist':
      return `Fashion-MNIST, ${data.size} × ${data.size}`;
    case 'idx':
      return `${lastName(data.images)}, ${data.size} × ${data.size}`;
    case '8gaussians':
      return '8 Gaussians';
    case '25gaussians':
      return '25 Gaussians';
    case 'swissroll':
      return 'swiss roll';
    case 'ring':
      return 'ring of 8 Gaussians (PacGAN)';
    case 'grid':
      return 'grid of 25 Gaussians (PacGAN)';
    case 'csv':
      return `${lastName(data.path)}, points`;
    case 'drawn':
      return data.points.length === 2 ? '1 drawn point' : `${data.points.length / 2} drawn points`;
    case 'folder':
      return `${lastName(data.path)}, ${data.size} × ${data.size}`;
    case 'cifar':
      return `CIFAR-${data.classes}, ${data.size} × ${data.size}`;
    case 'download':
      return `${downloadTitles[data.name]}, ${data.size} × ${data.size}`;
    case 'stacked':
      return `${lastName(data.images)} stacked, ${data.size} × ${data.size}`;
    case 'stacked-known':
      return `${data.set === 'fashion-mnist' ? 'Fashion-MNIST' : downloadTitles[data.set]} stacked, ${data.size} × ${data.size}`;
    case 'npy':
      return `${lastName(data.path)}, ${data.size === undefined ? 'points' : `${data.size} × ${data.size}`}`;
  }
}

/** Of a path of any system, without slashes at its end. */
function lastName(path: string): string {
  const name = path
    .replace(/[/\\]+$/u, '')
    .split(/[/\\]/u)
    .at(-1);
  return name === undefined || name === '' ? path : name;
}
