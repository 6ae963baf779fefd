// What each field of a run specification is called, what it means, and in which steps people change it.
// What a field must be is run-schema.ts; what a paper says to use is recipes.ts.

export interface FieldFacts {
  /** In its section, as in "Learning rate". */
  readonly title: string;
  /** In a sentence where the title alone would not say which, as in "learning rate of the critic". */
  readonly name?: string;
  /** For somebody who has not read the papers: what it does and what happens when it is changed. */
  readonly meaning: string;
  readonly unit?: string;
  /** How an arrow key changes a number: by adding, by a factor, or to the next number of one digit and zeros. */
  readonly step?: Step;
  /** What its words stand for, where they are not plain themselves. */
  readonly choices?: Readonly<Record<string, string>>;
}

export type Step =
  | { readonly kind: 'add'; readonly by: number }
  | { readonly kind: 'times'; readonly by: number }
  | { readonly kind: 'digit' };

const add = (by: number): Step => ({ kind: 'add', by });
const double: Step = { kind: 'times', by: 2 };
const digit: Step = { kind: 'digit' };

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

function optimizerFacts(network: Network): Readonly<Record<string, FieldFacts>> {
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

/** By path; sections (`critic`) are not fields and have no entry. */
export const fieldFacts: Readonly<Record<string, FieldFacts>> = {
  format: {
    title: 'Format',
    meaning: 'Version of the format that a specification is written in.',
  },
  name: {
    title: 'Name',
    meaning: 'What the run is called in lists. It decides nothing.',
  },
  'data.kind': {
    title: 'Data set',
    meaning:
      'What the generator learns to imitate. Points in the plane train in seconds and their true distance can be computed; images take minutes to days.',
    choices: {
      'fashion-mnist': 'Fashion-MNIST',
      idx: 'IDX file of images',
      '8gaussians': '8 Gaussians',
      '25gaussians': '25 Gaussians',
      swissroll: 'Swiss roll',
      ring: 'Ring of 8, PacGAN',
      grid: 'Grid of 25, PacGAN',
      csv: 'CSV file of points',
      drawn: 'Drawn by hand',
      npy: 'NumPy array',
      folder: 'Folder of images',
      cifar: 'CIFAR, binary files',
      download: 'MNIST, KMNIST, CIFAR-10',
      stacked: 'Stacked digits, IDX file',
      'stacked-known': 'Stacked digits, known set',
    },
  },
  'data.size': {
    title: 'Image size',
    meaning:
      'Edge of an image. Images of 28 pixels get a border of two for 32; everything else is resized. 64 needs about five times the work of 28.',
    unit: 'pixels',
  },
  'data.channels': {
    title: 'Channels',
    meaning:
      'Grey, or three channels: colour where the data have it, and otherwise the grey value repeated, as the classic DCGAN works on it.',
    choices: { '1': '1, grey', '3': '3, colour' },
  },
  'data.images': {
    title: 'Image file',
    meaning:
      'Path, on the machine that trains, of an IDX file of images: unsigned bytes with three dimensions, plain or gzip, such as MNIST’s train-images-idx3-ubyte.gz.',
  },
  'data.labels': {
    title: 'Label file',
    meaning:
      'Path of the IDX file of labels that belongs to the images. May be left empty: training needs none.',
  },
  'data.heldOut': {
    title: 'Held out',
    meaning:
      'How many samples are kept out of training, to measure distances against: the last ones of an IDX file, of other files a fixed pick from all over.',
    unit: 'samples',
    step: digit,
  },
  'data.path': {
    title: 'Path',
    name: 'the path',
    meaning:
      'Where the data are on the machine that trains. Relative paths count from the folder that the program was started in.',
  },
  'data.entry': {
    title: 'Array',
    name: 'array in the file',
    meaning:
      'The name of the array inside an .npz file. May be left empty where the file has only one that fits.',
  },
  'data.fit': {
    title: 'Fit',
    meaning:
      'What becomes of pictures that are not square: their middle is cut out, they are put on black, or they are stretched.',
    choices: { crop: 'Crop', pad: 'Pad', stretch: 'Stretch' },
  },
  'data.classes': {
    title: 'Classes',
    meaning: 'CIFAR-10 has 10 classes and CIFAR-100 has 100; they have files of their own.',
  },
  'data.name': {
    title: 'Known data set',
    meaning:
      'Fetched once, with critic data download or the button beside the preview, and used without a connection from then on.',
    choices: { mnist: 'MNIST', kmnist: 'KMNIST', cifar10: 'CIFAR-10' },
  },
  'data.set': {
    title: 'Stacked set',
    name: 'set of digits',
    meaning:
      'Ten classes, of which three are drawn at random as the channels of one image. Fashion-MNIST comes with the program; the others are fetched once, with critic data download.',
    choices: { 'fashion-mnist': 'Fashion-MNIST', mnist: 'MNIST', kmnist: 'KMNIST' },
  },
  'data.points': {
    title: 'Points',
    name: 'drawn points',
    meaning:
      'The points, drawn with the mouse or typed as pairs x y. Samples are these points in equal shares, each moved by a little noise.',
  },
  'data.spread': {
    title: 'Spread',
    name: 'spread of the points',
    meaning:
      'Standard deviation of the noise around each drawn point. With 0 the data are the points themselves and nothing between them.',
    step: double,
  },
  'latent.size': {
    title: 'Size of z',
    meaning: 'How many random numbers the generator makes one sample from.',
    unit: 'numbers',
    step: double,
  },
  'latent.distribution': {
    title: 'Distribution of z',
    meaning: 'What each of those numbers is drawn from.',
    choices: { normal: 'Normal, N(0, 1)', uniform: 'Uniform, −1 to 1' },
  },
  ...networkFacts('generator'),
  ...networkFacts('critic'),
  'critic.spectral': {
    title: 'Spectral norm',
    name: 'spectral norm of the critic',
    meaning:
      'Divides every kernel of the critic by its largest singular value, which one power iteration in each critic update keeps track of, so that no layer stretches its input (Miyato and others, arXiv:1802.05957). It bounds the slope without a penalty and without clipping.',
    choices: { true: 'On', false: 'Off' },
  },
  'objective.kind': {
    title: 'Objective',
    meaning: 'What the two networks minimise: the recipe that is chosen on the left.',
  },
  'objective.nCritic': {
    title: 'Critic updates',
    name: 'critic updates per generator update',
    meaning:
      'Updates of the critic (or discriminator) before each update of the generator. A Wasserstein critic should be near its best, so the papers take 5; a discriminator gets 1.',
    unit: 'per iteration',
    step: add(1),
  },
  'objective.clip': {
    title: 'Clip c',
    name: 'clip c',
    meaning:
      'After each critic update every weight is cut to [−c, c], which bounds the critic’s slope. Large, and the critic takes long to train; small, and gradients vanish.',
    step: double,
  },
  'objective.lambda': {
    title: 'Penalty λ',
    name: 'penalty λ',
    meaning:
      'Weight of the gradient penalty in the critic’s loss. Small values let the critic be steeper than it should, large ones drown what it is to learn.',
    step: double,
  },
  'objective.k': {
    title: 'Target norm k',
    name: 'target norm k',
    meaning: 'The gradient norm that DRAGAN’s penalty pulls towards.',
    step: add(0.1),
  },
  'objective.noise': {
    title: 'Noise',
    name: 'noise of the penalty',
    meaning: 'How far around the real samples DRAGAN’s penalty is taken.',
    unit: 'standard deviations',
    step: add(0.1),
  },
  'penalty.kind': {
    title: 'Penalty',
    name: 'added penalty',
    meaning:
      'A term on the slope of the critic, for objectives that have none of their own. WGAN-GP pulls it to 1 between real and generated samples, WGAN-LP only down to 1, DRAGAN to k around real ones; R1 pulls it to 0 on real samples, which steadies a GAN near its end.',
    choices: {
      none: 'None',
      gp: 'Gradient penalty, as WGAN-GP',
      lp: 'One-sided, as WGAN-LP',
      dragan: 'Around real data, as DRAGAN',
      r1: 'R1, on real data',
    },
  },
  'penalty.lambda': {
    title: 'Weight λ',
    name: 'weight λ of the added penalty',
    meaning: 'Weight of the added penalty in the critic’s loss. 0 costs time and changes nothing.',
    step: double,
  },
  'penalty.k': {
    title: 'Target norm k of the penalty',
    name: 'target norm k of the added penalty',
    meaning: 'The gradient norm that the added penalty pulls towards.',
    step: add(0.1),
  },
  'penalty.noise': {
    title: 'Noise of the penalty',
    name: 'noise of the added penalty',
    meaning: 'How far around the real samples the added penalty is taken.',
    unit: 'standard deviations',
    step: add(0.1),
  },
  'penalty.gamma': {
    title: 'Weight γ',
    name: 'weight γ of the added penalty',
    meaning:
      'Weight of R1: half of it multiplies the mean squared gradient on real samples. The paper takes 10 (arXiv:1801.04406).',
    step: double,
  },
  'warmup.criticSteps': {
    title: 'Warm-up',
    name: 'warm-up',
    meaning:
      'Critic updates instead of the usual number while the critic warms up. The released WGAN code takes 100, the paper has none; 0 switches it off.',
    unit: 'critic updates',
    step: add(10),
  },
  'warmup.iterations': {
    title: 'Warm-up length',
    name: 'length of the warm-up',
    meaning: 'How many iterations at the start are warm-up: 25 in the released WGAN code.',
    unit: 'iterations',
    step: add(5),
  },
  'warmup.every': {
    title: 'Warm-up again',
    name: 'interval of the warm-up',
    meaning:
      'The critic is warmed up again at every multiple of this: 500 in the released WGAN code. 0 is never.',
    unit: 'iterations',
    step: digit,
  },
  ...optimizerFacts('generator'),
  ...optimizerFacts('critic'),
  'ema.decay': {
    title: 'Weight averaging',
    name: 'decay of the averaged generator',
    meaning:
      'A second generator whose weights are a moving average of the trained one’s, with samples and distances of its own. 0.999 averages over about the last thousand iterations; 0 switches it off. Training is not changed by it (arXiv:1806.04498).',
    step: add(0.01),
  },
  iterations: {
    title: 'Iterations',
    meaning: 'Generator updates after which the run is complete. It can be stopped before and resumed.',
    unit: 'generator updates',
    step: digit,
  },
  batch: {
    title: 'Batch size',
    meaning:
      'Samples per update, real and generated each. Larger batches give steadier gradients and take longer.',
    unit: 'samples',
    step: double,
  },
  'evaluate.every': {
    title: 'Measure every',
    name: 'interval of the measurements',
    meaning:
      'How often distances to held-out samples are computed. They cost time but do not change the run.',
    unit: 'iterations',
    step: digit,
  },
  'evaluate.samples': {
    title: 'Measure on',
    name: 'samples of a measurement',
    meaning: 'How many generated and how many held-out samples are compared. More give steadier numbers.',
    unit: 'samples',
    step: digit,
  },
  'grid.columns': {
    title: 'Grid columns',
    meaning: 'Samples side by side in the grid that is saved. All grids of a run come from the same noise.',
    step: double,
  },
  'grid.rows': {
    title: 'Grid rows',
    meaning: 'Samples below each other in the grid that is saved.',
    step: double,
  },
  'grid.every': {
    title: 'Save a grid every',
    name: 'interval of the grids',
    meaning: 'A grid is saved at 0, 1, 2, 5, 10, 20, 50, … and from this number on at each multiple of it.',
    unit: 'iterations',
    step: digit,
  },
  'grid.fresh': {
    title: 'Fresh noise as well',
    name: 'grids from fresh noise',
    meaning:
      'Saves a second grid each time, from noise that is drawn anew: it shows more of what the generator can do, and whether the fixed tiles are a lucky choice. Training does not change; the grids take twice the disk.',
    choices: { true: 'On', false: 'Off' },
  },
  'checkpoint.every': {
    title: 'Checkpoint every',
    name: 'interval of the checkpoints',
    meaning:
      'How often everything is saved that is needed to go on after a crash. One is also written at the end and when a run is stopped.',
    unit: 'iterations',
    step: digit,
  },
  seed: {
    title: 'Seed',
    meaning:
      'Decides everything that is random: initial weights, order of the data, noise. The same seed gives the same run on the same engine of the processor.',
  },
};

/** What a field is called where its section is not seen: "learning rate of the critic". */
export function fieldName(path: string): string {
  if (!Object.hasOwn(fieldFacts, path)) return path;
  const { name, title } = fieldFacts[path];
  return name ?? title.charAt(0).toLowerCase() + title.slice(1);
}

/** A sentence of validateSpec or parseSpec with the paths of fields replaced by their names. */
export function inFieldNames(sentence: string): string {
  const named = sentence.replace(/^[a-zA-Z]+(?=\s)|[a-z][a-zA-Z]*(?:\.[a-z][a-zA-Z0-9]*)+/g, (path) =>
    Object.hasOwn(fieldFacts, path) ? fieldName(path) : path,
  );
  return named.charAt(0).toUpperCase() + named.slice(1);
}
