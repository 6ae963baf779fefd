// Reads the command line into a request. Nothing is opened or looked up here: whether a file,
// a run or an engine exists is for the command to find out.

import { parseArgs } from 'node:util';
import { parseDecimal } from '../spec/decimal.ts';
import { gridSeries } from '../spec/grid-series.ts';
import { fewestSamples, mostSamples } from '../spec/measurement.ts';
import { nearest } from '../spec/nearest.ts';
import { findPreset } from '../spec/presets.ts';
import { showChoices, showCount, showValue } from '../spec/problem.ts';
import { largestSeed, mostSteps } from '../spec/run-schema.ts';
import { downloadNames } from '../spec/run-spec.ts';
import {
  budgetUnits,
  commands,
  exportFormats,
  figureAxes,
  type Budget,
  type CommandName,
  type ExportFormat,
  type Request,
} from './request.ts';

/** The request was wrong (exit code 2); `message` is a sentence that says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** Whose help would help; the whole program's where it is undefined. */
  readonly command: CommandName | undefined;

  constructor(message: string, command?: CommandName) {
    super(message);
    this.command = command;
  }
}

const flags = ['once', 'full', 'no-open', 'json', 'help', 'version'] as const;
const values = [
  ...(['iterations', 'seed', 'set', 'engine', 'data', 'budget', 'out', 'port'] as const),
  ...(['iteration', 'fps', 'scale', 'hold', 'frames', 'by', 'tiles', 'series'] as const),
  ...(['checkpoint', 'samples'] as const),
  ...(['seeds'] as const),
] as const;
export type OptionName = (typeof flags)[number] | (typeof values)[number];

/** Options of each command, in the order that its help shows them. `start` is no command at all. */
export const optionsOf: Readonly<Record<CommandName | 'start', readonly OptionName[]>> = {
  start: ['data', 'help', 'version'],
  serve: ['port', 'data', 'no-open', 'json', 'help'],
  train: ['iterations', 'seed', 'set', 'engine', 'data', 'json', 'help'],
  compare: ['budget', 'iterations', 'seed', 'set', 'engine', 'data', 'out', 'json', 'help'],
  reproduce: ['full', 'seeds', 'set', 'engine', 'data', 'out', 'json', 'help'],
  resume: ['engine', 'data', 'json', 'help'],
  runs: ['data', 'json', 'help'],
  measure: ['checkpoint', 'samples', 'data', 'json', 'help'],
  export: [
    ...(['out', 'iteration', 'series', 'by', 'tiles', 'fps', 'scale', 'hold', 'frames', 'once'] as const),
    ...(['data', 'json', 'help'] as const),
  ],
  import: ['data', 'json', 'help'],
  presets: ['json', 'help'],
  engines: ['json', 'help'],
  data: ['json', 'help'],
};

const parseOptions = {
  ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' as const }])),
  ...Object.fromEntries(values.map((name) => [name, { type: 'string' as const, multiple: true }])),
  help: { type: 'boolean' as const, short: 'h' },
  version: { type: 'boolean' as const, short: 'v' },
  out: { type: 'string' as const, short: 'o', multiple: true },
};

