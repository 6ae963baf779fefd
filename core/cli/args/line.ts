// Takes a command line apart into flags, values and words, and refuses options that the command does not have.

import { parseArgs } from 'node:util';
import { nearest } from '../../spec/nearest.ts';
import { showChoices, showValue } from '../../spec/problem.ts';
import { commands, type CommandName } from '../request.ts';
import { examples, flags, optionsOf, values } from './options.ts';
import { UsageError } from './usage-error.ts';

const parseOptions = {
  ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' as const }])),
  ...Object.fromEntries(values.map((name) => [name, { type: 'string' as const, multiple: true }])),
  help: { type: 'boolean' as const, short: 'h' },
  version: { type: 'boolean' as const, short: 'v' },
  out: { type: 'string' as const, short: 'o', multiple: true },
};

export interface Line {
  readonly command: CommandName | undefined;
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

export function isOneOf<T extends string>(choices: readonly T[], word: string): word is T {
  return (choices as readonly string[]).includes(word);
}

/** `; the nearest is train`, or what there is to choose from. */
export function advice(word: string, choices: readonly string[]): string {
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

/** Whether the word after an option is its value rather than the next option. */
function isValue(word: string): boolean {
  return !word.startsWith('-') || word === '-' || /^-[\d.]/.test(word);
}

export function readLine(command: CommandName | undefined, args: readonly string[]): Line {
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

/** The words after a command, when there are as many as it takes; `what` names them in order. */
export function exactly(line: Line, what: readonly string[], usage: string): readonly string[] {
  const missing = what.at(line.words.length);
  if (missing !== undefined) throw new UsageError(`${missing} is missing: ${usage}.`, line.command);
  const extra = line.words.at(what.length);
  if (extra !== undefined) {
    throw new UsageError(`${showValue(extra)} is one word too many: ${usage}.`, line.command);
  }
  return line.words;
}
