// Reads the command line into a request. Nothing is opened or looked up here: whether a file,
// a run or an engine exists is for the command to find out.
import { findPreset } from '../spec/presets.ts';
import { showValue } from '../spec/problem.ts';
import { exportRuns } from './args/export.ts';
import { advice, exactly, isOneOf, readLine, type Line } from './args/line.ts';
import { dataSets, importBundle, measure, runs } from './args/stored.ts';
import { compare, reproduce, resume, train } from './args/training.ts';
import { UsageError } from './args/usage-error.ts';
import { common, present, wholeNumber } from './args/values.ts';
import { commands, type CommandName, type Request } from './request.ts';

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

function presetList(line: Line): Request {
  exactly(line, [], 'critic presets');
  return { kind: 'presets', json: line.flags.has('json') };
}

function engineList(line: Line): Request {
  exactly(line, [], 'critic engines');
  return { kind: 'engines', json: line.flags.has('json') };
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
