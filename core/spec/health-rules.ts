// What the numbers of a run can tell, one row per rule. Thresholds are ours where no paper is named beside them.

import { isToy } from './data-facts.ts';
import type { HealthNote } from './health.ts';
import { metricFacts, metricKeys, type MetricKey } from './metric.ts';
import { mean, newest, noise, trend, type Recent } from './recent-values.ts';
import type { RunSpec } from './run-spec.ts';
import { divergenceWords, isFGan, isWasserstein } from './words.ts';

export interface HealthRule {
  readonly id: string;
  /** What it says of a run, or undefined where there is nothing to say or too little to say it by. */
  readonly says: (spec: RunSpec, recent: Recent) => Omit<HealthNote, 'id'> | undefined;
}

/** Iterations that losses are judged by, and the fewest. */
const window = 200;
const fewest = 50;
/** Evaluations that trends are judged by, and the fewest. */
const evaluations = 12;
const fewestEvaluations = 6;

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const short = (value: number): string => String(Number(value.toPrecision(2))).replace('-', '−');

/** What compares samples with held-out data, without a critic. */
const distanceOf = ({ data }: RunSpec): MetricKey => (isToy(data) ? 'w1' : 'sliced_wasserstein');
const distanceWords = ({ data }: RunSpec): string =>
  isToy(data) ? 'exact W₁' : 'sliced Wasserstein distance';

export const diverged: HealthRule = {
  id: 'diverged',
  says(_spec, recent) {
    for (const key of metricKeys) {
      const { iterations, values } = recent.get(key) ?? { iterations: [], values: [] };
      for (let i = 0; i < values.length; i += 1) {
        if (Number.isFinite(values[i])) continue;
        const became = Number.isNaN(values[i]) ? 'NaN' : 'infinite';
        return {
          severity: 'bad',
          title: 'Diverged',
          sentence: `${metricFacts[key].title} became ${became} at iteration ${iterations[i].toLocaleString('en-US')}.`,
          why: 'Once a loss or a weight is not a finite number, every later update is computed from it, so the run cannot recover. Mostly a learning rate is too high for the objective. Lower both learning rates, or switch a momentum off where weights are clipped (arXiv:1701.07875, section 3), and start again or go back to a checkpoint from before.',
        };
      }
    }
    return undefined;
  },
};

const estimate: HealthRule = {
  id: 'estimate',
  says(spec, recent) {
    const points = newest(recent, 'em_estimate', window);
    if (!isWasserstein(spec.objective) || points.length < fewest) return undefined;
    const [level, spread] = [mean(points), noise(points)];
    const why = `The earth mover’s distance is what the best critic reaches, and a critic that says the same of every sample reaches 0 already. An estimate that stays near 0 or below it comes from a critic that is not near its optimum, or from samples that it can no longer tell apart; its curve says little either way. The paper trains the critic to its optimum, with 5 updates per iteration (arXiv:1701.07875, Algorithm 1): try more of them or a higher learning rate of the critic, and judge samples by the ${distanceWords(spec)}.`;
    if (level < (-2 * spread) / Math.sqrt(points.length)) {
      const sentence = `Over the last ${points.length} iterations the critic scored generated samples above real ones: its EM estimate is ${short(level)} on average.`;
      return { severity: 'watch', title: 'Critic not near its optimum', sentence, why };
    }
    if (level < spread) {
      const sentence = `The EM estimate is ${short(level)} on average and jumps by about ${short(spread)} from one iteration to the next.`;
      return { severity: 'watch', title: 'EM estimate lost in its noise', sentence, why };
    }
    return undefined;
  },
};

/** Shares of a bounded divergence beyond which critic and generator are apart for good. */
const nearCeiling = 0.95;

const bound: HealthRule = {
  id: 'bound',
  says(spec, recent) {
    const { objective } = spec;
    const points = newest(recent, 'divergence_bound', window);
    if (!isFGan(objective) || points.length < fewest) return undefined;
    const { name, ceiling } = divergenceWords[objective.kind];
    const level = mean(points);
    if (level < (-2 * noise(points)) / Math.sqrt(points.length)) {
      return {
        severity: 'watch',
        title: 'Critic not near its optimum',
        sentence: `The divergence bound is ${short(level)} on average over the last ${points.length} iterations, below 0.`,
        why: `The ${name} is never negative, and a critic that says the same of every sample bounds it by 0 already. A bound below that comes from a critic that is further from its optimum than that one, so it says nothing of the divergence, and its gradient may mislead the generator (arXiv:1606.00709, equation 4). Give the critic more updates per iteration, or lower the learning rate of the generator; judge samples by the ${distanceWords(spec)}.`,
      };
    }
    if (ceiling === null || level < nearCeiling * ceiling) return undefined;
    return {
      severity: 'watch',
      title: 'Divergence at its ceiling',
      sentence: `The divergence bound is ${short(level)} on average, and the ${name} is at most ${short(ceiling)}.`,
      why: `The critic tells nearly all samples from real ones, as it can wherever the two hardly overlap. The divergence is then the same however far apart they are, so this number says nothing of progress until they meet (arXiv:1701.07875, section 2, example 1). Judge samples by the ${distanceWords(spec)}; fewer critic updates or a Wasserstein objective avoid it.`,
    };
  },
};

