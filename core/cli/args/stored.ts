// Reads the commands for runs and data sets that are there already.

import { fewestSamples, mostSamples } from '../../spec/measurement.ts';
import { showValue } from '../../spec/problem.ts';
import { mostSteps } from '../../spec/run-schema.ts';
import { downloadNames } from '../../spec/run-spec.ts';
import type { Request } from '../request.ts';
import { advice, exactly, isOneOf, type Line } from './line.ts';
import { UsageError } from './usage-error.ts';
import { common, present, wholeNumber } from './values.ts';

const runsActions = ['list', 'show', 'delete'] as const;

export function runs(line: Line): Request {
  const [action = 'list', ...rest] = line.words;
  if (!isOneOf(runsActions, action)) {
    const hint = advice(action, runsActions);
    throw new UsageError(`${showValue(action)} is not something to do with runs${hint}.`, line.command);
  }
  const inner = { ...line, words: rest };
  switch (action) {
    case 'list':
      exactly(inner, [], 'critic runs list');
      return { kind: 'runs-list', ...common(line) };
    case 'show': {
      const [run = ''] = exactly(inner, ['The run'], 'critic runs show RUN');
      return { kind: 'runs-show', run, ...common(line) };
    }
    case 'delete':
      if (rest.length === 0) exactly(inner, ['The run'], 'critic runs delete RUN …');
      return { kind: 'runs-delete', runs: rest, ...common(line) };
  }
}

export function measure(line: Line): Request {
  if (line.words.length === 0) exactly(line, ['The run'], 'critic measure RUN …');
  const isAll = line.values.get('checkpoint')?.[0] === 'all';
  const checkpoint = isAll ? ('all' as const) : wholeNumber(line, 'checkpoint', 0, mostSteps);
  const samples = wholeNumber(line, 'samples', fewestSamples, mostSamples);
  return { kind: 'measure', runs: line.words, ...common(line), ...present({ checkpoint, samples }) };
}

export function importBundle(line: Line): Request {
  const [file = ''] = exactly(line, ['The file'], 'critic import FILE');
  return { kind: 'import', file, ...common(line) };
}

export function dataSets(line: Line): Request {
  const usage = 'critic data [list] or critic data download NAME';
  const json = line.flags.has('json');
  const [action = 'list', ...rest] = line.words;
  if (action === 'list') {
    exactly({ ...line, words: rest }, [], usage);
    return { kind: 'data-list', json };
  }
  if (action !== 'download') {
    const hint = advice(action, ['list', 'download']);
    throw new UsageError(`${showValue(action)} is nothing to do with data${hint}.`, line.command);
  }
  const [name = ''] = exactly({ ...line, words: rest }, ['The name of the data set'], usage);
  if (isOneOf(downloadNames, name)) return { kind: 'data-download', name, json };
  throw new UsageError(
    `${showValue(name)} is not a data set to download${advice(name, downloadNames)}.`,
    line.command,
  );
}