interface Line {
  readonly command: CommandName | undefined;
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

function isOneOf<T extends string>(choices: readonly T[], word: string): word is T {
  return (choices as readonly string[]).includes(word);
}

/** `; the nearest is train`, or what there is to choose from. */
function advice(word: string, choices: readonly string[]): string {
  const near = nearest(word, choices);
  return near === undefined ? `; there are ${choices.join(', ')}` : `; the nearest is ${near}`;
}

function unknownOption(name: string, rawName: string, command: CommandName | undefined): UsageError {
  const where = command === undefined ? 'critic without a command' : `critic ${command}`;
  const known = optionsOf[command ?? 'start'];
  const owners = commands.filter((other) => isOneOf(optionsOf[other], name));
  if (owners.length > 0) {
    const belongs = `it belongs to ${showChoices(owners)}`;
    return new UsageError(`${rawName} is not an option of ${where}; ${belongs}.`, command);
  }
  const choices = known.map((option) => `--${option}`);
  return new UsageError(`${rawName} is not an option of ${where}${advice(rawName, choices)}.`, command);
}

const examples: Readonly<Record<(typeof values)[number], string>> = {
  iterations: '--iterations 2000',
  seed: '--seed 7',
  set: '--set objective.lambda=5',
  engine: '--engine onnx:cpu',
  data: '--data my-runs',
  budget: '--budget seconds=120',
  out: '--out figure.png',
  seeds: '--seeds 3',
  port: '--port 7717',
  iteration: '--iteration 500',
  fps: '--fps 10',
  scale: '--scale 2',
  hold: '--hold 1.5',
  frames: '--frames 200',
  tiles: '--tiles 3,17,8',
  series: '--series fresh',
  by: '--by critic-updates',
  checkpoint: '--checkpoint all',
  samples: '--samples 1000',
};

/** Whether the word after an option is its value rather than the next option. */
function isValue(word: string): boolean {
  return !word.startsWith('-') || word === '-' || /^-[\d.]/.test(word);
}

function readLine(command: CommandName | undefined, args: readonly string[]): Line {
  const { tokens } = parseArgs({
    args: [...args],
    options: parseOptions,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = new Set<string>();
  const valued = new Map<string, string[]>();
  const words: string[] = [];
  const wantsHelp = tokens.some((token) => token.kind === 'option' && token.name === 'help');
  for (const token of wantsHelp ? [] : tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    if (!isOneOf(optionsOf[command ?? 'start'], name)) throw unknownOption(name, rawName, command);
    if (isOneOf(flags, name)) {
      if (value !== undefined) {
        throw new UsageError(`${rawName} takes no value, not ${showValue(value)}.`, command);
      }
      given.add(name);
      continue;
    }
    const missing = value === undefined || value === '' || (!inlineValue && !isValue(value));
    if (missing) throw new UsageError(`${rawName} needs a value, as in ${examples[name]}.`, command);
    const before = valued.get(name) ?? [];
    if (before.length > 0 && name !== 'set') {
      throw new UsageError(`${rawName} is given twice; give it once.`, command);
    }
    valued.set(name, [...before, value]);
  }
  if (wantsHelp) given.add('help');
  return { command, flags: given, values: valued, words };
}

function wholeNumber(
  line: Line,
  option:
    'iterations' | 'seed' | 'seeds' | 'port' | 'iteration' | 'scale' | 'frames' | 'checkpoint' | 'samples',
  min: number,
  max: number,
): number | undefined {
  const text = line.values.get(option)?.[0];
  if (text === undefined) return undefined;
  const value = parseDecimal(text) ?? Number.NaN;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const range = `a whole number from ${showCount(min)} to ${showCount(max)}`;
  throw new UsageError(`--${option} must be ${range}, not ${showValue(text)}.`, line.command);
}

function settingsOf(line: Line): readonly string[] {
  const settings = line.values.get('set') ?? [];
  const wrong = settings.find((setting) => setting.indexOf('=') < 1);
  if (wrong === undefined) return settings;
  const message = `--set must be path=value, as in ${examples.set}, not ${showValue(wrong)}.`;
  throw new UsageError(message, line.command);
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

/** Only the fields that were given: `exactOptionalPropertyTypes` tells an absent field from undefined. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function common(line: Line) {
  return { json: line.flags.has('json'), ...present({ data: line.values.get('data')?.[0] }) };
}

function engineOf(line: Line): string {
  return line.values.get('engine')?.[0] ?? 'auto';
}

function numbersOf(line: Line) {
  const iterations = wholeNumber(line, 'iterations', 1, mostSteps);
  const seed = wholeNumber(line, 'seed', 0, largestSeed);
  return present({ iterations, seed });
}

/** The words after a command, when there are as many as it takes; `what` names them in order. */
function exactly(line: Line, what: readonly string[], usage: string): readonly string[] {
  const missing = what.at(line.words.length);
  if (missing !== undefined) throw new UsageError(`${missing} is missing: ${usage}.`, line.command);
  const extra = line.words.at(what.length);
  if (extra !== undefined) {
    throw new UsageError(`${showValue(extra)} is one word too many: ${usage}.`, line.command);
  }
  return line.words;
}

function start(line: Line): Request {
  if (line.flags.has('version')) return { kind: 'version' };
  const word = line.words.at(0);
  if (word !== undefined) {
    throw new UsageError(`The command comes first, before any option: critic ${word} …`);
  }
  return { kind: 'start', ...present({ data: line.values.get('data')?.[0] }) };
}

/** TCP has no others. */
const highestPort = 65_535;

function serve(line: Line): Request {
  exactly(line, [], 'critic serve');
  const port = wholeNumber(line, 'port', 0, highestPort);
  return { kind: 'serve', ...common(line), ...present({ port }), open: !line.flags.has('no-open') };
}

function train(line: Line): Request {
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

function compare(line: Line): Request {
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

function reproduce(line: Line): Request {
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

function resume(line: Line): Request {
  const [run = ''] = exactly(line, ['The run'], 'critic resume RUN');
  return { kind: 'resume', run, ...common(line), ...present({ engine: line.values.get('engine')?.[0] }) };
}

const runsActions = ['list', 'show', 'delete'] as const;

function runs(line: Line): Request {
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

function measure(line: Line): Request {
  if (line.words.length === 0) exactly(line, ['The run'], 'critic measure RUN …');
  const isAll = line.values.get('checkpoint')?.[0] === 'all';
  const checkpoint = isAll ? ('all' as const) : wholeNumber(line, 'checkpoint', 0, mostSteps);
  const samples = wholeNumber(line, 'samples', fewestSamples, mostSamples);
  return { kind: 'measure', runs: line.words, ...common(line), ...present({ checkpoint, samples }) };
}

interface FormatUse {
  /** Fewest and most runs. */
  readonly runs: readonly [number, number];
  /** Options that only some formats have. */
  readonly options: readonly OptionName[];
  /** Endings of the file's name, where they decide on what it is. */
  readonly endings?: readonly string[];
}

const many = Number.MAX_SAFE_INTEGER;
const formatUses: Readonly<Record<ExportFormat, FormatUse>> = {
  grid: { runs: [1, 1], options: ['iteration', 'series'] },
  film: {
    runs: [1, 6],
    options: ['fps', 'scale', 'hold', 'frames', 'once', 'by', 'tiles', 'iteration', 'series'],
    endings: ['.webm', '.gif'],
  },
  csv: { runs: [1, many], options: [] },
  json: { runs: [1, 1], options: [] },
  onnx: { runs: [1, 1], options: ['iteration'] },
  bundle: { runs: [1, many], options: [] },
  figure: { runs: [2, 6], options: ['by'], endings: ['.png', '.svg', '.pdf'] },
  report: { runs: [1, 6], options: [] },
};
/** What video players and browsers still show as it is meant. */
const [mostFps, mostHold, mostScale, mostFrames] = [60, 60, 64, 10_000];

function exportRuns(line: Line): Request {
  const usage = 'critic export grid|film|csv|json|onnx|bundle|figure|report RUN … --out FILE';
  const format = line.words.at(0);
  const runs = line.words.slice(1);
  if (format === undefined) throw new UsageError(`What to export is missing: ${usage}.`, line.command);
  if (!isOneOf(exportFormats, format)) {
    const hint = advice(format, exportFormats);
    throw new UsageError(`${showValue(format)} is not something to export${hint}.`, line.command);
  }
  const use = formatUses[format];
  checkRunCount(line, format, runs.length, use.runs, usage);
  const given = [...line.flags, ...line.values.keys()];
  const specific = Object.values(formatUses).flatMap(({ options }) => options);
  const stray = specific.find((option) => given.includes(option) && !use.options.includes(option));
  if (stray !== undefined) {
    const owners = exportFormats.filter((other) => formatUses[other].options.includes(stray));
    const belongs = `it belongs to ${showChoices(owners)}`;
    throw new UsageError(`--${stray} is not an option of critic export ${format}; ${belongs}.`, line.command);
  }
  const out = line.values.get('out')?.[0];
  if (out === undefined) throw new UsageError(`--out is missing: ${usage}.`, line.command);
  if (use.endings?.some((ending) => out.toLowerCase().endsWith(ending)) === false) {
    const message = `--out must end in ${showChoices(use.endings)} for a ${format}, not ${showValue(out)}.`;
    throw new UsageError(message, line.command);
  }
  return {
    kind: 'export',
    format,
    runs,
    out,
    once: line.flags.has('once'),
    ...common(line),
    ...present({
      iteration: wholeNumber(line, 'iteration', 0, mostSteps),
      fps: amount(line, 'fps', 1, mostFps),
      scale: wholeNumber(line, 'scale', 1, mostScale),
      hold: amount(line, 'hold', 0, mostHold),
      frames: wholeNumber(line, 'frames', 1, mostFrames),
      by: axisOf(line),
      tiles: tilesOf(line, runs.length),
      series: seriesOf(line),
    }),
  };
}

function checkRunCount(
  line: Line,
  format: ExportFormat,
  count: number,
  [fewest, most]: readonly [number, number],
  usage: string,
): void {
  if (count >= fewest && count <= most) return;
  if (count === 0) throw new UsageError(`The run is missing: ${usage}.`, line.command);
  const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];
  const range = fewest === most ? words[fewest] : `${words[fewest]} to ${words[most]}`;
  const message = `critic export ${format} takes ${range} run${most === 1 ? '' : 's'}, not ${count}.`;
  throw new UsageError(message, line.command);
}

function amount(line: Line, option: 'fps' | 'hold', min: number, max: number): number | undefined {
  const text = line.values.get(option)?.[0];
  if (text === undefined) return undefined;
  const value = parseDecimal(text) ?? Number.NaN;
  if (value >= min && value <= max) return value;
  const message = `--${option} must be a number from ${min} to ${max}, not ${showValue(text)}.`;
  throw new UsageError(message, line.command);
}

/** Counted from 1 on the command line, from 0 inside. */
function tilesOf(line: Line, runs: number): readonly number[] | undefined {
  const text = line.values.get('tiles')?.[0];
  if (text === undefined) {
    if (line.values.has('iteration') && line.words[0] === 'film')
      throw new UsageError('--iteration belongs to a film with --tiles, as its checkpoint.', line.command);
    return undefined;
  }
  const tiles = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : 0));
  if (tiles.length < 2 || tiles.length > 16 || tiles.some((tile) => tile < 1 || tile > 4096)) {
    const message = `--tiles must be 2 to 16 numbers of tiles from 1 on, such as 3,17,8, not ${showValue(text)}.`;
    throw new UsageError(message, line.command);
  }
  if (runs > 1) throw new UsageError(`A film with --tiles is of one run, not ${runs}.`, line.command);
  return tiles.map((tile) => tile - 1);
}

function seriesOf(line: Line) {
  const text = line.values.get('series')?.[0];
  if (text !== undefined && !isOneOf(gridSeries, text)) {
    const near = nearest(text, gridSeries);
    const hint = near === undefined ? '' : `; the nearest is ${near}`;
    const message = `--series must be ${showChoices(gridSeries)}, not ${showValue(text)}${hint}.`;
    throw new UsageError(message, line.command);
  }
  if (text !== undefined && line.values.has('tiles')) {
    const message = 'A film with --tiles is drawn by the generator of a checkpoint, not from a --series.';
    throw new UsageError(message, line.command);
  }
  return text;
}

function axisOf(line: Line) {
  const text = line.values.get('by')?.[0];
  if (text === undefined || isOneOf(figureAxes, text)) return text;
  const message = `--by must be ${showChoices(figureAxes)}, not ${showValue(text)}${hintOf(text)}.`;
  throw new UsageError(message, line.command);
}

function hintOf(axis: string): string {
  const near = nearest(axis, figureAxes);
  return near === undefined ? '' : `; the nearest is ${near}`;
}

function importBundle(line: Line): Request {
  const [file = ''] = exactly(line, ['The file'], 'critic import FILE');
  return { kind: 'import', file, ...common(line) };
}

function presetList(line: Line): Request {
  exactly(line, [], 'critic presets');
  return { kind: 'presets', json: line.flags.has('json') };
}

function engineList(line: Line): Request {
  exactly(line, [], 'critic engines');
  return { kind: 'engines', json: line.flags.has('json') };
}

function dataSets(line: Line): Request {
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

const readers: Readonly<Record<CommandName, (line: Line) => Request>> = {
  serve,
  train,
  compare,
  reproduce,
  resume,
  runs,
  measure,
  export: exportRuns,
  import: importBundle,
  presets: presetList,
  engines: engineList,
  data: dataSets,
};

function unknownCommand(word: string): UsageError {
  if (findPreset(word) !== undefined) {
    return new UsageError(`${word} is a preset, not a command; train it with critic train ${word}.`);
  }
  return new UsageError(`${showValue(word)} is not a command${advice(word, commands)}.`);
}

function help(words: readonly string[]): Request {
  const word = words.at(0);
  if (word === undefined || word.startsWith('-')) return { kind: 'help' };
  if (!isOneOf(commands, word)) throw unknownCommand(word);
  return { kind: 'help', command: word };
}

/** Reads the words after the program's name. Throws a UsageError where they ask for nothing it can do. */
export function parseArguments(argv: readonly string[]): Request {
  const first = argv.at(0);
  const rest = argv.slice(1);
  if (first === 'help') return help(rest);
  if (first === undefined || first.startsWith('-')) {
    const line = readLine(undefined, argv);
    return line.flags.has('help') ? { kind: 'help' } : start(line);
  }
  if (!isOneOf(commands, first)) throw unknownCommand(first);
  const line = readLine(first, rest);
  return line.flags.has('help') ? { kind: 'help', command: first } : readers[first](line);
}
