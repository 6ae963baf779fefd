// The networks of a few settings, written out as lists of layers.

import type { LayerSpec } from './layer-spec.ts';
import type { DcganSpec, LayersSpec, MlpSpec, NetworkSpec, NormKind, ResnetSpec } from './run-spec.ts';

export type Role = 'generator' | 'critic';

/** What a network is between: `[h, w, c]` or `[2]` on the side of the data, a vector of noise on the other. */
export interface NetworkSides {
  /** Length of z. */
  readonly latent: number;
  readonly sample: readonly number[];
}

export interface NamedLayer {
  /** Prefix of the names of its parameters. They are in checkpoints: the names of classic networks never change. */
  readonly name: string;
  readonly layer: LayerSpec;
}

type Activation = Extract<LayerSpec, { kind: 'activation' }>['activation'];

const volume = (shape: readonly number[]): number => shape.reduce((product, edge) => product * edge, 1);
const one = (name: string, layer: LayerSpec): NamedLayer => ({ name, layer });
const norm = (name: string, kind: NormKind): readonly NamedLayer[] =>
  kind === 'none' ? [] : [one(`${name}.norm`, { kind: 'norm', norm: kind })];
const activation = (kind: Activation): NamedLayer => one('', { kind: 'activation', activation: kind });
const dense = (name: string, width: number): NamedLayer => one(name, { kind: 'dense', width });

/** Hidden layers and a last linear one. Generators of images end in tanh. */
function mlp(spec: MlpSpec, role: Role, { sample }: NetworkSides): readonly NamedLayer[] {
  const isImage = sample.length > 1;
  const hidden = spec.hidden.flatMap((width, at) => {
    const name = `${role}.hidden${String(at + 1)}`;
    return [dense(name, width), ...norm(name, spec.norm), activation(spec.activation)];
  });
  if (role === 'critic') {
    const first = isImage ? [one('', { kind: 'flatten' })] : [];
    return [...first, ...hidden, dense('critic.out', 1)];
  }
  const last = isImage ? [activation('tanh'), one('', { kind: 'reshape', shape: sample })] : [];
  return [...hidden, dense('generator.out', volume(sample)), ...last];
}

/** Edge of the smallest feature map, by the edge of the image, and how often it is doubled up to it. */
const smallest: ReadonlyMap<number, { readonly edge: number; readonly doublings: number }> = new Map([
  [28, { edge: 7, doublings: 2 }],
  [32, { edge: 4, doublings: 3 }],
  [64, { edge: 4, doublings: 4 }],
]);

/** Whether a DCGAN or a ResNet can make or judge samples of this shape: square images of 28, 32 or 64 pixels. */
export function dcganFits(sample: readonly number[]): boolean {
  return sample.length === 3 && sample[0] === sample[1] && smallest.has(sample[0] ?? 0);
}

/** Throws a RangeError where there is no such network for the samples. */
function baseOf(
  what: string,
  sample: readonly number[],
): { readonly edge: number; readonly doublings: number } {
  const base = smallest.get(sample[0] ?? 0);
  if (base !== undefined && dcganFits(sample)) return base;
  throw new RangeError(`A ${what} needs square images of 28, 32 or 64 pixels, not ${sample.join(' x ')}.`);
}

/** z -> projected to the smallest map -> doubled by transposed convolutions -> tanh (arXiv:1511.06434, Fig. 1). */
function dcganGenerator(spec: DcganSpec, { sample }: NetworkSides): readonly NamedLayer[] {
  const { edge, doublings } = baseOf('DCGAN', sample);
  const up = (stage: number): LayerSpec => {
    const channels = stage === doublings ? (sample[2] ?? 0) : spec.width * 2 ** (doublings - 1 - stage);
    return { kind: 'conv-transpose', channels, kernel: 4, stride: 2 };
  };
  const shape = [edge, edge, spec.width * 2 ** (doublings - 1)];
  const layers: NamedLayer[] = [
    dense('generator.project', volume(shape)),
    one('', { kind: 'reshape', shape }),
    ...norm('generator.project', spec.norm),
    activation('relu'),
  ];
  for (let stage = 1; stage < doublings; stage += 1) {
    const name = `generator.up${String(stage)}`;
    layers.push(one(name, up(stage)), ...norm(name, spec.norm), activation('relu'));
  }
  // No norm at the output layer (DCGAN, arXiv:1511.06434, section 3).
  return [...layers, one(`generator.up${String(doublings)}`, up(doublings)), activation('tanh')];
}

