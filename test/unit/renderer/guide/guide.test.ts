// Every formula of the guide parses and brings no style of its own; every link leads to a page.

import { describe, expect, it } from 'vitest';
import { fieldFacts } from '../../../../core/spec/field-facts.ts';
import { rules } from '../../../../core/spec/health-rules.ts';
import { metricKeys } from '../../../../core/spec/metric.ts';
import { recipes } from '../../../../core/spec/recipes.ts';
import { formulaOf, piecesOf, type FormulaNode } from '../../../../renderer/components/guide/formula.ts';
import { guidePages, pageOf } from '../../../../renderer/components/guide/guide.ts';
import {
  linkTitles,
  pageOfField,
  pageOfMetric,
  pageOfNote,
} from '../../../../renderer/components/guide/links.ts';

const all = guidePages.flatMap((page) => [
  ...page.formulas.map(({ tex }) => ({ page: page.id, tex, display: true })),
  ...[...page.paragraphs, ...page.watch, ...page.goesWrong].flatMap((text) =>
    piecesOf(text)
      .filter(({ tex }) => tex)
      .map(({ text: tex }) => ({ page: page.id, tex, display: false })),
  ),
]);

function elements(
  node: FormulaNode,
): readonly { tag: string; attributes: Readonly<Record<string, string>> }[] {
  return typeof node === 'string' ? [] : [node, ...node.children.flatMap(elements)];
}
function words(node: FormulaNode): string {
  return typeof node === 'string' ? node : node.children.map(words).join('');
}

describe('formulas of the guide', () => {
  it.each(all)('parse, without a style: $page $tex', ({ tex, display }) => {
    const root = formulaOf(tex, display);
    expect(root.tag).toBe('math');
    for (const { tag, attributes } of elements(root)) {
      expect(tag).not.toBe('merror');
      expect(Object.keys(attributes)).not.toContain('style');
    }
  });

  it('are MathML with the parts that were meant', () => {
    const root = formulaOf(String.raw`\frac{W_1^2}{4 \lambda}`, true);
    expect(elements(root).map(({ tag }) => tag)).toEqual(
      expect.arrayContaining(['math', 'mfrac', 'msubsup']),
    );
    expect(words(root)).toBe('W124λ');
    expect(root.attributes['display']).toBe('block');
  });

  it('that do not parse are refused', () => {
    expect(() => formulaOf(String.raw`\frac{1}{`, true)).toThrow();
  });

  it('in texts come in pairs of dollar signs', () => {
    for (const page of guidePages)
      for (const text of [...page.paragraphs, ...page.watch, ...page.goesWrong])
        expect(text.split('$').length % 2, text).toBe(1);
  });
});

describe('links into the guide', () => {
  it('have a page for every objective, health note and metric', () => {
    for (const kind of Object.keys(recipes)) expect(pageOf(kind), kind).toBeDefined();
    for (const kind of ['kl', 'reverse-kl', 'pearson', 'hellinger', 'js'])
      expect(pageOf(`fgan-${kind}`)).toBeDefined();
    for (const { id } of rules) expect(pageOf(pageOfNote(id)), id).toBeDefined();
    for (const key of metricKeys) expect(pageOf(pageOfMetric(key)), key).toBeDefined();
    expect(pageOfMetric('em_estimate')).toBe('penalty-bias');
  });

  it('carry the titles of their pages', () => {
    const fields = Object.keys(fieldFacts).flatMap((path) => pageOfField(path) ?? []);
    expect(fields.length).toBeGreaterThan(8);
    const linked = [...rules.map(({ id }) => pageOfNote(id)), ...metricKeys.map(pageOfMetric)];
    for (const id of [...linked, ...fields]) expect(linkTitles[id], id).toBe(pageOf(id)?.title);
  });

  it('lead from fields that a page explains, and from no others', () => {
    expect(pageOfField('penalty.lambda')).toBe('penalty-bias');
    expect(pageOfField('objective.clip')).toBe('wgan');
    expect(pageOfField('penalty.noise')).toBe('dragan');
    expect(pageOfField('data.path')).toBeUndefined();
  });

  it('lead on to other pages', () => {
    for (const page of guidePages) {
      expect(page.related.length).toBeGreaterThan(0);
      for (const id of page.related) expect(pageOf(id), `${page.id} to ${id}`).toBeDefined();
    }
    expect(new Set(guidePages.map(({ id }) => id)).size).toBe(guidePages.length);
  });
});
