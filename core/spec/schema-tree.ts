// The fields of the schema as a tree: which object holds for a value, what a field must be, every known path.

import * as v from 'valibot';
import { nearest } from './nearest.ts';
import { isPlainObject } from './paths.ts';
import { showChoices, showValue } from './problem.ts';
import { runSchema } from './run-schema.ts';

/** The parts of a valibot schema that are read here, whichever of its many types it has. */
export interface Node {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly wrapped?: Node;
  /** What a list is of. */
  readonly item?: Node;
}
export const root: Node = runSchema;

/** Kinds that an option of a variant stands for: one, or several where they have the same fields. */
export function kindsOf(option: Node): readonly string[] {
  const kind = option.entries?.['kind'];
  if (kind === undefined) return [];
  return kind.type === 'literal' ? [kind.literal as string] : (kind.options as readonly string[]);
}

export function optionsOf(variant: Node): readonly Node[] {
  return variant.options as readonly Node[];
}

/** The object schema that holds for a value: the option of its kind where there are several. */
export function objectFor(node: Node, value: unknown): Node | undefined {
  if (node.type === 'object') return node;
  if (node.type !== 'variant' || !isPlainObject(value)) return undefined;
  const kind = value['kind'];
  return optionsOf(node).find((option) => typeof kind === 'string' && kindsOf(option).includes(kind));
}

/** The schema of the field or item at a path; a variant's `kind` gives the variant itself. */
export function schemaAt(input: unknown, keys: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  let value = input;
  for (const key of keys) {
    if (node === undefined) return undefined;
    const isKindOfVariant: boolean = node.type === 'variant' && key === 'kind';
    if (isKindOfVariant) return node;
    const entry: Node | undefined = node.item ?? objectFor(node, value)?.entries?.[key];
    node = entry?.wrapped ?? entry;
    value =
      isPlainObject(value) || Array.isArray(value) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return node;
}

/** The words, numbers or truths that a field may be; none for fields of other types. */
export function choicesOf(node: Node): readonly (string | number | boolean)[] {
  if (node.type === 'variant') return optionsOf(node).flatMap(kindsOf);
  if (node.type === 'boolean') return [true, false];
  return node.type === 'picklist' ? (node.options as readonly (string | number)[]) : [];
}

/** What a field must be, for a sentence: "a number above 0", "one of 28, 32 or 64". */
export function phraseOf(node: Node, isKind: boolean): string {
  if (node.type === 'variant' && !isKind) return `an object whose kind is ${showChoices(choicesOf(node))}`;
  if (node.type === 'object') return 'an object';
  if (node.type === 'literal') return showValue(node.literal);
  const choices = choicesOf(node);
  if (choices.length > 0) return showChoices(choices);
  return v.getDescription(node as unknown as v.GenericSchema) ?? 'left out';
}

function pathsIn(node: Node, path: string): readonly string[] {
  const objects = node.type === 'variant' ? optionsOf(node) : node.type === 'object' ? [node] : [];
  if (objects.length === 0) return [path];
  const inner = objects.flatMap((object) =>
    Object.entries(object.entries ?? {}).flatMap(([key, entry]) =>
      pathsIn(entry, path === '' ? key : `${path}.${key}`),
    ),
  );
  return path === '' ? inner : [path, ...inner];
}

/** Every path that some run specification has, sections (`objective`) before their fields. */
export const knownPaths: readonly string[] = [...new Set(pathsIn(root, ''))];

function lastWord(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/**
 * The known path that a mistyped one was probably meant to be: one that ends in the same word, else the
 * one with the fewest edits, else one whose last word is near. Undefined when nothing is.
 */
export function nearestPath(path: string): string | undefined {
  const word = lastWord(path).toLowerCase();
  const namesakes = knownPaths.filter((known) => lastWord(known).toLowerCase() === word);
  // Of several, the critic's stands last: its settings are the ones most often changed.
  if (namesakes.length > 0) return nearest(path, namesakes) ?? namesakes.at(-1);
  const whole = nearest(path, knownPaths);
  if (whole !== undefined) return whole;
  const nearWord = nearest(word, knownPaths.map(lastWord));
  return knownPaths.findLast((known) => lastWord(known) === nearWord);
}
