// HTML put together so that nothing from outside can be anything but text: what is interpolated is escaped, unless it
// was put together in the same way.

/** Text that is markup already. Made by `html` and `joined` only. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Part = Html | string | number | null;

/** A template: strings and numbers in it are escaped, null is nothing. Fit for text and for attributes in double quotes. */
export function html(literals: TemplateStringsArray, ...parts: readonly (Part | readonly Part[])[]): Html {
  let markup = literals[0];
  parts.forEach((part, i) => {
    markup += (Array.isArray(part) ? joined(part as readonly Part[]) : one(part as Part)) + literals[i + 1];
  });
  return new Html(markup);
}

function joined(parts: readonly Part[]): string {
  return parts.map(one).join('');
}

function one(part: Part): string {
  if (part === null) return '';
  return part instanceof Html ? part.markup : escapeText(String(part));
}

const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** As text of HTML, SVG or XML, inside quotes too. Characters that no document may have become a mark for that. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[&<>"']/g, (letter) => names[letter]);
}