const slope: HealthRule = {
  id: 'slope',
  says(spec, recent) {
    const { objective } = spec;
    const points = newest(recent, 'gradient_norm', window);
    if (objective.kind !== 'wgan-gp' && objective.kind !== 'wgan-lp') return undefined;
    if (points.length < fewest) return undefined;
    const norm = mean(points);
    const sentence = `The critic’s gradient has a mean norm of ${short(norm)}.`;
    const optimum =
      'The best critic has a gradient of norm 1 almost everywhere between real and generated samples (arXiv:1704.00028, proposition 1).';
    if (norm > 1.5) {
      return {
        severity: 'watch',
        title: 'Critic too steep',
        sentence: `${sentence} Its EM estimate reads above the true distance.`,
        why: `${optimum} The penalty pulls it there, but only as strongly as its λ says, ${String(objective.lambda)} in the settings: with a small λ the critic gains by being steeper, above all while samples are far from the data. The estimate is then too large by an amount that depends on λ, so compare runs by the ${distanceWords(spec)}, or raise λ.`,
      };
    }
    if (norm < 0.5 && objective.kind === 'wgan-gp') {
      return {
        severity: 'watch',
        title: 'Critic not near its optimum',
        sentence: `${sentence} Its EM estimate reads below the true distance.`,
        why: `${optimum} A flatter critic has not learned enough yet, or the generator moves too fast for it. Give it more updates per iteration or a higher learning rate, or lower that of the generator; until then its estimate cannot be trusted.`,
      };
    }
    if (norm < 0.75 && objective.kind === 'wgan-gp') return undefined;
    if (norm > 1.25) return undefined;
    const asItShould =
      objective.kind === 'wgan-gp'
        ? optimum
        : 'The one-sided penalty asks for a norm of at most 1 (arXiv:1709.08894).';
    return {
      severity: 'good',
      title: 'Critic keeps its constraint',
      sentence,
      why: `${asItShould} That is what lets the EM estimate be read as a distance: it falls as samples get better.`,
    };
  },
};

const pinned: HealthRule = {
  id: 'pinned',
  says({ objective }, recent) {
    const share = newest(recent, 'clipped_share', 1).at(0)?.value;
    if (objective.kind !== 'wgan' || share === undefined || share < 0.5) return undefined;
    return {
      severity: 'watch',
      title: `Weights pinned at ±c: ${percent(share)}`,
      sentence: `${percent(share)} of the critic’s weights are at either end of [−${String(objective.clip)}, ${String(objective.clip)}].`,
      why: 'Clipping keeps the critic’s slope in bounds, and a critic that wants to be as steep as it may pushes its weights to the ends. What is left is close to the simplest function of its architecture: it sees the mean of the data and misses their finer structure (arXiv:1704.00028, section 3.1 and figure 1). A larger c, or a gradient penalty instead of clipping, gives it room.',
    };
  },
};

const saturated: HealthRule = {
  id: 'saturated',
  says(spec, recent) {
    const [real, fake] = [newest(recent, 'd_real', window), newest(recent, 'd_fake', window)];
    if (Math.min(real.length, fake.length) < fewest) return undefined;
    const sure =
      real.filter(({ value }) => value > 0.95).length / real.length >= 0.9 &&
      fake.filter(({ value }) => value < 0.05).length / fake.length >= 0.9;
    if (!sure) return undefined;
    const isMinimax = spec.objective.kind === 'gan-minimax';
    const gradient = isMinimax
      ? 'With the minimax loss the gradient of the generator tends to 0 as the discriminator gets better (arXiv:1701.04862, theorem 2.4), so the generator hardly learns any more.'
      : 'With this loss the generator still gets a gradient, but the nearer the discriminator is to its best, the noisier that gradient is (arXiv:1701.04862, theorem 2.6).';
    return {
      severity: isMinimax ? 'bad' : 'watch',
      title: 'Discriminator saturated',
      sentence: `D(x) is ${short(mean(real))} and D(G(z)) ${short(mean(fake))}: the discriminator tells nearly all samples apart.`,
      why: `${gradient} The JS bound stays near log 2 = 0.693 meanwhile, however the samples change. Fewer discriminator updates or a lower learning rate of the discriminator keep it from getting there, and a Wasserstein objective does without the problem; judge samples by the ${distanceWords(spec)}.`,
    };
  },
};

