// A kernel turns one tfjs kernel call into nodes of the graph. Every file beside this one exports a table of them.

import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Graph, Value } from '../graph.ts';

/** How convolutions are written: for a processor as matrix products over gathered rows, for a GPU as they are. */
export type ConvolutionForm = 'gather' | 'native';

export interface KernelContext {
  readonly graph: Graph;
  readonly convolutions: ConvolutionForm;
}

export type Kernel = (
  context: KernelContext,
  inputs: Readonly<Record<string, Value>>,
  attributes: NamedAttrMap,
) => Value;

export type KernelTable = Readonly<Record<string, Kernel>>;
