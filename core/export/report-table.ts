// The one table of a report: heads above, rows below, in a region of its own that scrolls where the page is narrow.

import { html, type Html } from './html.ts';

export interface Head {
  readonly title: string;
  /** Aligned as figures are. */
  readonly number?: boolean;
}

/** @param label what the table is of, for those who hear the page. Rows are `<tr>` elements. */
export function tableHtml(label: string, heads: readonly Head[], rows: readonly Html[]): Html {
  const columns = heads.map(({ title, number }) =>
    number ? html`<th scope="col" class="number">${title}</th>` : html`<th scope="col">${title}</th>`,
  );
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${columns}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