const variety: HealthRule = {
  id: 'variety',
  says(_spec, recent) {
    const points = newest(recent, 'sample_spread', 3);
    if (points.length < 2) return undefined;
    const most = Math.max(...points.map(({ value }) => value));
    const sentence = `The mean distance between two samples is ${percent(points[points.length - 1].value)} of that between two held-out ones.`;
    if (most < 0.1) {
      return {
        severity: 'bad',
        title: 'Samples nearly identical',
        sentence,
        why: 'The generator draws about the same sample whatever its noise is: it has collapsed to what fools the critic best just now (arXiv:1606.03498, section 3.2). It rarely recovers by itself. Go back to a checkpoint from before, and lower the learning rate of the generator, give the critic more updates, or take a Wasserstein objective.',
      };
    }
    if (most < 0.5) {
      return {
        severity: 'watch',
        title: 'Samples less varied than the data',
        sentence,
        why: 'The generator leaves out much of what the data hold: it may be collapsing onto a few modes, or be at the beginning. See whether the number rises from one evaluation to the next, and compare the tiles of a grid with each other.',
      };
    }
    if (points.some(({ value }) => value < 0.8 || value > 1.25)) return undefined;
    return {
      severity: 'good',
      title: 'Samples as varied as the data',
      sentence,
      why: 'Generated samples are as far from each other as held-out ones are, so the generator has not collapsed. That does not say that they are good, and a few missing modes of many do not show in it.',
    };
  },
};

const loss: HealthRule = {
  id: 'loss',
  says(spec, recent) {
    if (newest(recent, 'generator_loss', 1).length === 0) return undefined;
    if (isWasserstein(spec.objective)) {
      return {
        severity: 'note',
        title: 'Generator loss means nothing here',
        sentence: `Look at the EM estimate and the ${distanceWords(spec)} instead of the generator loss.`,
        why: 'The generator of a Wasserstein GAN minimises −E f(G(z)), the critic’s mean score of its samples. Scores have no zero of their own: the critic may add any number to all of them without any loss, so the level of this curve, its sign and its drift say nothing. Only the difference of two scores does, which is the EM estimate (arXiv:1701.07875, section 3).',
      };
    }
    return {
      severity: 'note',
      title: 'Losses do not show quality',
      sentence: `Look at the ${distanceWords(spec)} and the grid; the losses only show who is ahead.`,
      why: 'Each loss is measured against an opponent that learns too. A generator loss that rises may mean that the discriminator got better, and a steady one that neither learns; neither tells whether samples improve (arXiv:1701.07875, section 4.2 and figure 4).',
    };
  },
};

const distance: HealthRule = {
  id: 'distance',
  says(spec, recent) {
    const key = distanceOf(spec);
    const points = newest(recent, key, evaluations);
    if (points.length < fewestEvaluations) return undefined;
    const { early, late, isClear } = trend(points);
    const change = late / early - 1;
    if (!isClear || Math.abs(change) < 0.1) return undefined;
    const name = metricFacts[key].title;
    const over = `over the last ${points.length} evaluations`;
    if (change < 0) {
      return {
        severity: 'good',
        title: 'Samples get better',
        sentence: `${name} fell by ${percent(-change)} ${over}.`,
        why: 'It compares generated samples with held-out data directly, without the critic, so it can be trusted whatever the losses do.',
      };
    }
    const improving = lossThatImproves(spec, recent, points[0].iteration);
    return {
      severity: 'watch',
      title: improving === undefined ? 'Samples get worse' : 'Samples get worse while the loss improves',
      sentence: `${name} rose by ${percent(change)} ${over}${improving === undefined ? '' : `, although ${improving}`}.`,
      why: 'The distance compares generated samples with held-out data directly, so it is the one to believe: a loss is measured by a critic that changes, and can improve because the critic got worse. A learning rate that is too high for this stage is the usual reason; lower both, or go back to the checkpoint with the lowest distance.',
    };
  },
};

/** "the EM estimate fell from 0.5 to 0.3", where the loss that people watch says that things get better. */
function lossThatImproves(spec: RunSpec, recent: Recent, from: number): string | undefined {
  const key = isWasserstein(spec.objective) ? 'em_estimate' : 'generator_loss';
  const points = newest(recent, key, Infinity).filter(({ iteration }) => iteration >= from);
  if (points.length < fewestEvaluations) return undefined;
  const { early, late, isClear } = trend(points);
  if (!isClear || late > early - 0.1 * Math.abs(early)) return undefined;
  const name = key === 'em_estimate' ? 'EM estimate' : 'generator loss';
  return `the ${name} fell from ${short(early)} to ${short(late)}`;
}

export const rules: readonly HealthRule[] = [
  estimate,
  bound,
  slope,
  pinned,
  saturated,
  variety,
  distance,
  loss,
];
