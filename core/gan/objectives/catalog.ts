// Every objective, by the kind that a run's spec names.

import type { ObjectiveSpec } from '../../spec/run-spec.ts';
import type { Objective } from '../objective.ts';
import { dragan } from './dragan.ts';
import { fganHellinger } from './fgan-hellinger.ts';
import { fganJs } from './fgan-js.ts';
import { fganKl } from './fgan-kl.ts';
import { fganPearson } from './fgan-pearson.ts';
import { fganReverseKl } from './fgan-reverse-kl.ts';
import { ganMinimax } from './gan-minimax.ts';
import { gan } from './gan.ts';
import { hinge } from './hinge.ts';
import { lsgan } from './lsgan.ts';
import { wganGp } from './wgan-gp.ts';
import { wganLp } from './wgan-lp.ts';
import { wgan } from './wgan.ts';

/** The objective that a validated spec describes. */
export function createObjective(spec: ObjectiveSpec): Objective {
  switch (spec.kind) {
    case 'gan':
      return gan();
    case 'gan-minimax':
      return ganMinimax();
    case 'lsgan':
      return lsgan();
    case 'hinge':
      return hinge();
    case 'wgan':
      return wgan(spec);
    case 'wgan-gp':
      return wganGp(spec);
    case 'wgan-lp':
      return wganLp(spec);
    case 'dragan':
      return dragan(spec);
    case 'fgan-kl':
      return fganKl();
    case 'fgan-reverse-kl':
      return fganReverseKl();
    case 'fgan-pearson':
      return fganPearson();
    case 'fgan-hellinger':
      return fganHellinger();
    case 'fgan-js':
      return fganJs();
    default:
      return spec satisfies never;
  }
}
