// Which page of the guide explains what is seen elsewhere in the window. Ids only: the pages themselves load with the guide.

/** By the rule of a health note. */
const ofNotes: Readonly<Record<string, string>> = {
  diverged: 'reading-losses',
  estimate: 'earth-mover',
  slope: 'wgan-gp',
  pinned: 'wgan',
  saturated: 'vanishing-gradients',
  variety: 'mode-collapse',
  loss: 'reading-losses',
  bound: 'reading-losses',
  distance: 'metrics',
};

/** By the key of a metric. */
const ofMetrics: Readonly<Record<string, string>> = {
  critic_loss: 'reading-losses',
  generator_loss: 'reading-losses',
  em_estimate: 'penalty-bias',
  critic_gap: 'reading-losses',
  penalty: 'penalty-bias',
  gradient_norm: 'wgan-gp',
  d_real: 'vanishing-gradients',
  d_fake: 'vanishing-gradients',
  js_bound: 'reading-losses',
  divergence_bound: 'reading-losses',
  clipped_share: 'wgan',
  w1: 'earth-mover',
  ema_w1: 'earth-mover',
  modes: 'mode-collapse',
  high_quality: 'metrics',
  reverse_kl: 'mode-collapse',
  sample_spread: 'mode-collapse',
};

/** By the path of a field of a specification, or the part of it before a dot. */
const ofFields: Readonly<Record<string, string>> = {
  'objective.clip': 'wgan',
  'objective.nCritic': 'reading-losses',
  'objective.lambda': 'penalty-bias',
  'objective.k': 'dragan',
  'objective.noise': 'dragan',
  penalty: 'penalty-bias',
  'penalty.k': 'dragan',
  'penalty.noise': 'dragan',
  'critic.norm': 'wgan-gp',
  warmup: 'reading-losses',
  'evaluate.samples': 'metrics',
};

/** Titles of the pages that are linked from elsewhere. */
export const linkTitles: Readonly<Record<string, string>> = {
  'earth-mover': 'The earth mover’s distance',
  'penalty-bias': 'The gradient penalty and its bias',
  'reading-losses': 'Reading the losses',
  'mode-collapse': 'Mode collapse',
  'vanishing-gradients': 'Vanishing gradients',
  metrics: 'Metrics',
  wgan: 'WGAN',
  'wgan-gp': 'WGAN-GP',
  dragan: 'DRAGAN',
};

/** Notes of rules that came later are about metrics, mostly. */
export const pageOfNote = (rule: string): string => ofNotes[rule] ?? 'metrics';

/** Undefined where no page explains the field. */
export const pageOfField = (path: string): string | undefined =>
  ofFields[path] ?? ofFields[path.split('.')[0]];

export const pageOfMetric = (key: string): string => ofMetrics[key] ?? 'metrics';