function dcganCritic(spec: DcganSpec, { sample }: NetworkSides): readonly NamedLayer[] {
  const { doublings } = baseOf('DCGAN', sample);
  const layers: NamedLayer[] = [];
  for (let stage = 1; stage <= doublings; stage += 1) {
    const name = `critic.down${String(stage)}`;
    const channels = spec.width * 2 ** (stage - 1);
    layers.push(one(name, { kind: 'conv', channels, kernel: 4, stride: 2 }));
    // No norm at the input layer (DCGAN, arXiv:1511.06434, section 3).
    layers.push(...norm(name, stage === 1 ? 'none' : spec.norm), activation('leaky-relu'));
  }
  return [...layers, one('', { kind: 'flatten' }), dense('critic.score', 1)];
}

/** z -> projected to the smallest map -> doubled by residual blocks -> 3 x 3 convolution -> tanh (arXiv:1704.00028, appendix). */
function resnetGenerator({ width, norm: kind }: ResnetSpec, { sample }: NetworkSides): readonly NamedLayer[] {
  const { edge, doublings } = baseOf('ResNet', sample);
  const shape = [edge, edge, width];
  const blocks = Array.from({ length: doublings }, (_, at) =>
    one(`generator.block${String(at + 1)}`, {
      ...{ kind: 'residual', channels: width, sample: 'up', norm: kind, preactivation: true },
    }),
  );
  return [
    dense('generator.project', volume(shape)),
    one('', { kind: 'reshape', shape }),
    ...blocks,
    ...norm('generator.blocks', kind),
    activation('relu'),
    one('generator.image', { kind: 'conv', channels: sample[2] ?? 0, kernel: 3, stride: 1 }),
    activation('tanh'),
  ];
}

/** Halved by residual blocks to 7 or 8 pixels, two more blocks, ReLU -> mean of each channel -> one number. */
function resnetCritic({ width, norm: kind }: ResnetSpec, { sample }: NetworkSides): readonly NamedLayer[] {
  const { edge, doublings } = baseOf('ResNet', sample);
  const halvings = edge === 4 ? doublings - 1 : doublings;
  const blocks = Array.from({ length: halvings + 2 }, (_, at): NamedLayer => {
    const sized = { kind: 'residual', channels: width, sample: at < halvings ? 'down' : 'none' } as const;
    // The first block sees the image itself: no norm and no activation before it, no norm within.
    return one(`critic.block${String(at + 1)}`, {
      ...sized,
      ...(at === 0 ? { norm: 'none', preactivation: false } : { norm: kind, preactivation: true }),
    });
  });
  return [...blocks, activation('relu'), one('', { kind: 'global-mean-pool' }), dense('critic.score', 1)];
}

/**
 * The layers of a network from its input to its output, with the names of their parameters. Throws a RangeError where
 * a DCGAN or a ResNet has no form for the samples; validateSpec says so first.
 */
export function layersOf(network: NetworkSpec, role: Role, sides: NetworkSides): readonly NamedLayer[] {
  switch (network.kind) {
    case 'mlp':
      return mlp(network, role, sides);
    case 'dcgan':
      return role === 'generator' ? dcganGenerator(network, sides) : dcganCritic(network, sides);
    case 'resnet':
      return role === 'generator' ? resnetGenerator(network, sides) : resnetCritic(network, sides);
    case 'layers':
      return network.layers.map((layer, at) => one(`${role}.layer${String(at + 1)}`, layer));
  }
}

/** The same network as a list of layers that can be edited. Throws as layersOf does. */
export function asLayers(network: NetworkSpec, role: Role, sides: NetworkSides): LayersSpec {
  if (network.kind === 'layers') return network;
  const layers = layersOf(network, role, sides).map(({ layer }) => layer);
  const { init, spectral } = network;
  return { kind: 'layers', layers, init, ...(spectral === undefined ? {} : { spectral }) };
}

/** The norms that a network has, each once. */
export function normsOf(network: NetworkSpec): readonly Exclude<NormKind, 'none'>[] {
  const kinds =
    network.kind === 'layers'
      ? network.layers.flatMap((layer) => ('norm' in layer ? [layer.norm] : []))
      : [network.norm];
  return [...new Set(kinds.filter((kind) => kind !== 'none'))];
}

/** Where a network's norm is set. */
export function normPath(network: NetworkSpec, role: Role): string {
  return `${role}.${network.kind === 'layers' ? 'layers' : 'norm'}`;
}
