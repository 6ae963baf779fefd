// Checks that a value from outside is a run specification: every field there, of its type, in range, none besides.
// One sentence per wrong field. What fields mean together is validate.ts.

import * as v from 'valibot';
import { nearest } from './nearest.ts';
import { isPlainObject, valueAt } from './paths.ts';
import { error, showChoices, showValue, type Problem } from './problem.ts';
import { runSchema } from './run-schema.ts';
import type { RunSpec } from './run-spec.ts';
import {
  choicesOf,
  kindsOf,
  nearestPath,
  objectFor,
  optionsOf,
  phraseOf,
  root,
  schemaAt,
  type Node,
} from './schema-tree.ts';
import { withLaterFields } from './whole.ts';

const wholeSpec = 'The specification';

function problemOf(issue: v.BaseIssue<unknown>, input: unknown): Problem {
  const keys = (issue.path ?? []).map((item) => String(item.key));
  const path = keys.join('.');
  const value = path === '' ? input : valueAt(input, path);
  const node = schemaAt(input, keys);
  const isKind = node?.type === 'variant' && keys.at(-1) === 'kind';
  // Items of lists are not in the tree of fields; their issue carries the phrase itself.
  const phrase = node === undefined ? issue.message : phraseOf(node, isKind);
  if (path === '') return error('', `${wholeSpec} must be an object, not ${showValue(value)}.`);
  if (value === undefined) return error(path, `${path} is missing; it must be ${phrase}.`);
  const hint = node === undefined ? '' : hintFor(node, isKind, value);
  return error(path, `${path} must be ${phrase}, not ${showValue(value)}${hint}.`);
}

/** What a wrong word was probably meant to be, as the end of a sentence. */
function hintFor(node: Node, isKind: boolean, value: unknown): string {
  const words = choicesOf(node).filter((choice) => typeof choice === 'string');
  const near = typeof value === 'string' ? nearest(value, words) : undefined;
  if (near === undefined) return '';
  const isWholeSection = node.type === 'variant' && !isKind;
  return isWholeSection ? `; write {"kind": "${near}"}` : `; the nearest is "${near}"`;
}

/** Fields that do not belong, and lists where an object should be: valibot's object takes both silently. */
function strays(node: Node, value: unknown, path: string): readonly Problem[] {
  const isObject = node.type === 'object' || node.type === 'variant';
  if (isObject && Array.isArray(value)) {
    return [error(path, `${path || wholeSpec} must be an object, not ${showValue(value)}.`)];
  }
  const { item } = node;
  if (item !== undefined && Array.isArray(value)) {
    return value.flatMap((one: unknown, at) => strays(item, one, `${path}.${String(at)}`));
  }
  const object = objectFor(node, value);
  if (object?.entries === undefined || !isPlainObject(value)) return [];
  const { entries } = object;
  return Object.entries(value).flatMap(([key, field]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (entry !== undefined) return strays(entry, field, inner);
    return [error(inner, strayField(node, value['kind'], path, key, Object.keys(entries)))];
  });
}

function strayField(node: Node, kind: unknown, path: string, key: string, known: readonly string[]): string {
  const inner = path === '' ? key : `${path}.${key}`;
  const owner = node.type === 'variant' ? `${path} "${String(kind)}"` : path === '' ? 'a run' : path;
  const owners =
    node.type === 'variant' ? optionsOf(node).filter((o) => Object.hasOwn(o.entries ?? {}, key)) : [];
  if (owners.length > 0) {
    return `${inner} is not a field of ${owner}; it belongs to ${showChoices(owners.flatMap(kindsOf))}.`;
  }
  const near = nearest(key, known);
  const meant = near === undefined ? undefined : path === '' ? near : `${path}.${near}`;
  const hint = meant ?? (path === '' ? nearestPath(key) : undefined);
  const advice = hint === undefined ? `its fields are ${known.join(', ')}` : `the nearest is ${hint}`;
  return `${inner} is not a field of ${owner}; ${advice}.`;
}

export type Parsed = { readonly spec: RunSpec } | { readonly problems: readonly Problem[] };

/**
 * Checks that a value (from a file, a message, a form) is a whole run specification: every field
 * there, of the right type and in range, and none besides. One problem per wrong field. Fields that specifications
 * have not always had may be missing; what they then mean is filled in.
 */
export function parseSpec(given: unknown): Parsed {
  const input = withLaterFields(given);
  const result = v.safeParse(runSchema, input);
  const stray = strays(root, input, '');
  const lists = stray.filter(({ path }) => Array.isArray(path === '' ? input : valueAt(input, path)));
  const known = new Map<string, Problem>();
  for (const issue of result.issues ?? []) {
    const problem = problemOf(issue, input);
    const covered = lists.some((list) => list.path === '' || problem.path.startsWith(`${list.path}.`));
    // A pipe may complain twice of one field; the first sentence says it.
    if (!covered && !known.has(problem.path)) known.set(problem.path, problem);
  }
  const problems = [...known.values(), ...stray];
  if (problems.length > 0 || !result.success) return { problems };
  return { spec: result.output };
}
