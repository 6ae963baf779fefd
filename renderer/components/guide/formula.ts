// Formulas as trees of MathML elements without styles of their own, which the content security policy does not allow.

import temml from 'temml';

export interface FormulaElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly FormulaNode[];
}
export type FormulaNode = FormulaElement | string;

/**
 * A formula in TeX, as MathML. What temml says in inline styles is either said by its classes too, which GuideFormula
 * gives their looks, or left out.
 * @throws when it does not parse
 */
export function formulaOf(tex: string, display: boolean): FormulaElement {
  const tree: unknown = temml.__renderToMathMLTree(tex, { displayMode: display, throwOnError: true });
  const root = converted(tree).at(0);
  if (root === undefined || typeof root === 'string') throw new Error(`${tex} is no formula.`);
  return root;
}

/** As temml has them: elements, texts, and fragments that have children only. */
interface TemmlNode {
  readonly type?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly unknown[];
  readonly classes?: readonly string[];
}

function converted(node: unknown): readonly FormulaNode[] {
  const { type, text, attributes = {}, children = [], classes = [] } = node as TemmlNode;
  if (text !== undefined) return [text];
  const inside = children.flat().flatMap(converted);
  if (type === undefined || type === '') return inside;
  const names = classes.filter((name) => name !== '').join(' ');
  const kept = Object.entries(attributes).filter(([name]) => name !== 'style');
  if (names !== '') kept.push(['class', names]);
  return [{ tag: type, attributes: Object.fromEntries(kept), children: inside }];
}

/** A text as pieces: words, and formulas between dollar signs. */
export function piecesOf(text: string): readonly { readonly tex: boolean; readonly text: string }[] {
  return text
    .split('$')
    .map((piece, at) => ({ tex: at % 2 === 1, text: piece }))
    .filter((piece) => piece.text !== '');
}
