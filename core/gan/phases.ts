// The steps of training as pure functions of named tensors: one critic update, one generator update, drawing
// samples, and looking at the critic. Every executor computes these same functions.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { NamedTensors, Shape, Step } from '../executors/executor.ts';
import type { Parameter } from '../nn/layer.ts';
import { hasCriticGap } from '../spec/words.ts';
import type { MetricKey } from './events.ts';
import { lossAndGradients } from './gradients.ts';
import { averageName, averaged, slotName } from './model.ts';
import type { Model } from './model.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { gradientNorms } from './penalties/gradient-norms.ts';

/** A step whose output `scalars` is a vector of metrics in the order of `metrics`. */
export interface Phase {
  readonly step: Step;
  readonly metrics: readonly MetricKey[];
}

type Player = 'generator' | 'critic';

/** Feeds that carry an optimizer's coefficients: one number each. */
export const coefficientFeed = (player: Player, coefficient: string): string => `${player}:${coefficient}`;

/** Feed that carries the weight of the penalty, one number, so that it can change between two updates. */
export const penaltyWeightFeed = 'penalty:weight';

const shapesOf = (parameters: readonly Parameter[]): Record<string, Shape> =>
  Object.fromEntries(parameters.map(({ name, shape }) => [name, shape]));

function slotShapes(parameters: readonly Parameter[], optimizer: Optimizer): Record<string, Shape> {
  return Object.fromEntries(
    parameters.flatMap(({ name, shape }) => optimizer.slots.map((slot) => [slotName(name, slot), shape])),
  );
}

const coefficientShapes = (player: Player, optimizer: Optimizer): Record<string, Shape> =>
  Object.fromEntries(optimizer.coefficients.map((name) => [coefficientFeed(player, name), []]));

const pick = (tensors: NamedTensors, names: readonly string[]): NamedTensors =>
  Object.fromEntries(names.map((name) => [name, tensors[name]]));

/** Applies an optimizer to every parameter of a player; `after` has the last word on each new weight. */
function update(
  player: Player,
  optimizer: Optimizer,
  inputs: NamedTensors,
  gradients: NamedTensors,
  after: (weights: Tensor) => Tensor = (weights) => weights,
): NamedTensors {
  const coefficients = Object.fromEntries(
    optimizer.coefficients.map((name) => [name, inputs[coefficientFeed(player, name)]]),
  );
  const next: Record<string, Tensor> = {};
  for (const [name, gradient] of Object.entries(gradients)) {
    const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, inputs[slotName(name, slot)]]));
    const updated = optimizer.apply(inputs[name], gradient, slots, coefficients);
    next[name] = after(updated.parameter);
    for (const slot of optimizer.slots) next[slotName(name, slot)] = updated.slots[slot]!;
  }
  return next;
}

/** The scalars of `report` as one vector, in the order of `metrics`: one read-back from the device, not one each. */
function vector(report: NamedTensors, metrics: readonly MetricKey[]): Tensor {
  return tf.concat(metrics.map((key) => tf.reshape(report[key], [1])));
}

/**
 * One critic update. Feeds: `real` `[batch, ...sample]`, `latent` `[batch, z]`, `noise` for the penalty and
 * its weight (`penaltyWeightFeed`), and the critic optimizer's coefficients.
 */
export function criticPhase(model: Model): Phase {
  const { spec, sample, generator, critic, objective } = model;
  const optimizer = model.optimizer.critic;
  const { batch } = spec;
  const { penalty, clip } = objective;
  const noise = penalty?.noiseShape(sample, batch) ?? null;
  const metrics: MetricKey[] = ['critic_loss'];
  const difference = hasCriticGap(objective) ? 'critic_gap' : 'em_estimate';
  if (objective.divergenceBound !== undefined) metrics.push('divergence_bound');
  else if (objective.output === 'logit') metrics.push('d_real', 'd_fake', 'js_bound');
  else metrics.push(difference);
  if (penalty !== null) metrics.push('penalty', 'gradient_norm');

  const step: Step = {
    name: 'critic',
    state: {
      ...shapesOf(generator.parameters),
      ...shapesOf([...critic.parameters, ...critic.statistics]),
      ...slotShapes(critic.parameters, optimizer),
    },
    feeds: {
      real: [batch, ...sample],
      latent: [batch, spec.latent.size],
      ...(noise === null ? {} : { noise }),
      ...(penalty === null ? {} : { [penaltyWeightFeed]: [] }),
      ...coefficientShapes('critic', optimizer),
    },
    compute(inputs) {
      const real = inputs['real'];
      const fake =
        model.realPlusNoise === null
          ? generator.apply(inputs, inputs['latent']).y
          : tf.add(real, tf.mul(inputs['latent'], model.realPlusNoise));
      const weights = pick(
        inputs,
        critic.parameters.map(({ name }) => name),
      );
      // Before the gradient, in which the directions of spectral norm are constants.
      const directions = critic.spectral?.iterate(inputs);
      const score = (x: Tensor): Tensor => critic.apply({ ...weights, ...directions?.used }, x).y;

      const { report, gradients } = lossAndGradients(() => {
        const [onReal, onFake] = critic.mixesBatch
          ? [score(real), score(fake)]
          : scoreTogether(score, real, fake);
        const report: Record<string, Tensor> = {};
        const criticLoss = objective.criticLoss(onReal, onFake);
        let loss = criticLoss;
        if (penalty !== null) {
          const norms = gradientNorms(score, penalty.points(real, fake, inputs['noise']));
          const term = tf.mul(penalty.term(norms), inputs[penaltyWeightFeed]);
          loss = tf.add(loss, term);
          report['penalty'] = term;
          report['gradient_norm'] = tf.mean(norms);
        }
        report['critic_loss'] = loss;
        if (objective.divergenceBound !== undefined) {
          report['divergence_bound'] = objective.divergenceBound(criticLoss);
        } else if (objective.output === 'logit') {
          report['d_real'] = tf.mean(tf.sigmoid(onReal));
          report['d_fake'] = tf.mean(tf.sigmoid(onFake));
          // JS >= log 2 - cross entropy / 2, with equality for the best D (arXiv:1406.2661, theorem 1).
          report['js_bound'] = tf.sub(Math.LN2, tf.mul(0.5, criticLoss));
        } else {
          report[difference] = tf.sub(tf.mean(onReal), tf.mean(onFake));
        }
        return { loss, report };
      }, weights);

      const clipped = clip === null ? undefined : (w: Tensor): Tensor => tf.clipByValue(w, -clip, clip);
      return {
        state: { ...update('critic', optimizer, inputs, gradients, clipped), ...directions?.updated },
        outputs: { scalars: vector(report, metrics) },
      };
    },
  };
  return { step, metrics };
}

