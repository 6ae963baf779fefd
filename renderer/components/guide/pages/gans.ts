// The objectives that tell real from generated: minimax, non-saturating, least squares, hinge, DRAGAN.

import type { GuidePage, Source } from '../page.ts';

const goodfellow = (where: string): Source => ({
  paper: 'Goodfellow and others 2014, Generative Adversarial Nets',
  arxiv: '1406.2661',
  where,
});
const principled = (where: string): Source => ({
  paper: 'Arjovsky and Bottou 2017, Towards Principled Methods for Training GANs',
  arxiv: '1701.04862',
  where,
});

export const gans: readonly GuidePage[] = [
  {
    id: 'gan-minimax',
    title: 'GAN, minimax',
    summary: 'The game as Algorithm 1 prints it, with the generator’s gradient that vanishes.',
    paragraphs: [
      'The discriminator $D$ says how probable it is that a sample is real. Both networks play for one value $V$: $D$ makes it large, $G$ makes it small.',
      'For a fixed generator with density $q$ the best discriminator is $D^* = p / (p + q)$, and the value is then the Jensen-Shannon divergence, scaled and shifted. A generator that is trained against the best discriminator minimises JS.',
    ],
    formulas: [
      {
        tex: String.raw`\min_G \max_D V = \mathbb{E}_{x \sim p} \log D(x) + \mathbb{E}_{z} \log\left(1 - D(G(z))\right)`,
        caption: 'The game, equation 1.',
      },
      {
        tex: String.raw`\max_D V = -2 \log 2 + 2\, \mathrm{JS}(p, q)`,
        caption: 'What is left for the generator, theorem 1.',
      },
    ],
    watch: [
      'D(G(z)): near 0 the discriminator is sure, and $\\log(1 - D)$ is flat there.',
      'The JS lower bound: at $\\log 2 = 0.693$ it says only that the discriminator tells all samples apart.',
    ],
    goesWrong: [
      'The gradient vanishes: a good discriminator teaches nothing. The non-saturating GAN was proposed in the same paper for this reason.',
      'The loss rises or stays level while samples improve: it says who is winning.',
    ],
    sources: [goodfellow('equation 1, theorem 1, Algorithm 1')],
    related: ['gan', 'vanishing-gradients', 'reading-losses'],
  },
  {
    id: 'gan',
    title: 'GAN, non-saturating',
    summary: 'The generator minimises −log D(G(z)): a strong gradient while samples are bad.',
    paragraphs: [
      'The discriminator plays as in the minimax game. The generator maximises $\\log D(G(z))$ instead of minimising $\\log(1 - D(G(z)))$: the same fixed point, but a gradient that is strong where the discriminator is sure.',
      'At the best discriminator its gradient is that of $\\mathrm{KL}(q \\| p) - 2\\,\\mathrm{JS}(p, q)$: a reverse KL, which punishes samples off the data hard and dropped modes hardly, less a JS that pushes the laws apart.',
    ],
    formulas: [
      {
        tex: String.raw`L_D = -\mathbb{E}_{x} \log D(x) - \mathbb{E}_{z} \log\left(1 - D(G(z))\right)`,
        caption: 'Discriminator.',
      },
      { tex: String.raw`L_G = -\mathbb{E}_{z} \log D(G(z))`, caption: 'Generator, section 3.' },
    ],
    watch: [
      'D(x) and D(G(z)) together: both near a half is a draw; far apart the discriminator has won.',
      'Sliced or exact Wasserstein beside the losses: only the former say whether samples improve.',
    ],
    goesWrong: [
      'Against a discriminator that is nearly perfect the gradient is unstable: where its errors are taken as noise, it has infinite variance.',
      'Mode collapse: dropping a mode costs a reverse KL next to nothing.',
    ],
    sources: [goodfellow('section 3'), principled('theorems 2.5 and 2.6')],
    related: ['gan-minimax', 'mode-collapse', 'reading-losses'],
  },
  {
    id: 'lsgan',
    title: 'LSGAN',
    summary: 'Least squares instead of a logarithm: no flat place for samples far from the data.',
    paragraphs: [
      'The discriminator has no sigmoid. It is fitted by least squares to 1 on real samples and to 0 on generated ones; the generator wants to hear 1. A sample on the right side of the boundary, but far from it, still has an error and thus a gradient.',
      'With labels $b - c = 1$ and $b - a = 2$ the game minimises the Pearson $\\chi^2$ divergence between $p + q$ and $2q$. The labels 0, 1, 1 used here are the other choice of the paper.',
    ],
    formulas: [
      {
        tex: String.raw`L_D = \tfrac12 \mathbb{E}_x \left(f(x) - 1\right)^2 + \tfrac12 \mathbb{E}_z f(G(z))^2`,
        caption: 'Discriminator, equation 9.',
      },
      {
        tex: String.raw`L_G = \tfrac12 \mathbb{E}_z \left(f(G(z)) - 1\right)^2`,
        caption: 'Generator, equation 9.',
      },
    ],
    watch: [
      'A loss of 1/4 for the discriminator and 1/8 for the generator: it answers a half to all.',
      'The critic difference $\\mathbb{E} f(x) - \\mathbb{E} f(G(z))$. The best discriminator is $p / (p + q)$, for which it is half of $\\int (p - q)^2 / (p + q)$: 0 for equal laws and 1 without overlap, however far apart they are. It is no estimate of a distance.',
      'The variety of samples.',
    ],
    goesWrong: [
      'A discriminator that fits both labels exactly leaves the generator a gradient through its own slope only, which vanishes as well.',
      'Outputs are not bounded: a learning rate that is too high lets them run away.',
    ],
    sources: [
      {
        paper: 'Mao and others 2016, Least Squares GANs',
        arxiv: '1611.04076',
        where: 'equations 2, 8 and 9',
      },
    ],
    related: ['gan', 'fgan-pearson', 'vanishing-gradients'],
  },
  {
    id: 'hinge',
    title: 'Hinge GAN',
    summary: 'A discriminator with a margin, as in a support vector machine.',
    paragraphs: [
      'A real sample scored above 1 and a generated one scored below −1 cost nothing more, so the discriminator learns from those inside of the margin. The generator raises the score of its samples without any bound.',
    ],
    formulas: [
      {
        tex: String.raw`L_D = \mathbb{E}_x \max(0, 1 - f(x)) + \mathbb{E}_z \max(0, 1 + f(G(z)))`,
        caption: 'Discriminator.',
      },
      { tex: String.raw`L_G = -\mathbb{E}_z f(G(z))`, caption: 'Generator.' },
    ],
    watch: [
      'The critic’s loss: 2 when it cannot tell at all, 0 when all samples are outside of the margin.',
      'The critic difference $\\mathbb{E} f(x) - \\mathbb{E} f(G(z))$. The best critic that stays within $[-1, 1]$ is the sign of $p - q$, for which it is twice the total variation: 0 for equal laws and 2 without overlap. It is no estimate of the earth mover’s distance.',
      'A critic’s loss that stays at 0: every sample is outside of the margin, so the critic has stopped learning, while the generator still follows its slope.',
    ],
    goesWrong: [
      'Without a bound on its slope (spectral normalisation, or a penalty) the critic becomes arbitrarily steep.',
    ],
    sources: [
      { paper: 'Lim and Ye 2017, Geometric GAN', arxiv: '1705.02894', where: 'section 3' },
      { paper: 'Zhang and others 2018, Self-Attention GANs', arxiv: '1805.08318', where: 'equation 4' },
    ],
    related: ['wgan', 'reading-losses'],
  },
  {
    id: 'dragan',
    title: 'DRAGAN',
    summary: 'The GAN of 2014 with a penalty on the slope around real data.',
    paragraphs: [
      'The discriminator pays where its slope differs from $k$ at noisy copies of real samples. Sharp slopes around the data go with mode collapse; the penalty smooths them. The slope is that of the logit, which does not flatten out where the discriminator is sure.',
      'In contrast to WGAN-GP no point between real and generated samples is looked at, and the objective remains that of a GAN: there is no estimate of a distance.',
    ],
    formulas: [
      {
        tex: String.raw`\lambda\, \mathbb{E}_{x,\, \delta} \left( \lVert \nabla_{x}\, a(x + \delta) \rVert_2 - k \right)^2`,
        caption: 'The penalty, added to the discriminator’s loss; a is the logit.',
      },
    ],
    watch: [
      'The gradient norm: near $k$ around the data.',
      'Modes captured, beside the same run without the penalty.',
    ],
    goesWrong: ['Noise that is too wide smooths across modes; noise that is too narrow does nothing.'],
    sources: [
      {
        paper: 'Kodali and others 2017, On Convergence and Stability of GANs',
        arxiv: '1705.07215',
        where: 'section 2',
      },
    ],
    related: ['gan', 'mode-collapse', 'wgan-gp'],
  },
];
