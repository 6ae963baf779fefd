// The fields of both networks' optimizers.

import { add, double, type FieldFacts } from './facts.ts';

function optimizerFacts(network: 'generator' | 'critic'): Readonly<Record<string, FieldFacts>> {
  const of = `of the ${network}'s optimizer`;
  const at = `optimizer.${network}`;
  return {
    [`${at}.kind`]: {
      title: 'Method',
      name: `optimizer of the ${network}`,
      meaning:
        'How gradients become changes of weights. Adam carries momentum and scales every weight by itself; RMSProp only scales; plain gradient descent does neither.',
      choices: { sgd: 'Gradient descent', momentum: 'With momentum', rmsprop: 'RMSProp', adam: 'Adam' },
    },
    [`${at}.lr`]: {
      title: 'Learning rate',
      name: `learning rate of the ${network}`,
      meaning:
        'How far each update moves the weights. Too high and the two networks chase each other; too low and nothing happens. Scientific notation works: 5e-5.',
      step: double,
    },
    [`${at}.momentum`]: {
      title: 'Momentum',
      name: `momentum ${of}`,
      meaning: 'Share of the last movement that the next one keeps, from 0 up to 1.',
      step: add(0.1),
    },
    [`${at}.decay`]: {
      title: 'Decay',
      name: `decay ${of}`,
      meaning:
        'How slowly RMSProp forgets the size of past gradients: alpha in PyTorch (0.99), rho in TensorFlow (0.9).',
      step: add(0.01),
    },
    [`${at}.beta1`]: {
      title: 'Beta 1',
      name: `beta 1 ${of}`,
      meaning:
        'Adam’s momentum. The usual 0.9 makes two networks that play against each other oscillate; 0.5 or 0 steadies them.',
      step: add(0.1),
    },
    [`${at}.beta2`]: {
      title: 'Beta 2',
      name: `beta 2 ${of}`,
      meaning: 'How slowly Adam forgets the size of past gradients. 0.999 looks back further than 0.9.',
      step: add(0.01),
    },
    [`${at}.epsilon`]: {
      title: 'Epsilon',
      name: `epsilon ${of}`,
      meaning: 'Added where the method divides by the size of past gradients, so that it never divides by 0.',
      step: { kind: 'times', by: 10 },
    },
  };
}

export const optimizersFacts: Readonly<Record<string, FieldFacts>> = {
  ...optimizerFacts('generator'),
  ...optimizerFacts('critic'),
};
