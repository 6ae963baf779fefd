// About how much memory training a run takes, known before it starts.

import { dataCounts, isStreamed, sampleShape } from '../spec/data-facts.ts';
import { valuesMade } from '../spec/layer-costs.ts';
import type { OptimizerSpec, RunSpec } from '../spec/run-spec.ts';
import { describeSpec, parameterCount } from '../spec/shapes.ts';

const floatBytes = 4;
/** The process with its libraries and compiled steps. */
const processBytes = 200 * 2 ** 20;
/** Copies of a layer's output for the whole batch: forwards and backwards, and what products are made of. */
const outputCopies = 6;
/** Copies of a weight besides the optimizer's: itself, its gradient, and the ones a step reads and returns. */
const weightCopies = 3;

/**
 * Bytes, between half and twice of what was measured on processors (docs/performance.md): the process, the training
 * images as bytes, weights with gradients and optimizer slots, and the outputs of all layers for a batch, those inside
 * residual blocks too.
 */
export function estimateMemory(spec: RunSpec): number {
  const layers = describeSpec(spec);
  const weights = (['generator', 'critic'] as const).reduce(
    (sum, role) => sum + parameterCount(layers[role]) * (weightCopies + slots(spec.optimizer[role])),
    0,
  );
  const outputs = [...layers.generator, ...layers.critic].reduce((sum, layer) => sum + valuesMade(layer), 0);
  const samples =
    (isStreamed(spec.data) ? 0 : (dataCounts(spec.data).train ?? 60_000)) * volume(sampleShape(spec.data));
  return processBytes + samples + floatBytes * (weights + outputCopies * spec.batch * outputs);
}

/** Numbers that an optimizer keeps for each weight. */
function slots({ kind }: OptimizerSpec): number {
  switch (kind) {
    case 'sgd':
      return 0;
    case 'momentum':
    case 'rmsprop':
      return 1;
    case 'adam':
      return 2;
  }
}

function volume(shape: readonly number[]): number {
  return shape.reduce((product, edge) => product * edge, 1);
}
