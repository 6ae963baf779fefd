// The fields of the generator and of the critic.

import { add, double, type FieldFacts } from './facts.ts';

const initChoices = { he: 'He, N(0, 2 / fan in)', dcgan: 'DCGAN, N(0, 0.02)' };

type Network = 'generator' | 'critic';

function networkFacts(network: Network): Readonly<Record<string, FieldFacts>> {
  const of = `of the ${network}`;
  const isCritic = network === 'critic';
  return {
    [`${network}.kind`]: {
      title: 'Architecture',
      name: `architecture ${of}`,
      meaning: isCritic
        ? 'DCGAN judges images by convolutions that halve them step by step; a fully connected network takes any sample as a list of numbers and is the one for points in the plane. ResNet is the residual network of the WGAN-GP paper; layers of one’s own are a list that is edited layer by layer.'
        : 'DCGAN draws images by transposed convolutions that double their size step by step; a fully connected network makes any sample from a list of numbers and is the one for points in the plane. ResNet is the residual network of the WGAN-GP paper; layers of one’s own are a list that is edited layer by layer.',
      choices: {
        ...{ mlp: 'Fully connected', dcgan: 'DCGAN', resnet: 'ResNet', layers: 'Layers of one’s own' },
        ...(isCritic ? {} : { 'real-plus-noise': 'Fixed: real points + noise' }),
      },
    },
    ...(isCritic
      ? {}
      : {
          'generator.deviation': {
            title: 'Noise on real points',
            name: 'noise of the fixed generator',
            meaning:
              'The fixed generator does not learn: it gives real points with this much noise on them, so that the critic can be seen at its best against one that stands still (arXiv:1704.00028, figure 1).',
            step: add(0.1),
          },
        }),
    [`${network}.width`]: {
      title: 'Width',
      name: `width ${of}`,
      meaning:
        'Channels: of a DCGAN in the layer nearest the image, doubled by every halving of the image; of a ResNet in every block (128 in the paper). Twice the width is about four times the work and the parameters.',
      unit: 'channels',
      step: double,
    },
    [`${network}.hidden`]: {
      title: 'Hidden layers',
      name: `hidden layers ${of}`,
      meaning:
        'Widths of the hidden layers from first to last, separated by commas: 512, 512, 512 are three layers of 512. Left empty, the network is a single linear map.',
    },
    [`${network}.activation`]: {
      title: 'Activation',
      name: `activation ${of}`,
      meaning:
        'What follows each hidden layer. ReLU cuts off below 0; leaky ReLU keeps a slope of 0.2 there, so that no unit stops learning for good.',
      choices: { relu: 'ReLU', 'leaky-relu': 'Leaky ReLU 0.2' },
    },
    [`${network}.norm`]: {
      title: 'Normalisation',
      name: `normalisation ${of}`,
      meaning: isCritic
        ? 'Batch norm steadies a discriminator but mixes the samples of a batch, which a gradient penalty must not have; layer norm and instance norm look at each sample alone.'
        : 'Batch norm keeps the activations of a batch at a common scale. Without it a DCGAN generator often fails under the losses of a GAN, and still learns under those of a WGAN.',
      choices: { none: 'None', batch: 'Batch', layer: 'Layer', instance: 'Instance' },
    },
    [`${network}.layers`]: {
      title: 'Layers',
      name: `layers ${of}`,
      meaning:
        'The layers from the input to the output, edited in the panel of the networks. Each takes what the one before it gives.',
    },
    [`${network}.init`]: {
      title: 'Initial weights',
      name: `initial weights ${of}`,
      meaning:
        'How the weights are drawn before training. He scales them by the inputs of each layer (arXiv:1502.01852); DCGAN draws all of them from N(0, 0.02) (arXiv:1511.06434).',
      choices: initChoices,
    },
  };
}

export const networksFacts: Readonly<Record<string, FieldFacts>> = {
  ...networkFacts('generator'),
  ...networkFacts('critic'),
  'critic.spectral': {
    title: 'Spectral norm',
    name: 'spectral norm of the critic',
    meaning:
      'Divides every kernel of the critic by its largest singular value, which one power iteration in each critic update keeps track of, so that no layer stretches its input (Miyato and others, arXiv:1802.05957). It bounds the slope without a penalty and without clipping.',
    choices: { true: 'On', false: 'Off' },
  },
};
