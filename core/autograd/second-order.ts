// Repairs of tfjs's gradients, so that a gradient may itself be differentiated (gradient penalties need that).
//
// tfjs 4.22 returns wrong second derivatives, without an error, for kernels whose gradient saves the
// kernel's output: the saved tensor is not linked to the outer tape (tensorflow/tfjs issue 3252). Each
// replacement below works from the saved input and recomputes the output; a compiling executor merges the
// recomputation with the original. Predicates have no gradient in tfjs at all, which makes every second
// derivative through them throw; their derivative is zero wherever it exists.

// tfjs-core leaves its gradients out unless they are asked for.
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';

/** A gradient of a one-input kernel, from that input. */
function fromInput(
  kernelName: string,
  gradient: (dy: Tensor, x: Tensor, attrs: NamedAttrMap) => Tensor,
): GradConfig {
  return {
    kernelName,
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => ({ x: () => gradient(dy as Tensor, saved[0], attrs) }),
  };
}

const one = (): Tensor => tf.scalar(1);

/**
 * The gradient of a kernel that takes the value of a or of b; `takesB` is 1 where it takes b's, 0 elsewhere (where
 * they are equal, too, as in tfjs).
 */
function ofChoice(kernelName: string, takesB: (a: Tensor, b: Tensor) => Tensor): GradConfig {
  return {
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [Tensor, Tensor];
      const toB = (): Tensor => tf.mul(dy as Tensor, takesB(a, b));
      return {
        a: () => summedTo(tf.sub(dy as Tensor, toB()), a.shape),
        b: () => summedTo(toB(), b.shape),
      };
    },
  };
}

/** Sums over the axes along which an operand of `shape` was broadcast. */
function summedTo(gradient: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length === 0 ? gradient : tf.sum(gradient, axes), shape);
}

const repaired: readonly GradConfig[] = [
  // d tanh(x) = 1 - tanh(x)^2
  fromInput(tf.Tanh, (dy, x) => tf.mul(dy, tf.sub(one(), tf.square(tf.tanh(x))))),
  // d sigmoid(x) = sigmoid(x) (1 - sigmoid(x))
  fromInput(tf.Sigmoid, (dy, x) => {
    const y = tf.sigmoid(x);
    return tf.mul(dy, tf.mul(y, tf.sub(one(), y)));
  }),
  // d exp(x) = exp(x)
  fromInput(tf.Exp, (dy, x) => tf.mul(dy, tf.exp(x))),
  // tfjs selects with a predicate, which has no gradient. Its step(x, alpha) is 1 above 0 and alpha elsewhere:
  // exactly the slope, and with a gradient of zero of its own.
  fromInput(tf.LeakyRelu, (dy, x, attrs) => tf.mul(dy, tf.step(x, attrs['alpha'] as number))),
  // The same for what tfjs selects with comparisons: inside the bounds 1, and the larger (smaller) operand takes all.
  fromInput(tf.ClipByValue, (dy, x, attrs) => {
    const below = tf.step(tf.sub(attrs['clipValueMin'] as number, x));
    const above = tf.step(tf.sub(x, attrs['clipValueMax'] as number));
    return tf.mul(dy, tf.mul(tf.sub(one(), below), tf.sub(one(), above)));
  }),
  ofChoice(tf.Maximum, (a, b) => tf.step(tf.sub(b, a))),
  ofChoice(tf.Minimum, (a, b) => tf.step(tf.sub(a, b))),
  // d x^(-1/2) = -x^(-1/2) / (2 x), where tfjs takes a power.
  fromInput(tf.Rsqrt, (dy, x) => tf.mul(dy, tf.div(tf.rsqrt(x), tf.mul(x, -2)))),
  // Slices, where tfjs splits.
  {
    kernelName: tf.Concat,
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const axis = tf.util.parseAxisParam(attrs['axis'] as number, saved[0].shape)[0];
      let from = 0;
      const parts = saved.map(({ shape }) => {
        const begin = shape.map((_size, at) => (at === axis ? from : 0));
        from += shape[axis];
        return () => tf.slice(dy as Tensor, begin, shape);
      });
      // An operation over a list of tensors names them by their places.
      return Object.fromEntries(parts.entries());
    },
  },
];

const predicates = [tf.Greater, tf.GreaterEqual, tf.Less, tf.LessEqual, tf.Equal, tf.NotEqual];

/** The gradient of a predicate: zero for both operands, as floats because tfjs does not differentiate booleans. */
function ofPredicate(kernelName: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (_dy, saved) => {
      const [a, b] = saved as [Tensor, Tensor];
      return { a: () => tf.zeros(a.shape), b: () => tf.zeros(b.shape) };
    },
  };
}

/** tfjs's own type leaves out that there may be none. */
const gradientOf = (kernelName: string): GradConfig | undefined => tf.getGradient(kernelName);

let installed = false;

/**
 * Installs the repaired gradients; further calls do nothing.
 *
 * @throws Error if tfjs's own gradients are missing, which happens when tfjs-core is loaded as its
 * CommonJS file instead of being bundled from its modules.
 */
export function installGradients(): void {
  if (installed) return;
  if (gradientOf(tf.Sum) === undefined) {
    throw new Error('tfjs-core was loaded without its gradients: bundle it from its ES modules.');
  }
  for (const config of [...repaired, ...predicates.map(ofPredicate)]) {
    if (gradientOf(config.kernelName) !== undefined) tf.unregisterGradient(config.kernelName);
    tf.registerGradient(config);
  }
  installed = true;
}
