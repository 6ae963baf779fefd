// The scalars that a run reports: what each is called, what it means, and which way is better.

/** A key that means nothing for an objective is absent from its runs. */
export const metricKeys = [
  'critic_loss',
  'generator_loss',
  'em_estimate',
  'critic_gap',
  'penalty',
  'gradient_norm',
  'd_real',
  'd_fake',
  'js_bound',
  'divergence_bound',
  'clipped_share',
  'sliced_wasserstein',
  'ema_sliced_wasserstein',
  'w1',
  'ema_w1',
  'modes',
  'high_quality',
  'reverse_kl',
  'sample_spread',
] as const;
export type MetricKey = (typeof metricKeys)[number];

export interface MetricFacts {
  /** For headings: "EM estimate". */
  readonly title: string;
  /** For table heads and legends. */
  readonly short: string;
  /** What the numbers are in. */
  readonly unit:
    | 'loss'
    | 'score'
    | 'distance'
    | 'norm'
    | 'share'
    | 'probability'
    | 'modes'
    | 'nats'
    | 'ratio'
    | 'divergence';
  /** Which way a better generator moves it; null where it says nothing about samples. */
  readonly better: 'lower' | 'higher' | null;
  /** What it is and how to read it, for somebody who has not read the papers. */
  readonly meaning: string;
}

export const metricFacts: Readonly<Record<MetricKey, MetricFacts>> = {
  critic_loss: {
    title: 'Critic loss',
    short: 'critic loss',
    unit: 'loss',
    better: null,
    meaning:
      'What the critic (or discriminator) minimises, penalty included. It tells how the critic fares against this generator, not how good the samples are.',
  },
  generator_loss: {
    title: 'Generator loss',
    short: 'G loss',
    unit: 'loss',
    better: null,
    meaning:
      'What the generator minimises against a critic that keeps changing. For a Wasserstein GAN its level means nothing; for a GAN it may rise while samples improve.',
  },
  em_estimate: {
    title: 'EM estimate',
    short: 'EM',
    unit: 'distance',
    better: 'lower',
    meaning:
      'E f(x) − E f(G(z)): the critic’s estimate of the earth mover’s distance. It falls as samples improve, as long as the critic is near its optimum. Clipping gives it an unknown scale and a penalty a bias, so values of different critics are not comparable.',
  },
  critic_gap: {
    title: 'Critic difference',
    short: 'difference',
    unit: 'score',
    better: null,
    meaning:
      'E f(x) − E f(G(z)): how much higher the critic of an LSGAN or a hinge GAN scores real samples than generated ones. Nothing bounds the slope of that critic, so this is no estimate of a distance. A critic at its optimum gives 0 where it cannot tell samples from data; where the two do not overlap, 1 for an LSGAN and 2 or more for hinge, however far apart they are.',
  },
  penalty: {
    title: 'Gradient penalty',
    short: 'penalty',
    unit: 'loss',
    better: null,
    meaning:
      'The penalty term as it enters the loss, its weight λ (or γ/2 for R1) included. Near 0 the critic keeps to its constraint.',
  },
  gradient_norm: {
    title: 'Gradient norm',
    short: 'gradient',
    unit: 'norm',
    better: null,
    meaning:
      'Mean norm of the critic’s gradient where the penalty is taken. A 1-Lipschitz critic at its optimum has norm 1 there; DRAGAN pulls it to its k around real samples, R1 to 0 on them.',
  },
  d_real: {
    title: 'D(x)',
    short: 'D(x)',
    unit: 'probability',
    better: null,
    meaning:
      'Mean output of the discriminator on real data, as a probability. 1 means it is sure; 0.5 means it cannot tell.',
  },
  d_fake: {
    title: 'D(G(z))',
    short: 'D(G(z))',
    unit: 'probability',
    better: null,
    meaning:
      'Mean output of the discriminator on generated samples, as a probability. Near 0 the discriminator wins and a minimax generator’s gradient vanishes.',
  },
  js_bound: {
    title: 'JS lower bound',
    short: 'JS',
    unit: 'nats',
    better: 'lower',
    meaning:
      'log 2 minus half the discriminator’s cross entropy: a lower bound of the Jensen-Shannon divergence. It stays near log 2 = 0.693 while the discriminator tells all samples apart, however good they become.',
  },
  divergence_bound: {
    title: 'Divergence bound',
    short: 'bound',
    unit: 'divergence',
    better: 'lower',
    meaning:
      'E T(x) − E f*(T(G(z))): what the critic of an f-GAN maximises, a lower bound of the f-divergence that its objective is named after. In nats for the two KL divergences and Jensen-Shannon, whose ceiling is log 2 = 0.693; squared Hellinger has no unit and ends at 2, Pearson χ² has none and no end. Bounds of different divergences are not comparable.',
  },
  clipped_share: {
    title: 'Weights at ±c',
    short: 'clipped',
    unit: 'share',
    better: null,
    meaning:
      'Share of the critic’s weights pinned at either end of [−c, c]. A high share means that clipping makes the critic simpler than it could be.',
  },
  sliced_wasserstein: {
    title: 'Sliced Wasserstein',
    short: 'SWD',
    unit: 'distance',
    better: 'lower',
    meaning:
      'Mean one-dimensional Wasserstein distance between generated and held-out samples over random directions. Comparable between runs on the same data.',
  },
  ema_sliced_wasserstein: {
    title: 'Sliced Wasserstein, averaged',
    short: 'avg SWD',
    unit: 'distance',
    better: 'lower',
    meaning:
      'The sliced Wasserstein distance of the generator whose weights are the moving average of the trained one’s. Comparable with the distance of the trained one.',
  },
  ema_w1: {
    title: 'Exact W₁, averaged',
    short: 'avg W1',
    unit: 'distance',
    better: 'lower',
    meaning:
      'The exact earth mover’s distance of the generator whose weights are the moving average of the trained one’s. Comparable with the distance of the trained one.',
  },
  w1: {
    title: 'Exact W₁',
    short: 'W1',
    unit: 'distance',
    better: 'lower',
    meaning:
      'The earth mover’s distance between generated and held-out points, solved exactly as an assignment. Comparable between runs on the same data; two samples of the same data are not at 0.',
  },
  modes: {
    title: 'Modes captured',
    short: 'modes',
    unit: 'modes',
    better: 'higher',
    meaning: 'Mixture components with at least one sample within 3 σ of their centre.',
  },
  high_quality: {
    title: 'High-quality samples',
    short: 'good',
    unit: 'share',
    better: 'higher',
    meaning:
      'Share of samples within 3 σ of the nearest centre. A perfect generator reaches 98.9 %, not 100 %.',
  },
  reverse_kl: {
    title: 'Reverse KL of modes',
    short: 'reverse KL',
    unit: 'nats',
    better: 'lower',
    meaning:
      'How unevenly high-quality samples are spread over the modes: KL from the generated mode frequencies to the uniform ones.',
  },
  sample_spread: {
    title: 'Variety of samples',
    short: 'variety',
    unit: 'ratio',
    better: null,
    meaning:
      'Mean distance between two generated samples, divided by that between two held-out ones. Near 1 they are as varied as the data; near 0 they are all nearly the same. It does not see a few missing modes.',
  },
};

/**
 * What stored values are called now: before there was `critic_gap`, runs of LSGAN and hinge had theirs as `em_estimate`.
 * Bundles keep the name that they were written with.
 */
export function presentMetric(name: string, objective: string): string {
  return name === 'em_estimate' && (objective === 'lsgan' || objective === 'hinge') ? 'critic_gap' : name;
}
