// Reads the commands that train.

import { parseDecimal } from '../../spec/decimal.ts';
import { nearest } from '../../spec/nearest.ts';
import { showChoices, showCount, showValue } from '../../spec/problem.ts';
import { mostSteps } from '../../spec/run-schema.ts';
import { budgetUnits, type Budget, type Request } from '../request.ts';
import { exactly, isOneOf, type Line } from './line.ts';
import { examples } from './options.ts';
import { UsageError } from './usage-error.ts';
import { common, engineOf, numbersOf, present, settingsOf, wholeNumber } from './values.ts';

export function train(line: Line): Request {
  const [target = ''] = exactly(line, ['The preset or spec file'], 'critic train <preset|spec.json>');
  return {
    kind: 'train',
    target,
    ...common(line),
    ...numbersOf(line),
    settings: settingsOf(line),
    engine: engineOf(line),
  };
}

function budgetOf(line: Line): Budget {
  const text = line.values.get('budget')?.[0] ?? 'iterations';
  const [unit = '', ...rest] = text.split('=');
  if (!isOneOf(budgetUnits, unit)) {
    const choices = showChoices(budgetUnits);
    const near = nearest(unit, budgetUnits);
    const hint = near === undefined ? `, as in ${examples.budget}` : `; the nearest is ${near}`;
    throw new UsageError(`--budget must be ${choices}, not ${showValue(unit)}${hint}.`, line.command);
  }
  if (rest.length === 0) return { unit };
  const written = rest.join('=');
  const amount = parseDecimal(written) ?? Number.NaN;
  const countsWhole = unit !== 'seconds';
  const inRange = amount > 0 && amount <= mostSteps && (!countsWhole || Number.isInteger(amount));
  if (inRange) return { unit, amount };
  const range = countsWhole ? `a whole number from 1 to ${showCount(mostSteps)}` : 'a number above 0';
  throw new UsageError(`--budget ${unit} must be ${range}, not ${showValue(written)}.`, line.command);
}

export function compare(line: Line): Request {
  const targets = line.words;
  if (targets.length < 2 || targets.length > 6) {
    const message = `compare takes two to six presets or spec files, not ${targets.length}: critic compare fashion-gan fashion-wgan-gp.`;
    throw new UsageError(message, line.command);
  }
  const budget = budgetOf(line);
  const numbers = numbersOf(line);
  if (numbers.iterations !== undefined && (budget.unit !== 'iterations' || budget.amount !== undefined)) {
    const message = `--iterations and --budget ${budget.unit} both set how long the arms train; give one of them.`;
    throw new UsageError(message, line.command);
  }
  return {
    kind: 'compare',
    targets,
    budget,
    ...common(line),
    ...numbers,
    settings: settingsOf(line),
    engine: engineOf(line),
    ...present({ out: line.values.get('out')?.[0] }),
  };
}

/** Enough for any error bar, and few enough to be no slip. */
const mostSeeds = 100;

export function reproduce(line: Line): Request {
  if (line.words.length > 1) exactly(line, ['The experiment'], 'critic reproduce [EXPERIMENT]');
  const name = line.words.at(0);
  const out = line.values.get('out')?.[0];
  const seeds = wholeNumber(line, 'seeds', 1, mostSeeds);
  const endings = ['.png', '.svg', '.pdf'];
  if (out !== undefined && !endings.some((ending) => out.toLowerCase().endsWith(ending))) {
    const message = `--out must end in ${showChoices(endings)} for a figure, not ${showValue(out)}.`;
    throw new UsageError(message, line.command);
  }
  return {
    kind: 'reproduce',
    ...common(line),
    full: line.flags.has('full'),
    settings: settingsOf(line),
    engine: engineOf(line),
    ...present({ name, seeds, out }),
  };
}

export function resume(line: Line): Request {
  const [run = ''] = exactly(line, ['The run'], 'critic resume RUN');
  return { kind: 'resume', run, ...common(line), ...present({ engine: line.values.get('engine')?.[0] }) };
}