/** Both batches through the critic as one: larger products, the same numbers, where no norm mixes the batch. */
function scoreTogether(score: (x: Tensor) => Tensor, real: Tensor, fake: Tensor): [Tensor, Tensor] {
  const batch = real.shape[0];
  const both = score(tf.concat([real, fake], 0));
  return [tf.slice(both, [0, 0], [batch, 1]), tf.slice(both, [batch, 0], [batch, 1])];
}

/** One generator update. Feeds: `latent` `[batch, z]` and the generator optimizer's coefficients. */
export function generatorPhase(model: Model): Phase {
  const { spec, generator, critic, objective } = model;
  const optimizer = model.optimizer.generator;
  const metrics: MetricKey[] = ['generator_loss'];

  const step: Step = {
    name: 'generator',
    state: {
      ...shapesOf([...generator.parameters, ...generator.statistics]),
      ...slotShapes(generator.parameters, optimizer),
      ...averageShapes(model),
      ...shapesOf([...critic.parameters, ...critic.statistics]),
    },
    feeds: { latent: [spec.batch, spec.latent.size], ...coefficientShapes('generator', optimizer) },
    compute(inputs) {
      const weights = pick(
        inputs,
        generator.parameters.map(({ name }) => name),
      );
      const statisticNames = generator.statistics.map(({ name }) => name);
      const { report, gradients } = lossAndGradients(() => {
        const { y: fake, updated } = generator.apply(inputs, inputs['latent']);
        const loss: Scalar = objective.generatorLoss(critic.apply(inputs, fake).y);
        return { loss, report: { ...updated, generator_loss: loss } };
      }, weights);
      const next = { ...update('generator', optimizer, inputs, gradients), ...pick(report, statisticNames) };
      return {
        state: { ...next, ...nextAverages(model, inputs, next) },
        outputs: { scalars: vector(report, metrics) },
      };
    },
  };
  return { step, metrics };
}

function averageShapes(model: Model): Record<string, Shape> {
  if (model.spec.ema.decay === 0) return {};
  return Object.fromEntries(averaged(model).map(({ name, shape }) => [averageName(name), shape]));
}

/** ema <- ema + (1 - decay) (w - ema) for every weight and statistic that has just become w. */
function nextAverages(model: Model, inputs: NamedTensors, next: NamedTensors): NamedTensors {
  const { decay } = model.spec.ema;
  if (decay === 0) return {};
  return Object.fromEntries(
    averaged(model).map(({ name }) => {
      const average = inputs[averageName(name)];
      return [averageName(name), tf.add(average, tf.mul(1 - decay, tf.sub(next[name], average)))];
    }),
  );
}

/** Draws from the moving average of the generator; otherwise as `samplePhase`. */
export function averageSamplePhase(model: Model, count: number): Step {
  const step = samplePhase(model, count);
  return {
    ...step,
    name: `average ${step.name}`,
    state: averageShapes(model),
    compute: (inputs) =>
      step.compute({
        ...inputs,
        ...Object.fromEntries(averaged(model).map(({ name }) => [name, inputs[averageName(name)]])),
      }),
  };
}

/** Draws `count` samples from the generator as it is: feed `latent` `[count, z]`, output `samples`. */
export function samplePhase({ spec, generator }: Model, count: number): Step {
  return {
    name: `sample ${count}`,
    state: shapesOf([...generator.parameters, ...generator.statistics]),
    feeds: { latent: [count, spec.latent.size] },
    compute: (inputs) => ({
      state: {},
      outputs: { samples: generator.apply(inputs, inputs['latent'], 'running').y },
    }),
  };
}

/**
 * Looks at the critic as it is, at `count` points: feed `points` `[count, ...sample]`, output `values` `[count, 1]`.
 * Logits become probabilities, scores stay as they are.
 */
export function fieldPhase({ sample, critic, objective }: Model, count: number): Step {
  return {
    name: `field ${count}`,
    state: shapesOf([...critic.parameters, ...critic.statistics]),
    feeds: { points: [count, ...sample] },
    compute(inputs) {
      const { y } = critic.apply(inputs, inputs['points']);
      return { state: {}, outputs: { values: objective.output === 'logit' ? tf.sigmoid(y) : y } };
    },
  };
}
