// The f-GAN family: any f-divergence as a game, by the bound of Nguyen, Wainwright and Jordan.

import type { GuidePage, Source } from '../page.ts';

const source = (where: string): Source => ({
  paper: 'Nowozin, Cseke and Tomioka 2016, f-GAN',
  arxiv: '1606.00709',
  where,
});

interface Member {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly divergence: string;
  readonly f: string;
  readonly activation: string;
  readonly conjugate: string;
  readonly meaning: string;
  readonly goesWrong: readonly string[];
}

const members: readonly Member[] = [
  {
    id: 'fgan-kl',
    title: 'f-GAN, KL',
    summary: 'KL(P‖Q), the divergence of maximum likelihood: it covers all modes.',
    divergence: String.raw`\int p \log \frac{p}{q}`,
    f: String.raw`u \log u`,
    activation: 'v',
    conjugate: String.raw`e^{t - 1}`,
    meaning:
      'KL(P‖Q) is infinite as soon as $q$ vanishes where $p$ does not: the generator is punished for every mode it misses and hardly for samples off the data.',
    goesWrong: [
      '$e^{v-1}$ grows fast: a critic that is far off gives a huge loss. A small learning rate helps.',
    ],
  },
  {
    id: 'fgan-reverse-kl',
    title: 'f-GAN, reverse KL',
    summary: 'KL(Q‖P): samples stay on the data, modes may be dropped.',
    divergence: String.raw`\int q \log \frac{q}{p}`,
    f: String.raw`-\log u`,
    activation: String.raw`-e^{-v}`,
    conjugate: String.raw`-1 - \log(-t)`,
    meaning:
      'KL(Q‖P) punishes every sample where $p$ is small, and says nothing of modes that no sample comes near.',
    goesWrong: [
      'Mode collapse: the generator may settle on one mode at a cost of no more than the log of its share.',
      '$e^{-v}$ explodes where the critic is sure that samples are generated, and the run diverges. A penalty such as R1 keeps the critic from it, as in the preset.',
    ],
  },
  {
    id: 'fgan-pearson',
    title: 'f-GAN, Pearson χ²',
    summary: 'Pearson’s χ², a square in place of a logarithm.',
    divergence: String.raw`\int \frac{(p - q)^2}{q}`,
    f: String.raw`(u - 1)^2`,
    activation: 'v',
    conjugate: String.raw`\tfrac14 t^2 + t`,
    meaning:
      'The square punishes places where $p$ is many times $q$ harder than KL does. (With $p$ in the denominator it would be Neyman’s.)',
    goesWrong: ['Infinite even for two normals when $q$ is too narrow: $\\sigma_q^2 \\le \\sigma_p^2 / 2$.'],
  },
  {
    id: 'fgan-hellinger',
    title: 'f-GAN, squared Hellinger',
    summary: 'Squared Hellinger distance: bounded, and alike in both directions.',
    divergence: String.raw`\int \left(\sqrt{p} - \sqrt{q}\right)^2`,
    f: String.raw`\left(\sqrt{u} - 1\right)^2`,
    activation: String.raw`1 - e^{-v}`,
    conjugate: String.raw`\frac{t}{1 - t}`,
    meaning: 'At most 2, reached when the laws do not overlap: as with JS there is no slope from there.',
    goesWrong: [
      'Without overlap the value is 2 and its slope 0.',
      '$e^{-v}$ grows fast where the critic is sure: without a penalty such as R1, which the preset has, the bound climbs towards 2 and samples stay on a few modes.',
    ],
  },
  {
    id: 'fgan-js',
    title: 'f-GAN, Jensen-Shannon',
    summary: 'The divergence of the original GAN, written as an f-divergence.',
    divergence: String.raw`\int p \log \frac{2p}{p + q} + q \log \frac{2q}{p + q}`,
    f: String.raw`-(u + 1) \log \frac{1 + u}{2} + u \log u`,
    activation: String.raw`\log 2 - \log(1 + e^{-v})`,
    conjugate: String.raw`-\log(2 - e^{t})`,
    meaning:
      'With this $f$ the divergence is twice JS as it is usually defined, and the game is that of the minimax GAN with its value raised by $2 \\log 2$. The divergence bound in the charts is of JS as usual, half of it: at most $\\log 2$.',
    goesWrong: ['As for the minimax GAN: without overlap the value is $2 \\log 2$ and its slope 0.'],
  },
];

export const fGans: readonly GuidePage[] = members.map(
  ({ id, title, summary, divergence, f, activation, conjugate, meaning, goesWrong }) => ({
    id,
    title,
    summary,
    paragraphs: [
      'Every f-divergence has a lower bound that holds for any function $T$, and is tight for the best one. A critic $V$ with an output activation $g$ plays $T = g(V)$ and raises the bound.',
      'The generator does not lower the bound itself, whose slope vanishes where the critic is sure of a sample. As the paper advises, it raises what the critic says of its samples, like the generator of the non-saturating GAN.',
      meaning,
    ],
    formulas: [
      {
        tex: String.raw`D_f(P \| Q) = \int q\, f\!\left(\frac{p}{q}\right) = ${divergence}, \qquad f(u) = ${f}`,
        caption: 'The divergence, table 1. P are the data, Q the samples.',
      },
      {
        tex: String.raw`D_f(P \| Q) \ge \mathbb{E}_{x} T(x) - \mathbb{E}_{z} f^*\!\left(T(G(z))\right)`,
        caption: 'The bound, for any T.',
      },
      {
        tex: String.raw`T = g(V), \quad g(v) = ${activation}, \qquad f^*(t) = ${conjugate}`,
        caption: 'Activation and conjugate, table 2.',
      },
      {
        tex: String.raw`L_G = -\mathbb{E}_{z}\, T(G(z))`,
        caption: 'What the generator minimises, section 3.2.',
      },
    ],
    watch: [
      'The divergence bound: what the critic reaches, an estimate from below and no better than the critic. Below 0 the critic is worse than one that says the same of everything.',
      'Exact or sliced Wasserstein beside it, which know of distance.',
    ],
    goesWrong: [
      ...goesWrong,
      'Real and generated data on thin sets do not overlap, and no f-divergence says how far apart they are.',
    ],
    sources: [source('section 2, tables 1 and 2; section 3.2')],
    related: ['vanishing-gradients', 'mode-collapse', id === 'fgan-js' ? 'gan-minimax' : 'fgan-js'],
  }),
);
