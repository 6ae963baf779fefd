// What is said of a run's health: every rule where it has something to say, and where it has not.

import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../core/nn/random.ts';
import { healthOf, type HealthNote } from '../../../core/spec/health.ts';
import type { MetricKey } from '../../../core/spec/metric.ts';
import { newest, noise, trend, type RecentValues } from '../../../core/spec/recent-values.ts';
import type { ObjectiveSpec, RunSpec } from '../../../core/spec/run-spec.ts';
import { tinySpec } from '../../support/tiny.ts';

type Values = Partial<Record<MetricKey, RecentValues>>;

const of = (objective: ObjectiveSpec, rest: Partial<RunSpec> = {}): RunSpec => ({
  ...tinySpec,
  objective,
  ...rest,
});
const gp = of({ kind: 'wgan-gp', lambda: 10, nCritic: 5 });
const lp = of({ kind: 'wgan-lp', lambda: 10, nCritic: 5 });
const clipped = of({ kind: 'wgan', clip: 0.01, nCritic: 5 });
const gan = of({ kind: 'gan', nCritic: 1 });
const minimax = of({ kind: 'gan-minimax', nCritic: 1 });
const js = of({ kind: 'fgan-js', nCritic: 1 });
const hellinger = of({ kind: 'fgan-hellinger', nCritic: 1 });
const kl = of({ kind: 'fgan-kl', nCritic: 1 });
const hinge = of({ kind: 'hinge', nCritic: 1 });
const images = of(gp.objective, { data: { kind: 'fashion-mnist', size: 28, channels: 1 } });

/** Values of iterations 1, 2, 3, … or of every `every`-th one. */
const series = (values: ArrayLike<number>, every = 1): RecentValues => ({
  iterations: Float64Array.from(values, (_, i) => (i + 1) * every),
  values: Float64Array.from(values),
});
/** A level with normal noise, a value per iteration. */
function around(level: number, deviation = 0, count = 300): RecentValues {
  const stream = RandomStream.of(3, 'evaluation');
  return series(Array.from({ length: count }, () => level + deviation * stream.normal()));
}

function notes(spec: RunSpec, values: Values): readonly HealthNote[] {
  return healthOf(spec, new Map(Object.entries(values) as [MetricKey, RecentValues][]));
}
const note = (id: string, spec: RunSpec, values: Values): HealthNote | undefined =>
  notes(spec, values).find((one) => one.id === id);

