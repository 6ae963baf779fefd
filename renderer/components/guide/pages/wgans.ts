// The objectives that estimate the earth mover's distance.

import type { GuidePage, Source } from '../page.ts';

const wgan = (where: string): Source => ({
  paper: 'Arjovsky, Chintala and Bottou 2017, Wasserstein GAN',
  arxiv: '1701.07875',
  where,
});
const gp = (where: string): Source => ({
  paper: 'Gulrajani and others 2017, Improved Training of Wasserstein GANs',
  arxiv: '1704.00028',
  where,
});

export const wgans: readonly GuidePage[] = [
  {
    id: 'wgan',
    title: 'WGAN',
    summary: 'A critic whose weights are clipped estimates the earth mover’s distance up to a scale.',
    paragraphs: [
      'The critic $f$ has no sigmoid and no logarithm. Among functions of bounded slope it looks for the one that tells real from generated samples best; the difference of its means is the earth mover’s distance, times the bound.',
      'After each update every weight is clipped to $[-c, c]$. This bounds the slope, by an amount that nobody knows: the scale of the estimate depends on $c$ and on the network.',
      'The critic should be trained near its optimum: five updates for each of the generator. The better it is, the better the gradient, which is the reverse of a GAN.',
    ],
    formulas: [
      {
        tex: String.raw`\max_{\lVert f \rVert_L \le K} \mathbb{E}_x f(x) - \mathbb{E}_z f(G(z)) = K \cdot W_1(p, q)`,
        caption: 'The critic, equations 2 and 3.',
      },
      {
        tex: String.raw`w \leftarrow \operatorname{clip}(w, -c, c)`,
        caption: 'After each update, Algorithm 1.',
      },
      { tex: String.raw`L_G = -\mathbb{E}_z f(G(z))`, caption: 'The generator.' },
    ],
    watch: [
      'The EM estimate: it falls as samples improve, on a scale of its own.',
      'Weights at ±c: a high share means that the critic is simpler than it could be.',
    ],
    goesWrong: [
      'Momentum: the gradient is not stationary and the critic’s loss oscillates. RMSProp or plain gradient descent.',
      'Clipping piles weights up at ±c: near-linear critics, vanishing or exploding gradients.',
    ],
    sources: [wgan('equations 2 and 3, Algorithm 1'), gp('section 3, on what clipping does')],
    related: ['earth-mover', 'wgan-gp', 'reading-losses'],
  },
  {
    id: 'wgan-gp',
    title: 'WGAN-GP',
    summary: 'A penalty on the critic’s gradient takes the place of clipping.',
    paragraphs: [
      'The best critic has a gradient of norm 1 almost everywhere on the lines along which earth is carried. So the critic pays for any other norm at random points $\\hat{x}$ on lines between real and generated samples.',
      'The penalty is taken per sample. Batch norm in the critic would mix samples and is left out.',
    ],
    formulas: [
      {
        tex: String.raw`L = \mathbb{E}_z f(G(z)) - \mathbb{E}_x f(x) + \lambda\, \mathbb{E}_{\hat{x}} \left( \lVert \nabla f(\hat{x}) \rVert_2 - 1 \right)^2`,
        caption: 'The critic, equation 3.',
      },
      {
        tex: String.raw`\hat{x} = \varepsilon x + (1 - \varepsilon)\, G(z), \quad \varepsilon \sim U[0, 1]`,
        caption: 'Where the gradient is taken, Algorithm 1.',
      },
    ],
    watch: [
      'Gradient norm: near 1 when the critic keeps its constraint.',
      'The EM estimate beside exact W₁: the penalty makes it too large, the more so the smaller $\\lambda$ is.',
    ],
    goesWrong: [
      'The first thousand iterations: the critic’s loss becomes large and negative, then rises towards 0. That is how it should be.',
      'Estimates of different $\\lambda$ cannot be compared.',
    ],
    sources: [gp('equation 3, Algorithm 1, proposition 1')],
    related: ['penalty-bias', 'wgan-lp', 'earth-mover'],
  },
  {
    id: 'wgan-lp',
    title: 'WGAN-LP',
    summary: 'A one-sided penalty: only a slope above 1 costs.',
    paragraphs: [
      'The theory asks for a slope of at most 1, not of exactly 1. Away from the lines of an optimal plan the best critic may well be flatter, and the two-sided penalty forbids it.',
      'With one side only, training depends less on $\\lambda$.',
    ],
    formulas: [
      {
        tex: String.raw`L = \mathbb{E}_z f(G(z)) - \mathbb{E}_x f(x) + \lambda\, \mathbb{E}_{\hat{x}} \max\left(0, \lVert \nabla f(\hat{x}) \rVert_2 - 1 \right)^2`,
        caption: 'The critic.',
      },
    ],
    watch: [
      'Gradient norm: at most about 1, and below it where no earth passes.',
      'The EM estimate: biased by $\\lambda$ as with WGAN-GP.',
    ],
    goesWrong: ['A critic that has not learned yet is flat and pays nothing: train it well at the start.'],
    sources: [
      {
        paper: 'Petzka, Fischer and Lukovnikov 2017, On the Regularization of Wasserstein GANs',
        arxiv: '1709.08894',
        where: 'the one-sided penalty',
      },
    ],
    related: ['wgan-gp', 'penalty-bias'],
  },
];
