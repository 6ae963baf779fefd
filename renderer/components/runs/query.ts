// The query language of the runs' search box. Terms are separated by spaces and all of them must hold:
//   word "two words"        in name, tags, note, objective or dataset
//   state:running,paused    any of these; * stands for anything, as in objective:wgan*
//   w1<0.3 size>100MB       comparisons: < <= > >= =, also with nan
//   starred -tag:baseline   a flag; a minus in front turns any term round
// A term with a mistake matches everything, so that a list does not vanish while it is being typed.

import type { RunSummary } from '../../../core/protocol/contract.ts';
import { nearest } from '../../../core/spec/nearest.ts';
import {
  fieldNames,
  findField,
  searchedText,
  type NumberField,
  type QueryField,
  type WordField,
} from './query-fields.ts';
import { readNumber } from './query-number.ts';

export interface QueryTerm {
  /** Where it stands in the text. */
  readonly from: number;
  readonly to: number;
  readonly negated: boolean;
  /** Of its field; null for plain words. */
  readonly key: string | null;
  /** What it asks for, unquoted; none for a flag. */
  readonly values: readonly string[];
  /** A sentence on what is wrong with it. */
  readonly problem: string | null;
}

export interface Query {
  readonly terms: readonly QueryTerm[];
  /** Sentences, in order. */
  readonly problems: readonly string[];
  /** @param now milliseconds since 1970 */
  readonly matches: (run: RunSummary, now: number) => boolean;
}

type Test = (run: RunSummary, now: number) => boolean;
type Read = { readonly test: Test; readonly values: readonly string[] } | { readonly problem: string };

const termPattern =
  /(?<minus>-?)(?:"(?<quoted>[^"]*)"?|(?<key>[a-z][\w.-]*)(?<operator><=|>=|!=|[:=<>])(?<value>(?:"[^"]*"?|[^\s"])*)|(?<word>\S+))/giu;

export function parseQuery(text: string): Query {
  const tests: Test[] = [];
  const terms = [...text.matchAll(termPattern)].map((match): QueryTerm => {
    const parts = match.groups ?? {};
    const { key, read } = readTerm(parts);
    const negated = (parts['minus'] === '-') !== (parts['operator'] === '!=');
    const place = { from: match.index, to: match.index + match[0].length, negated, key };
    if ('problem' in read) return { ...place, values: [], problem: read.problem };
    tests.push(negated ? (run, now) => !read.test(run, now) : read.test);
    return { ...place, values: read.values, problem: null };
  });
  return {
    terms,
    problems: terms.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    matches: (run, now) => tests.every((test) => test(run, now)),
  };
}

function readTerm(parts: Readonly<Record<string, string | undefined>>): { key: string | null; read: Read } {
  const { quoted, key, operator = '', value = '', word = '' } = parts;
  if (key === undefined) {
    const flag = quoted === undefined ? findField(word) : undefined;
    return flag?.kind === 'flag'
      ? { key: flag.key, read: { test: flag.of, values: [] } }
      : { key: null, read: readWord(quoted ?? word) };
  }
  const field = findField(key);
  if (field === undefined) return { key, read: unknownField(key) };
  return { key: field.key, read: readField(field, operator, splitValues(value)) };
}

function readField(field: QueryField, operator: string, values: readonly string[]): Read {
  switch (field.kind) {
    case 'words':
      return readWords(field, operator, values);
    case 'number':
      return readComparison(field, operator, values);
    case 'flag':
      return { problem: `${field.key} stands alone: write ${field.key} or -${field.key}.` };
  }
}

function unknownField(key: string): Read {
  const near = nearest(key, fieldNames);
  const hint = near === undefined ? '' : ` Is ${near} meant?`;
  return { problem: `There is no field ${key}.${hint} Put the text in quotes to look for it as it is.` };
}

function readWord(word: string): Read {
  const wanted = word.toLowerCase();
  return { test: (run) => searchedText(run).includes(wanted), values: [word] };
}

/** `a,"b c",d` */
function splitValues(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"?|([^,"]+)/gu)].map((match) => match.at(1) ?? match.at(2) ?? '');
}

function readWords(
  { key, of, within, known, example }: WordField,
  operator: string,
  values: readonly string[],
): Read {
  if (![':', '=', '!='].includes(operator))
    return { problem: `${key} is text and cannot be compared: write ${example}.` };
  if (values.length === 0) return { problem: `${key}: needs a value, as in ${example}.` };
  const wanted = values.map((value) => value.toLowerCase());
  const missing = wanted.find(
    (value) => known !== null && !known.some((one) => matchesWord(one, value, false)),
  );
  if (missing !== undefined) {
    return { problem: `There is no ${key} ${missing}; there are ${known?.join(', ') ?? 'none'}.` };
  }
  return {
    test: (run) =>
      of(run).some((word) => wanted.some((value) => matchesWord(word.toLowerCase(), value, within))),
    values,
  };
}

function matchesWord(word: string, wanted: string, within: boolean): boolean {
  if (!wanted.includes('*')) return within ? word.includes(wanted) : word === wanted;
  const pattern = wanted
    .split('*')
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/gu, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`, 'su').test(word);
}

function readComparison(field: NumberField, operator: string, values: readonly string[]): Read {
  const { key, unit, of, example } = field;
  if (values.length === 0) return { problem: `${key} needs a number, as in ${example}.` };
  const tests: Test[] = [];
  for (const value of values) {
    // `w1:<0.3` is what people used to other tools write.
    const [, inner = '', rest = ''] = /^(<=|>=|[<>=])?(.*)$/u.exec(value) ?? [];
    const limit = readNumber(rest, unit);
    if (limit === null)
      return { problem: `${rest === '' ? 'Nothing' : rest} is no number for ${key}: write ${example}.` };
    const compare = comparison(inner === '' ? operator : inner, limit);
    tests.push((run, now) => {
      const has = of(run, now);
      return has !== null && compare(has);
    });
  }
  return { test: (run, now) => tests.some((test) => test(run, now)), values };
}

/** NaN is neither below nor above anything, and equals NaN. */
function comparison(operator: string, limit: number): (value: number) => boolean {
  switch (operator) {
    case '<':
      return (value) => value < limit;
    case '<=':
      return (value) => value <= limit;
    case '>':
      return (value) => value > limit;
    case '>=':
      return (value) => value >= limit;
    default:
      return (value) => Object.is(value, limit) || value === limit;
  }
}
