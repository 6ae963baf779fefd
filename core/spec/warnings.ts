// What the papers warn of. A warning never keeps a run from starting: trying these things out is what the
// program is for. One row per warning: the field it is about, and what it says of a specification, if anything.

import { isToy } from './data-facts.ts';
import { normPath, normsOf } from './layer-lists.ts';
import { showCount, warning, type Problem } from './problem.ts';
import { isPenalised as hasPenalty, penaltyWords } from './penalty.ts';
import type { ObjectiveSpec, OptimizerSpec, RunSpec } from './run-spec.ts';

interface Rule {
  readonly path: string | ((spec: RunSpec) => string);
  /** The sentence, or undefined where there is nothing to say. */
  readonly says: (spec: RunSpec) => string | undefined;
}

type Penalised = Extract<ObjectiveSpec, { readonly lambda: number }>;

function isPenalised(objective: ObjectiveSpec): objective is Penalised {
  return 'lambda' in objective;
}

function isWasserstein({ kind }: ObjectiveSpec): boolean {
  return kind === 'wgan' || kind === 'wgan-gp' || kind === 'wgan-lp';
}

/** How an optimizer carries momentum, for a sentence; undefined where it carries none. */
function momentumOf(optimizer: OptimizerSpec): string | undefined {
  if (optimizer.kind === 'adam' && optimizer.beta1 > 0) return `Adam with beta1 ${String(optimizer.beta1)}`;
  if (optimizer.kind === 'momentum' && optimizer.momentum > 0)
    return `momentum ${String(optimizer.momentum)}`;
  return undefined;
}

const wgan3 = '(WGAN, arXiv:1701.07875, section 3)';
const gp4 = '(WGAN-GP, arXiv:1704.00028, section 4)';
const dcgan3 = '(DCGAN, arXiv:1511.06434, section 3)';
const dcgan4 = '(DCGAN, arXiv:1511.06434, section 4)';

const clipping: readonly Rule[] = [
  {
    path: 'optimizer.critic',
    says({ objective, optimizer }) {
      const momentum = momentumOf(optimizer.critic);
      if (objective.kind !== 'wgan' || momentum === undefined) return undefined;
      return `optimizer.critic is ${momentum}: with weight clipping, momentum on the critic makes training unstable at times; use rmsprop or sgd ${wgan3}.`;
    },
  },
  {
    path: 'optimizer.critic.lr',
    says({ objective, optimizer }) {
      const { lr } = optimizer.critic;
      if (objective.kind !== 'wgan' || optimizer.critic.kind === 'sgd' || lr <= 2e-4) return undefined;
      return `optimizer.critic.lr is ${String(lr)}: with weight clipping, high learning rates make training unstable at times; the paper uses 5e-5 ${wgan3}.`;
    },
  },
  {
    path: 'objective.clip',
    says({ objective }) {
      if (objective.kind !== 'wgan') return undefined;
      const { clip } = objective;
      if (clip > 0.1) {
        return `objective.clip is ${String(clip)}: with a large limit the weights take long to reach it, and the critic long to train to its best; the paper uses 0.01 ${wgan3}.`;
      }
      if (clip < 0.001) {
        return `objective.clip is ${String(clip)}: with a small limit gradients vanish on their way through the layers; the paper uses 0.01 ${wgan3}.`;
      }
      return undefined;
    },
  },
];

const penalties: readonly Rule[] = [
  {
    path: ({ critic }) => normPath(critic, 'critic'),
    says(spec) {
      const { objective, penalty, critic } = spec;
      if (!hasPenalty(spec) || !normsOf(critic).includes('batch')) return undefined;
      const what = critic.kind === 'layers' ? 'critic.layers has batch norm' : 'critic.norm is batch';
      const whose = penalty.kind === 'none' ? `of ${objective.kind}` : penalty.kind;
      return `${what}: the penalty ${whose} is on the gradient of each sample alone, and batch norm mixes the samples; use none or layer ${gp4}.`;
    },
  },
  {
    path: 'objective.lambda',
    says({ objective }) {
      if (!isPenalised(objective) || objective.lambda !== 0) return undefined;
      if (objective.kind === 'dragan') {
        return 'objective.lambda is 0: without its penalty DRAGAN is the GAN it was made to steady (DRAGAN, arXiv:1705.07215).';
      }
      return 'objective.lambda is 0: nothing keeps the slope of the critic in bounds, so its estimate means nothing and its loss can run away (WGAN-GP, arXiv:1704.00028, section 4).';
    },
  },
  {
    path: 'objective.lambda',
    says({ objective, data }) {
      if (!isPenalised(objective) || objective.kind === 'dragan' || !isToy(data) || objective.lambda <= 1)
        return undefined;
      return `objective.lambda is ${String(objective.lambda)}: on points in the plane the released WGAN-GP code uses 0.1 (gan_toy.py); a small lambda lets the critic be steeper than 1, so its estimate reads above the true distance, and runs of different lambda are to be compared by exact W1.`;
    },
  },
];

