// What the fields of a specification must mean together: networks that fit the data, batches that it can fill.
// Types and ranges are schema.ts, advice from the papers is warnings.ts; validateSpec gives all three.

import { dataCounts, isToy, type DataCounts } from './data-facts.ts';
import { ownPenalty } from './penalty.ts';
import { error, hasErrors, showCount, type Problem } from './problem.ts';
import type { RunSpec } from './run-spec.ts';
import { parseSpec } from './schema.ts';
import { normsOf } from './layer-lists.ts';
import { describeSpec, layerError, layNetwork, parameterCount, sidesOf, type Role } from './shapes.ts';
import { warningsFor } from './warnings.ts';

/** 2 GiB of float32, the most that one ONNX file can hold. */
const mostParameters = 2 ** 29;

const roles: readonly Role[] = ['generator', 'critic'];

function networkProblems(spec: RunSpec): readonly Problem[] {
  const problems = roles.flatMap((role) => problemsOf(spec, role));
  return problems.length > 0 ? problems : sizeProblems(spec);
}

function problemsOf(spec: RunSpec, role: Role): readonly Problem[] {
  const problems: Problem[] = [];
  const network = spec[role];
  const { kind } = network;
  if (kind === 'real-plus-noise') return fixedGeneratorProblems(spec);
  if ((kind === 'dcgan' || kind === 'resnet') && isToy(spec.data)) {
    const sentence = `${role}.kind must be mlp for points in the plane (data.kind ${spec.data.kind}), not ${kind}, which needs images of 28, 32 or 64 pixels.`;
    return [error(`${role}.kind`, sentence)];
  }
  if (kind === 'mlp' && network.norm === 'instance') {
    const sentence = `${role}.norm must be none, batch or layer with kind mlp, not instance, which is over the pixels of an image.`;
    problems.push(error(`${role}.norm`, sentence));
  }
  const mixes = normsOf(network).includes('batch');
  if (mixes && spec.batch < 2) {
    const where = kind === 'layers' ? `batch norm in ${role}.layers` : `${role}.norm batch`;
    problems.push(error('batch', `batch must be at least 2 with ${where}, not ${spec.batch}.`));
  }
  if (problems.length > 0) return problems;
  const misfit = layerError(layNetwork(network, role, sidesOf(spec)), role);
  if (misfit === undefined) return [];
  const path = `${role}.${kind === 'layers' ? 'layers' : 'kind'}`;
  return [error(path, `${path} must fit together: ${misfit}.`)];
}

const sizeFields = { mlp: 'hidden', dcgan: 'width', resnet: 'width', layers: 'layers' } as const;

function fixedGeneratorProblems({ data, latent, ema }: RunSpec): readonly Problem[] {
  const kind = 'generator.kind real-plus-noise';
  const problems: Problem[] = [];
  if (!isToy(data)) {
    const sentence = `generator.kind must be mlp or dcgan for images (data.kind ${data.kind}), not real-plus-noise, which is for points in the plane.`;
    problems.push(error('generator.kind', sentence));
  } else if (latent.size !== 2) {
    const sentence = `latent.size must be 2 with ${kind}, which adds z to points in the plane, not ${showCount(latent.size)}.`;
    problems.push(error('latent.size', sentence));
  }
  if (ema.decay > 0) {
    const sentence = `ema.decay must be 0 with ${kind}, which has no weights to average, not ${String(ema.decay)}.`;
    problems.push(error('ema.decay', sentence));
  }
  return problems;
}

function sizeProblems(spec: RunSpec): readonly Problem[] {
  const layers = describeSpec(spec);
  return roles.flatMap((role) => {
    const count = parameterCount(layers[role]);
    if (count <= mostParameters) return [];
    const { kind } = spec[role];
    if (kind === 'real-plus-noise') return [];
    const path = `${role}.${sizeFields[kind]}`;
    const gib = Math.round((count * 4) / 2 ** 30);
    const sentence = `${path} must be smaller: the ${role} would have ${showCount(count)} parameters (${showCount(gib)} GiB), and at most ${showCount(mostParameters)} (2 GiB) can be saved.`;
    return [error(path, sentence)];
  });
}

function penaltyProblems({ objective, penalty }: RunSpec): readonly Problem[] {
  if (penalty.kind === 'none' || ownPenalty(objective) === null) return [];
  const plain = objective.kind === 'dragan' ? 'gan' : 'wgan';
  const sentence = `penalty.kind must be none with objective.kind ${objective.kind}, not ${penalty.kind}: it has a penalty of its own (objective.lambda), and one on top would change what that means; take objective.kind ${plain} to choose the penalty freely.`;
  return [error('penalty.kind', sentence)];
}

function countProblems(spec: RunSpec, counts: DataCounts): readonly Problem[] {
  const problems: Problem[] = [];
  const { batch, evaluate } = spec;
  if (counts.train !== undefined && batch > counts.train) {
    const sentence = `batch must be at most ${showCount(counts.train)}, the number of training samples of ${spec.data.kind}, not ${showCount(batch)}.`;
    problems.push(error('batch', sentence));
  }
  if (evaluate.samples > counts.heldOut) {
    const raise = 'heldOut' in spec.data ? ' (data.heldOut)' : '';
    const sentence = `evaluate.samples must be at most ${showCount(counts.heldOut)}, the number of held-out samples of ${spec.data.kind}${raise}, not ${showCount(evaluate.samples)}.`;
    problems.push(error('evaluate.samples', sentence));
  }
  return problems;
}

function scaleProblems({ data }: RunSpec): readonly Problem[] {
  if (data.kind !== 'npy' || data.size === undefined || (data.scale ?? 'keep') === 'keep') return [];
  const sentence = `data.scale must be keep for images (data.size ${data.size}), not ${data.scale ?? ''}: pixels are always brought to -1 to 1.`;
  return [error('data.scale', sentence)];
}

/**
 * Everything that is wrong with a specification, errors before warnings. `counts` are those of the data
 * once it has been read; by default what is known without reading it. Warnings come only when there are no errors.
 */
export function validateSpec(spec: RunSpec, counts: DataCounts = dataCounts(spec.data)): readonly Problem[] {
  const parsed = parseSpec(spec);
  if ('problems' in parsed) return parsed.problems;
  const problems = [
    ...[...networkProblems(spec), ...penaltyProblems(spec), ...countProblems(spec, counts)],
    ...scaleProblems(spec),
  ];
  return hasErrors(problems) ? problems : warningsFor(spec);
}
