// Pages that are not of one objective.

import type { GuidePage } from '../page.ts';

export const ideas: readonly GuidePage[] = [
  {
    id: 'earth-mover',
    title: 'The earth mover’s distance',
    summary: 'The least work that turns one law into the other, and the function that proves it.',
    paragraphs: [
      'Take $p$ as heaps of earth and $q$ as the holes they are to fill. A plan $\\gamma(x, y)$ says how much goes from $x$ to $y$; what leaves $x$ sums to $p(x)$, what arrives at $y$ sums to $q(y)$. The work is mass times distance, and $W_1$ is the least work of any plan.',
      'The other side of it: a function $f$ of slope at most 1 gains at most the distance on each load, so $\\mathbb{E}_p f - \\mathbb{E}_q f$ is never more than the work of any plan. The best $f$ reaches it (Kantorovich and Rubinstein). A WGAN’s critic is such an $f$.',
      'On the line the best plan keeps the order, and $W_1$ is the area between the distribution functions. The lab shows plan, cost and $f$ for bars that can be dragged.',
    ],
    formulas: [
      {
        tex: String.raw`W_1(p, q) = \inf_{\gamma \in \Pi(p, q)} \mathbb{E}_{(x, y) \sim \gamma} \lVert x - y \rVert`,
        caption: 'The cheapest plan, equation 1.',
      },
      {
        tex: String.raw`W_1(p, q) = \sup_{\lVert f \rVert_L \le 1} \mathbb{E}_{p} f - \mathbb{E}_{q} f`,
        caption: 'The best function of slope at most 1, equation 2.',
      },
      {
        tex: String.raw`W_1(p, q) = \int \lvert F(x) - G(x) \rvert \, dx`,
        caption: 'On the line, with distribution functions F and G.',
      },
    ],
    watch: [
      'Exact W₁ for points: an assignment between samples, comparable between runs on the same data.',
      'Two samples of the same data are not at 0: their distance is the noise floor, and it falls with their number.',
    ],
    goesWrong: [
      'In many dimensions the distance between samples falls very slowly with their number; sliced Wasserstein looks along lines instead.',
    ],
    sources: [
      {
        paper: 'Arjovsky, Chintala and Bottou 2017, Wasserstein GAN',
        arxiv: '1701.07875',
        where: 'equations 1 and 2, example 1',
      },
      {
        paper: 'Peyré and Cuturi 2018, Computational Optimal Transport',
        arxiv: '1803.00567',
        where: 'chapter 2',
      },
    ],
    related: ['wgan', 'penalty-bias', 'vanishing-gradients'],
  },
  {
    id: 'penalty-bias',
    title: 'The gradient penalty and its bias',
    summary: 'Why the EM estimate of a penalised critic is larger than W₁, and by how much.',
    paragraphs: [
      'A penalty is a price, not a wall. Making the critic a little steeper than 1 gains in proportion to the distance, while the penalty grows with the square of the excess: at the optimum the critic is always somewhat too steep, and its estimate $\\mathbb{E} f(x) - \\mathbb{E} f(G(z))$ is larger than $W_1$.',
      'The best potential, scaled by $1 + W_1 / 2\\lambda$, brings the one-sided objective to $W_1 + W_1^2 / 4\\lambda$. The best critic does no worse, and its penalty is not negative, so its estimate is at least that in any number of dimensions. On the line the optimum can be written down, for both penalties; the formula was checked against a critic found by gradient ascent.',
      'With $\\lambda = 0.1$, the setting for toy data, and $W_1 = 0.64$, the estimate is at least 1.66, which is 2.6 times as much. With $\\lambda = 10$ it is at least 1.6 % too large. So the estimate shows whether a run gets better; exact or sliced Wasserstein compares runs.',
    ],
    formulas: [
      {
        tex: String.raw`\mathbb{E} f(x) - \mathbb{E} f(G(z)) \ge W_1 + \frac{W_1^2}{4 \lambda}`,
        caption: 'At the optimum of the one-sided penalty.',
      },
      {
        tex: String.raw`W_1 + \frac{1}{2\lambda} \int \frac{(F - G)^2}{\hat{p}}\, dx \;\ge\; W_1 + \frac{W_1^2}{2 \lambda}`,
        caption: 'On the line, exactly; p̂ is the density of the points where the penalty is taken.',
      },
    ],
    watch: [
      'EM estimate beside exact W₁: the gap closes as the samples improve, since it goes with the square of the distance.',
      'Gradient norm above 1 at the start of training.',
    ],
    goesWrong: [
      'Estimates of runs with different $\\lambda$, or of a clipped and a penalised critic, are not comparable.',
      'A small $\\lambda$ makes an early estimate many times too large.',
    ],
    sources: [
      {
        paper: 'Gulrajani and others 2017, Improved Training of Wasserstein GANs',
        arxiv: '1704.00028',
        where: 'equation 3; the bias is derived here, not there',
      },
      {
        paper: 'Petzka, Fischer and Lukovnikov 2017, On the Regularization of Wasserstein GANs',
        arxiv: '1709.08894',
        where: 'the one-sided penalty',
      },
    ],
    related: ['wgan-gp', 'wgan-lp', 'earth-mover'],
  },
  {
    id: 'reading-losses',
    title: 'Reading the losses',
    summary: 'Which numbers say something about the samples, and which only who is winning.',
    paragraphs: [
      'The losses of a GAN are those of two players that both change. A discriminator’s loss near $2 \\log 2 = 1.386$ says that it cannot tell, whether because samples are good or because it is bad.',
      'A WGAN’s critic is trained near its optimum, and then minus its loss without the penalty is an estimate of a distance: it falls as samples improve. The generator’s loss of a WGAN has no meaning by itself, since the critic’s output can be shifted by any constant.',
      'An f-GAN’s critic bounds the divergence that the objective is named after from below. The bound falls as samples improve once the two laws overlap; a bounded divergence stays at its ceiling until then.',
    ],
    formulas: [
      {
        tex: String.raw`\widehat{\mathrm{EM}} = \mathbb{E} f(x) - \mathbb{E} f(G(z))`,
        caption: 'The EM estimate of the charts; the penalty is not part of it.',
      },
      {
        tex: String.raw`\mathrm{JS}(p, q) \ge \log 2 - \tfrac12 L_D`,
        caption: 'The JS lower bound of the charts, from the discriminator’s cross-entropy.',
      },
    ],
    watch: [
      'A level discriminator loss and better samples: usual for a GAN.',
      'An EM estimate that is noisy: the critic is not near its optimum, so train it more often.',
    ],
    goesWrong: ['Choosing a checkpoint by a GAN’s loss.', 'Comparing EM estimates of different critics.'],
    sources: [
      {
        paper: 'Arjovsky, Chintala and Bottou 2017, Wasserstein GAN',
        arxiv: '1701.07875',
        where: 'section 4.2, figures 3 and 4',
      },
      {
        paper: 'Goodfellow and others 2014, Generative Adversarial Nets',
        arxiv: '1406.2661',
        where: 'theorem 1',
      },
    ],
    related: ['penalty-bias', 'metrics', 'vanishing-gradients'],
  },
  {
    id: 'mode-collapse',
    title: 'Mode collapse',
    summary: 'When samples are good but few: how it shows, and why objectives differ.',
    paragraphs: [
      'A generator that makes one good sample fools a discriminator that looks at samples one by one. When the discriminator has learned it, the generator moves on to the next: the modes are visited in turn instead of together.',
      'Reverse KL hardly punishes a mode that is left out; KL does, without bound. $W_1$ punishes it by the distance that its share of the earth must be carried.',
    ],
    formulas: [
      {
        tex: String.raw`\mathrm{KL}(q \| p) = \log K`,
        caption:
          'Reverse KL of a generator that has found one of K equal and separate modes: no more than that.',
      },
    ],
    watch: [
      'Modes captured and the reverse KL of modes, on rings and grids.',
      'The variety of samples: the mean distance between two of them against that of the data.',
      'Samples of fixed noise over time: tiles that become alike.',
    ],
    goesWrong: [
      'Variety near 1 does not exclude a few missing modes.',
      'A mode counts as captured with a single good sample: look at the shares too.',
    ],
    sources: [
      {
        paper: 'Lin and others 2018, PacGAN',
        arxiv: '1712.04086',
        where: 'section 4, protocol of the mode counts',
      },
      { paper: 'Srivastava and others 2017, VEEGAN', arxiv: '1705.07761', where: 'table 1' },
    ],
    related: ['dragan', 'fgan-reverse-kl', 'metrics'],
  },
  {
    id: 'vanishing-gradients',
    title: 'Vanishing gradients',
    summary: 'Why a perfect discriminator teaches nothing, and what a slope everywhere is worth.',
    paragraphs: [
      'Images lie on thin sets in a space of many dimensions, and two such sets almost never overlap. Then a discriminator can separate them perfectly, JS is $\\log 2$ wherever the generator is, and its slope is 0. The parallel segments of the lab show this in the plane.',
      'Finite samples never overlap at all: the JS of two samples is $\\log 2$ even when both come from the same law.',
      '$W_1$ falls in proportion as the sets approach each other. Its gradient is there however far they are.',
    ],
    formulas: [
      {
        tex: String.raw`\mathrm{JS}(p, q) = \log 2 \;\text{ for } t \ne 0, \qquad W_1(p, q) = \lvert t \rvert`,
        caption: 'Two parallel segments at a distance of t, example 1.',
      },
      {
        tex: String.raw`\lVert \nabla \mathbb{E}_z \log(1 - D(G(z))) \rVert \le M \frac{\epsilon}{1 - \epsilon}`,
        caption:
          'For a discriminator within ε of the perfect one, theorem 2.4: as it gets better, the gradient goes to 0.',
      },
    ],
    watch: [
      'D(G(z)) near 0 and the generator’s loss level: the discriminator has won.',
      'The JS lower bound at 0.693.',
    ],
    goesWrong: [
      'Training the discriminator less is a balance that has to be found anew for every data set.',
      'Noise on the inputs makes the laws overlap, and blurs what is learned.',
    ],
    sources: [
      {
        paper: 'Arjovsky and Bottou 2017, Towards Principled Methods for Training GANs',
        arxiv: '1701.04862',
        where: 'theorems 2.1 and 2.4',
      },
      {
        paper: 'Arjovsky, Chintala and Bottou 2017, Wasserstein GAN',
        arxiv: '1701.07875',
        where: 'example 1, figure 1',
      },
    ],
    related: ['gan-minimax', 'earth-mover', 'reading-losses'],
  },
  {
    id: 'metrics',
    title: 'Metrics',
    summary: 'What each measure sees, what it misses, and what noise it has.',
    paragraphs: [
      'Exact W₁ pairs as many generated points with held-out ones at the least total distance. Sliced Wasserstein averages the distances along random lines and works for images. Both compare runs on the same data, and neither is 0 for a perfect generator: two samples of the same data are apart as well.',
      'Modes captured, high-quality samples and reverse KL need known centres. A sample is good within $3\\sigma$ of one, and in the plane 98.9 % of a perfect generator’s samples are: above that, modes have shrunk.',
    ],
    formulas: [
      {
        tex: String.raw`W_1 = \min_{s} \frac1n \sum_{i=1}^{n} \lVert x_i - y_{s(i)} \rVert`,
        caption: 'Exact, between n points each; s runs over permutations.',
      },
      {
        tex: String.raw`1 - e^{-9/2} = 0.989`,
        caption: 'Share of a normal law in the plane within three standard deviations.',
      },
      {
        tex: String.raw`\mathbb{E}\, \widehat{\mathrm{KL}} \approx \frac{K - 1}{2 n}`,
        caption: 'Reverse KL of K modes from n samples of a perfect generator, in nats.',
      },
    ],
    watch: [
      'Differences that are larger than the noise floor, over several seeds.',
      'One measure of quality and one of variety together.',
    ],
    goesWrong: [
      'One missing mode of 25 is within the noise of W₁ with 1,024 points or fewer: count modes instead.',
      'Numbers of different sample sizes are not comparable.',
    ],
    sources: [
      {
        paper: 'Peyré and Cuturi 2018, Computational Optimal Transport',
        arxiv: '1803.00567',
        where: 'proposition 2.1',
      },
      { paper: 'Lin and others 2018, PacGAN', arxiv: '1712.04086', where: 'section 4' },
    ],
    related: ['mode-collapse', 'earth-mover', 'reading-losses'],
  },
];