const addedPenalties: readonly Rule[] = [
  {
    path: 'penalty',
    says({ penalty }) {
      const weight = penalty.kind === 'none' ? 1 : penalty.kind === 'r1' ? penalty.gamma : penalty.lambda;
      if (weight !== 0) return undefined;
      const name = penalty.kind === 'r1' ? 'gamma' : 'lambda';
      return `penalty.${name} is 0: the penalty costs time and changes nothing; take penalty.kind none instead.`;
    },
  },
  {
    path: 'penalty.kind',
    says({ objective, penalty }) {
      const words = penaltyWords(penalty);
      if (objective.kind !== 'wgan' || words === null) return undefined;
      return `penalty.kind is ${penalty.kind}: weight clipping already bounds the slope of this critic, and both together keep it from a slope of 1; the penalty was made to take the place of clipping (WGAN-GP, arXiv:1704.00028, section 3), so take wgan-gp or wgan-lp, or a large objective.clip.`;
    },
  },
];

const updates: readonly Rule[] = [
  {
    path: 'objective.nCritic',
    says({ objective }) {
      if (!isWasserstein(objective) || objective.nCritic > 1) return undefined;
      return `objective.nCritic is ${String(objective.nCritic)}: a Wasserstein critic should be near its best before each generator update, and the papers take 5 updates (WGAN, arXiv:1701.07875, Algorithm 1).`;
    },
  },
  {
    path: 'objective.nCritic',
    says({ objective }) {
      if (objective.kind !== 'gan-minimax' || objective.nCritic < 5) return undefined;
      return `objective.nCritic is ${String(objective.nCritic)}: the better this discriminator is trained, the nearer the gradient of the generator comes to 0 (Arjovsky and Bottou, arXiv:1701.04862, Theorem 2.4).`;
    },
  },
  {
    path: 'warmup.criticSteps',
    says({ objective, warmup }) {
      if (objective.kind === 'wgan' || warmup.criticSteps === 0) return undefined;
      return `warmup.criticSteps is ${String(warmup.criticSteps)}: ${objective.kind} needs no warm-up; extra critic steps belong to the released code of WGAN with clipping, and 0 switches them off.`;
    },
  },
  {
    path: 'optimizer',
    says({ optimizer }) {
      const { generator, critic } = optimizer;
      const high = [generator, critic].find((one) => one.kind === 'adam' && one.beta1 >= 0.9);
      if (high?.kind !== 'adam') return undefined;
      const network = high === generator ? 'generator' : 'critic';
      return `optimizer.${network}.beta1 is ${String(high.beta1)}: beta1 of 0.9 makes adversarial training oscillate; 0.5 steadies it ${dcgan4}.`;
    },
  },
  {
    path: 'optimizer',
    says({ optimizer }) {
      const { generator, critic } = optimizer;
      const fast = [generator, critic].find((one) => one.kind === 'adam' && one.lr >= 1e-3);
      if (fast === undefined) return undefined;
      const network = fast === generator ? 'generator' : 'critic';
      return `optimizer.${network}.lr is ${String(fast.lr)}: Adam's usual 0.001 is too high for adversarial training; 0.0002 is advised ${dcgan4}.`;
    },
  },
];

const networks: readonly Rule[] = [
  {
    path: 'generator.norm',
    says({ objective, generator }) {
      const plain = generator.kind === 'dcgan' && generator.norm === 'none';
      if (!plain || isWasserstein(objective)) return undefined;
      return `generator.norm is none: without batch norm a DCGAN generator often collapses to a single sample under ${objective.kind} ${dcgan3}.`;
    },
  },
  {
    path: 'evaluate.samples',
    says({ data, evaluate }) {
      if (!isToy(data) || evaluate.samples >= 1000) return undefined;
      return `evaluate.samples is ${showCount(evaluate.samples)}: with fewer than 1,000 points the exact W1 of two samples of the same distribution is itself about 0.1, so small differences say nothing; use 2,000.`;
    },
  },
];

const rules: readonly Rule[] = [...clipping, ...penalties, ...addedPenalties, ...updates, ...networks];

/** What the papers would warn of in a specification that has no errors. */
export function warningsFor(spec: RunSpec): readonly Problem[] {
  return rules.flatMap(({ path, says }) => {
    const sentence = says(spec);
    return sentence === undefined ? [] : [warning(typeof path === 'string' ? path : path(spec), sentence)];
  });
}