/** Each rule: where it speaks, with what severity and words, and where it is silent. */
const cases: readonly [
  id: string,
  speaks: readonly [string, RunSpec, Values, HealthNote['severity'], RegExp][],
  silent: readonly [string, RunSpec, Values][],
][] = [
  [
    'bound',
    [
      [
        'Jensen-Shannon is at log 2',
        js,
        { divergence_bound: around(0.69, 0.001) },
        'watch',
        /is at most 0\.69\.$/,
      ],
      [
        'squared Hellinger is near 2',
        hellinger,
        { divergence_bound: around(1.95, 0.01) },
        'watch',
        /is at most 2\.$/,
      ],
      ['it is below 0', kl, { divergence_bound: around(-0.3, 0.1) }, 'watch', /, below 0\.$/],
    ],
    [
      ['it is in between', js, { divergence_bound: around(0.3, 0.05) }],
      ['KL is large, which has no ceiling', kl, { divergence_bound: around(20, 1) }],
      ['there are few values', js, { divergence_bound: around(0.69, 0, 20) }],
      ['it is no f-GAN', gan, { divergence_bound: around(0.69, 0.001) }],
    ],
  ],
  [
    'diverged',
    [
      [
        'a loss is NaN',
        gp,
        { critic_loss: series([1, 2, NaN]) },
        'bad',
        /^Critic loss became NaN at iteration 3\.$/,
      ],
      [
        'a distance is infinite',
        gan,
        { w1: series([1, Infinity], 5000) },
        'bad',
        /infinite at iteration 10,000/,
      ],
    ],
    [['all is finite', gp, { critic_loss: series([1, -1e30]) }]],
  ],
  [
    'estimate',
    [
      [
        'it is below 0',
        gp,
        { em_estimate: around(-0.5, 0.2) },
        'watch',
        /real ones: its EM estimate is −0\.\d/,
      ],
      [
        'it is less than its noise',
        clipped,
        { em_estimate: around(0.05, 0.5) },
        'watch',
        /jumps by about 0\.\d/,
      ],
    ],
    [
      ['it stands out of its noise', gp, { em_estimate: around(1, 0.2) }],
      [
        'it falls quickly but smoothly',
        gp,
        { em_estimate: series(Array.from({ length: 300 }, (_, i) => 3 - i / 100)) },
      ],
      ['there are few values', gp, { em_estimate: around(-1, 0.1, 49) }],
      ['the critic estimates no distance', hinge, { em_estimate: around(-1, 0.1) }],
    ],
  ],
  [
    'slope',
    [
      [
        'it is steep',
        gp,
        { gradient_norm: around(2.3, 0.2) },
        'watch',
        /norm of 2\.3\. .* above the true distance/,
      ],
      ['it is steep under a one-sided penalty', lp, { gradient_norm: around(2, 0.2) }, 'watch', /above/],
      ['it is flat', gp, { gradient_norm: around(0.3, 0.02) }, 'watch', /below the true distance/],
      ['it is near 1', gp, { gradient_norm: around(1.05, 0.1) }, 'good', /norm of 1(\.\d)?\.$/],
      [
        'it is flat under a one-sided penalty',
        lp,
        { gradient_norm: around(0.3, 0.02) },
        'good',
        /norm of 0\.3/,
      ],
    ],
    [
      ['it is a little flat', gp, { gradient_norm: around(0.6, 0.02) }],
      ['it is a little steep', gp, { gradient_norm: around(1.4, 0.02) }],
      ['there are few values', gp, { gradient_norm: around(5, 0, 49) }],
      [
        'DRAGAN asks for another norm',
        of({ kind: 'dragan', lambda: 10, k: 1, noise: 0.5, nCritic: 1 }),
        { gradient_norm: around(3) },
      ],
    ],
  ],
  [
    'pinned',
    [
      [
        'most weights are',
        clipped,
        { clipped_share: series([0.1, 0.93]) },
        'watch',
        /^93 % .* \[−0\.01, 0\.01\]\.$/,
      ],
    ],
    [
      ['few are', clipped, { clipped_share: series([0.9, 0.49]) }],
      ['nothing is known', clipped, {}],
      ['nothing is clipped', gp, { clipped_share: series([0.99]) }],
    ],
  ],
  [
    'saturated',
    [
      [
        'the generator gets no gradient',
        minimax,
        { d_real: around(0.99, 0.005), d_fake: around(0.01, 0.005) },
        'bad',
        /^D\(x\) is 0\.99 and D\(G\(z\)\) 0\.0/,
      ],
      [
        'the generator still gets one',
        gan,
        { d_real: around(0.99, 0.005), d_fake: around(0.01, 0.005) },
        'watch',
        /tells nearly all samples apart/,
      ],
    ],
    [
      ['they are balanced', minimax, { d_real: around(0.6, 0.05), d_fake: around(0.4, 0.05) }],
      ['generated samples are taken for real', minimax, { d_real: around(0.99), d_fake: around(0.3) }],
      ['it comes and goes', minimax, { d_real: around(0.96, 0.03), d_fake: around(0.01) }],
      ['it has only begun', minimax, { d_real: around(0.99, 0, 49), d_fake: around(0.01, 0, 49) }],
    ],
  ],
  [
    'variety',
    [
      ['all are the same', gan, { sample_spread: series([0.9, 0.02, 0.01, 0.03]) }, 'bad', / is 3 % of /],
      ['many are', gan, { sample_spread: series([0.3, 0.4]) }, 'watch', / is 40 % of /],
      [
        'they are like the data',
        gp,
        { sample_spread: series([0.1, 0.95, 1.02, 0.98]) },
        'good',
        / is 98 % of /,
      ],
    ],
    [
      ['they differ in between', gp, { sample_spread: series([0.6, 0.6, 0.6]) }],
      ['they differ too much', gp, { sample_spread: series([1.6, 1.6, 1.6]) }],
      ['it recovers', gan, { sample_spread: series([0.01, 0.01, 0.6]) }],
      ['only one is known', gan, { sample_spread: series([0.01]) }],
      ['the network is untrained', gan, { sample_spread: { iterations: [0, 100], values: [0.01, 0.02] } }],
    ],
  ],
  [
    'distance',
    [
      [
        'it rises',
        gan,
        { w1: series([1, 1.1, 0.9, 1, 1.4, 1.5, 1.6, 1.5], 100) },
        'watch',
        /^Exact W₁ rose by 50 % over the last 8 evaluations\.$/,
      ],
      [
        'it rises while the estimate falls',
        images,
        {
          sliced_wasserstein: series([1, 1.1, 0.9, 1.4, 1.5, 1.6], 50),
          em_estimate: series(Array.from({ length: 300 }, (_, i) => 3 - i / 150)),
        },
        'watch',
        /^Sliced Wasserstein rose by 50 % .*, although the EM estimate fell from 2\.\d to 1\.\d\.$/,
      ],
      [
        'it rises while the loss of a GAN falls',
        gan,
        {
          w1: series([1, 1.1, 0.9, 1.4, 1.5, 1.6], 50),
          generator_loss: series(Array.from({ length: 300 }, (_, i) => 2 - i / 300)),
        },
        'watch',
        /although the generator loss fell/,
      ],
      ['it falls', gp, { w1: series([2, 2.1, 1.9, 1.4, 1.3, 1.2], 50) }, 'good', /^Exact W₁ fell by 35 %/],
    ],
    [
      ['it stays', gp, { w1: series([1, 1.1, 0.9, 1, 1.1, 0.95]) }],
      ['it rises by little', gp, { w1: series([1, 1, 1, 1.05, 1.05, 1.05]) }],
      ['it jumps about', gp, { w1: series([1, 3, 0.5, 2.5, 0.6, 3]) }],
      ['there are few evaluations', gp, { w1: series([1, 1, 2, 2, 2]) }],
      ['it is the other distance', images, { w1: series([1, 1, 1, 2, 2, 2]) }],
    ],
  ],
  [
    'loss',
    [
      [
        'a critic gives scores',
        gp,
        { generator_loss: around(-3, 1) },
        'note',
        /EM estimate and the exact W₁/,
      ],
      ['they are images', images, { generator_loss: around(-3, 1) }, 'note', /sliced Wasserstein distance/],
      ['it is a GAN', gan, { generator_loss: around(1, 1) }, 'note', /only show who is ahead/],
    ],
    [['there is none yet', gp, { generator_loss: { iterations: [], values: [] } }]],
  ],
];

