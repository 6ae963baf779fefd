// A formula as elements of the page.

import { h, type FunctionalComponent, type VNode } from 'vue';
import { formulaOf, type FormulaNode } from './formula.ts';

function rendered(node: FormulaNode): VNode | string {
  if (typeof node === 'string') return node;
  return h(node.tag, node.attributes, node.children.map(rendered));
}

const GuideFormula: FunctionalComponent<{ readonly tex: string; readonly display?: boolean }> = ({
  tex,
  display = false,
}) => rendered(formulaOf(tex, display));
GuideFormula.props = { tex: { type: String, required: true }, display: Boolean };

export default GuideFormula;
