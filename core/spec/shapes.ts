// What a network looks like layer by layer: shapes, biases and parameter counts. core/nn builds exactly this.
// Sizes are without the batch; images are [height, width, channels].

import { sampleShape } from './data-facts.ts';
import { layerNames, shapeLayer, shapeWords, type Layer, type LayerBase } from './layer-shapes.ts';
import { layersOf, type NamedLayer, type NetworkSides, type Role } from './layer-lists.ts';
import type { LayerSpec } from './layer-spec.ts';
import type { GeneratorSpec, NetworkSpec, RunSpec } from './run-spec.ts';

export type * from './layer-shapes.ts';
export { dcganFits, type Role } from './layer-lists.ts';

/** A layer in its network, or a sentence that says why it does not fit there. Neither after one that does not fit. */
export interface LaidLayer {
  readonly spec: LayerSpec;
  readonly layer: Layer | undefined;
  /** "layer 3, conv: it takes an image, and gets 100 numbers; …" */
  readonly error: string | undefined;
}

/** A norm takes over the bias of the layer before it, a reshape between them or not: it would cancel it. */
function hasBias(layers: readonly NamedLayer[], at: number): boolean {
  const next = layers.slice(at + 1).find(({ layer }) => layer.kind !== 'reshape' && layer.kind !== 'flatten');
  return next?.layer.kind !== 'norm';
}

function endError(out: readonly number[], role: Role, { sample }: NetworkSides): string | undefined {
  const wanted = role === 'critic' ? [1] : sample;
  if (out.join() === wanted.join()) return undefined;
  const words = role === 'critic' ? 'one number' : shapeWords(wanted);
  return `it is the last of the ${role} and must give ${words}, not ${shapeWords(out)}`;
}

/** Every layer of a network with its shape, up to the first that does not fit. Throws as layersOf does. */
export function layNetwork(network: NetworkSpec, role: Role, sides: NetworkSides): readonly LaidLayer[] {
  const named = layersOf(network, role, sides);
  let input: readonly number[] | undefined = role === 'generator' ? [sides.latent] : sides.sample;
  return named.map(({ name, layer: spec }, at): LaidLayer => {
    if (input === undefined) return { spec, layer: undefined, error: undefined };
    const laid: Layer | string = shapeLayer(spec, { name, in: input, bias: hasBias(named, at) });
    const isLast = at === named.length - 1;
    const misfit =
      typeof laid === 'string' ? `it ${laid}` : isLast ? endError(laid.out, role, sides) : undefined;
    const layer = typeof laid === 'string' ? undefined : laid;
    input = layer?.out;
    const error =
      misfit === undefined ? undefined : `layer ${String(at + 1)}, ${layerNames[spec.kind]}: ${misfit}`;
    return { spec, layer, error };
  });
}

/** Why a network does not fit its sides; undefined where it does, or where layersOf throws. */
export function layerError(laid: readonly LaidLayer[], role: Role): string | undefined {
  if (laid.length === 0) return `there is no layer; the ${role} needs at least one`;
  return laid.find(({ error }) => error !== undefined)?.error;
}

/**
 * The layers of a network, from its input to its output: z to a sample for a generator, a sample to one
 * number for a critic. Throws a RangeError where the network does not fit the samples; validateSpec says so first.
 */
export function describeNetwork(network: NetworkSpec, role: Role, sides: NetworkSides): readonly Layer[] {
  const laid = layNetwork(network, role, sides);
  const error = layerError(laid, role);
  if (error !== undefined) throw new RangeError(`The ${role} cannot be built: ${error}.`);
  return laid.map(({ layer }) => layer!);
}

/** How many numbers the layers train. */
export function parameterCount(layers: readonly Pick<Layer, 'parameters'>[]): number {
  return layers.reduce((sum, layer) => sum + layer.parameters, 0);
}

/** What the networks of a specification are between. */
export function sidesOf(spec: Pick<RunSpec, 'data' | 'latent'>): NetworkSides {
  return { latent: spec.latent.size, sample: sampleShape(spec.data) };
}

/** Noise on real samples, in place of a generator. */
export interface NoiseLayer extends LayerBase {
  readonly kind: 'noise';
}
/** What a generator or a critic is made of. */
export type DescribedLayer = Layer | NoiseLayer;

function describeGenerator(spec: GeneratorSpec, sides: NetworkSides): readonly DescribedLayer[] {
  if (spec.kind !== 'real-plus-noise') return describeNetwork(spec, 'generator', sides);
  const label = `real sample + ${String(spec.deviation)} z`;
  return [{ kind: 'noise', name: 'generator', in: [sides.latent], out: sides.sample, parameters: 0, label }];
}

/** Both networks of a specification that validateSpec finds no error in. */
export function describeSpec(spec: RunSpec): Readonly<Record<Role, readonly DescribedLayer[]>> {
  const sides = sidesOf(spec);
  return {
    generator: describeGenerator(spec.generator, sides),
    critic: describeNetwork(spec.critic, 'critic', sides),
  };
}