describe.each(cases)('%s', (id, speaks, silent) => {
  it.each(speaks)('speaks where %s', (_, spec, values, severity, says) => {
    const said = note(id, spec, values);
    expect(said).toMatchObject({ severity, sentence: expect.stringMatching(says) as string });
    for (const text of [said!.sentence, said!.why]) expect(text).toMatch(/^[A-Z\d].*[^.]\.$/);
    expect(said!.title).toMatch(/^[A-Z][^.]*$/);
    expect(said!.why.length).toBeGreaterThan(100);
    expect(said!.title.length).toBeLessThan(50);
  });

  it.each(silent)('is silent where %s', (_, spec, values) => {
    expect(note(id, spec, values)).toBeUndefined();
  });
});

it('says nothing of a run that has only begun', () => {
  for (const spec of [gp, lp, clipped, gan, minimax, hinge, images]) expect(notes(spec, {})).toEqual([]);
});

it('says the worst first, and nothing else once a run has diverged', () => {
  const values: Values = {
    gradient_norm: around(1, 0.1),
    em_estimate: around(-1, 0.1),
    generator_loss: around(1),
    sample_spread: series([0.01, 0.01]),
  };
  expect(notes(gp, values).map(({ severity }) => severity)).toEqual(['bad', 'watch', 'note', 'good']);
  expect(notes(gp, { ...values, penalty: series([NaN]) }).map(({ id }) => id)).toEqual(['diverged']);
});

describe('the newest values', () => {
  it('are finite, of a trained network, and in order', () => {
    const recent = new Map([['w1', { iterations: [0, 1, 2, 3, 4], values: [9, 1, NaN, 3, 4] }]] as const);
    expect(newest(recent, 'w1', 2).map(({ value }) => value)).toEqual([3, 4]);
    expect(newest(recent, 'w1', 9).map(({ iteration }) => iteration)).toEqual([1, 3, 4]);
    expect(newest(recent, 'modes', 9)).toEqual([]);
  });

  it('have noise apart from their drift', () => {
    const stream = RandomStream.of(1, 'evaluation');
    const points = Array.from({ length: 2000 }, (_, i) => ({
      iteration: i,
      value: i / 10 + 3 * stream.normal(),
    }));
    expect(noise(points)).toBeCloseTo(3, 0);
  });

  it('have a trend that is clear or not', () => {
    const points = (values: readonly number[]) => values.map((value, iteration) => ({ iteration, value }));
    expect(trend(points([1, 2, 3, 11, 12, 13]))).toEqual({ early: 2, late: 12, isClear: true });
    expect(trend(points([1, 9, 2, 11, 1, 13]))).toMatchObject({ isClear: false });
  });
});
