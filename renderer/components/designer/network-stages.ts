// The networks as people draw them: what flows between the layers, and one stage for each layer that has weights
// together with the norm and the activation that follow it.

import type { DescribedLayer } from '../../../core/spec/shapes.ts';

export interface Stage {
  /** "conv 4x4 / 2, 32 channels" */
  readonly label: string;
  /** "batch norm, ReLU" */
  readonly after: string;
  /** What comes out of it. */
  readonly shape: readonly number[];
  readonly parameters: number;
}

/** Layers that belong to the stage before them. */
const followers: ReadonlySet<DescribedLayer['kind']> = new Set(['norm', 'activation', 'reshape']);

export function stagesOf(layers: readonly DescribedLayer[]): readonly Stage[] {
  const stages: Stage[] = [];
  let flat: DescribedLayer | null = null;
  for (const layer of layers) {
    const last = stages.at(-1);
    if (!followers.has(layer.kind) || (last === undefined && layer.kind !== 'reshape')) {
      const label = flat === null ? layer.label : `${flat.label}, ${layer.label}`;
      stages.push({ label, after: '', shape: layer.out, parameters: layer.parameters });
      flat = null;
    } else if (layer.kind === 'reshape' && layer.label === 'flatten') {
      flat = layer;
    } else if (last !== undefined) {
      const after =
        layer.kind === 'reshape'
          ? last.after
          : [last.after, layer.label].filter((word) => word !== '').join(', ');
      stages[stages.length - 1] = {
        ...last,
        after,
        shape: layer.out,
        parameters: last.parameters + layer.parameters,
      };
    }
  }
  return stages;
}

/** 28 × 28 × 1, or the length of a vector. */
export function shapeText(shape: readonly number[]): string {
  return shape.join(' × ');
}

/** Sizes of a drawing in pixels: the front of a stack of feature maps and how deep it is, or a column of numbers. */
export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/** In proportion: areas by the edges of images, depth by the logarithm of channels, columns by that of their length. */
export function drawn(shape: readonly number[]): Drawn {
  const [height, width, channels] = shape;
  if (shape.length !== 3) return { width: 11, height: 8 + 5 * Math.log2(Math.max(1, height)), depth: 0 };
  const edge = (pixels: number): number => 8 + 6.4 * Math.sqrt(pixels);
  return { width: edge(width), height: edge(height), depth: 2 + 1.7 * Math.log2(channels) };
}
