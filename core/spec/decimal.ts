// Numbers as people type them.

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** `5`, `.5`, `1e-4`; undefined for anything else, such as an empty text, `0x10` or `1,000`. */
export function parseDecimal(text: string): number | undefined {
  return decimal.test(text) ? Number(text) : undefined;
}
