// Edits of a network's list of layers: values that never change, so that the designer's history can undo them.

import { completeSpec } from '../../../core/spec/complete.ts';
import { asLayers, type Role } from '../../../core/spec/layer-lists.ts';
import type { LayerKind, LayerSpec } from '../../../core/spec/layer-spec.ts';
import type { PlainObject } from '../../../core/spec/paths.ts';
import type { LayersSpec, RunSpec } from '../../../core/spec/run-spec.ts';
import { parseSpec } from '../../../core/spec/schema.ts';
import { dcganFits, sidesOf } from '../../../core/spec/shapes.ts';
import { changeArm, type Draft } from './draft.ts';

export type Layers = readonly LayerSpec[];

/** What a layer is when it is added. */
export const newLayers: Readonly<Record<LayerKind, LayerSpec>> = {
  dense: { kind: 'dense', width: 128 },
  conv: { kind: 'conv', channels: 64, kernel: 3, stride: 1 },
  'conv-transpose': { kind: 'conv-transpose', channels: 64, kernel: 4, stride: 2 },
  upsample: { kind: 'upsample' },
  downsample: { kind: 'downsample' },
  norm: { kind: 'norm', norm: 'batch' },
  activation: { kind: 'activation', activation: 'relu' },
  reshape: { kind: 'reshape', shape: [4, 4, 64] },
  flatten: { kind: 'flatten' },
  residual: { kind: 'residual', channels: 64, sample: 'none', norm: 'none', preactivation: true },
  'global-mean-pool': { kind: 'global-mean-pool' },
  maxout: { kind: 'maxout', width: 200, pieces: 5 },
};

/** After layer `at`, or first where that is -1. */
export function added(layers: Layers, at: number, layer: LayerSpec): Layers {
  return layers.toSpliced(at + 1, 0, layer);
}

export function removed(layers: Layers, at: number): Layers {
  return layers.toSpliced(at, 1);
}

/** The same list where there is no such place. */
export function moved(layers: Layers, from: number, to: number): Layers {
  if (to < 0 || to >= layers.length) return layers;
  return layers.toSpliced(from, 1).toSpliced(to, 0, layers[from]);
}

export function replaced(layers: Layers, at: number, layer: LayerSpec): Layers {
  return layers.with(at, layer);
}

/** Another kind of layer, with what both kinds have. */
export function turned(layer: LayerSpec, kind: LayerKind): LayerSpec {
  const next = newLayers[kind];
  const kept = Object.entries(layer).filter(
    ([key]) => (key === 'width' || key === 'channels') && Object.hasOwn(next, key),
  );
  return { ...next, ...Object.fromEntries(kept) };
}

/** All arms with this list: a comparison is of the same networks. Undefined where it is not one that a run can have. */
export function withLayers(draft: Draft, role: Role, network: LayersSpec): Draft | undefined {
  let next = draft;
  for (const [at, { spec }] of draft.arms.entries()) {
    // Whether the kernels are normalised stays what it was.
    const old = spec[role];
    const kept = 'spectral' in old ? { spectral: old.spectral } : {};
    const { kind, layers, init } = network;
    const parsed = parseSpec({ ...spec, [role]: { kind, layers, init, ...kept } });
    if ('problems' in parsed) return undefined;
    next = changeArm(next, at, (arm) => ({ ...arm, spec: parsed.spec }));
  }
  return next;
}

/** Networks that a list can be started from. */
export type Classic = 'mlp' | 'dcgan' | 'resnet';

export const classics = (spec: RunSpec): readonly Classic[] =>
  dcganFits(sidesOf(spec).sample) ? ['mlp', 'dcgan', 'resnet'] : ['mlp'];

/** A classic network of the usual size, written out. */
export function classicLayers(spec: RunSpec, role: Role, kind: Classic): LayersSpec {
  const input: PlainObject = {
    data: spec.data,
    objective: spec.objective,
    latent: spec.latent,
    [role]: { kind },
  };
  const completed = completeSpec(input);
  if ('problems' in completed) throw new Error(completed.problems.map(({ sentence }) => sentence).join(' '));
  return writtenOut(completed.spec, role);
}

/**
 * A network of a specification as the list that it is; a fixed generator, which has no layers, gives the usual MLP.
 * Throws a RangeError where it has no form for the data.
 */
export function writtenOut(spec: RunSpec, role: Role): LayersSpec {
  const network = spec[role];
  if (network.kind === 'real-plus-noise') return classicLayers(spec, role, 'mlp');
  return asLayers(network, role, sidesOf(spec));
}
