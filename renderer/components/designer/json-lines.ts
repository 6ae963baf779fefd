// Lines in a JSON text: where a value stands, and where the text stops being JSON.

/** Number of the line, from 1, that a position is on. */
function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

const token =
  /\s*(?:(?<text>"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?<word>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<sign>[{}[\],:]))/y;

type Wanted = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';

/** What has to follow one more token; undefined where it cannot stand there. `open` is changed by brackets. */
function following(
  wanted: Wanted,
  { text, word, sign }: Record<string, string | undefined>,
  open: string[],
): Wanted | undefined {
  const after = (): Wanted => (open.length === 0 ? 'nothing' : ', or end');
  const isKey = wanted === 'key' || wanted === 'key or }';
  if (text !== undefined && isKey) return ':';
  if (sign === ':' && wanted === ':') return 'value';
  if (sign === ',' && wanted === ', or end') return open.at(-1) === '{' ? 'key' : 'value';
  const closesObject =
    sign === '}' && open.at(-1) === '{' && (wanted === 'key or }' || wanted === ', or end');
  const closesList =
    sign === ']' && open.at(-1) === '[' && (wanted === 'value or ]' || wanted === ', or end');
  if (closesObject || closesList) {
    open.pop();
    return after();
  }
  if (wanted !== 'value' && wanted !== 'value or ]') return undefined;
  if (text !== undefined || word !== undefined) return after();
  if (sign !== '{' && sign !== '[') return undefined;
  open.push(sign);
  return sign === '{' ? 'key or }' : 'value or ]';
}

/** Where a text stops being JSON; JSON.parse does not always say. Its end, when something is missing there. */
function faultIn(text: string): number {
  const open: string[] = [];
  let wanted: Wanted = 'value';
  let position = 0;
  for (;;) {
    token.lastIndex = position;
    const groups = token.exec(text)?.groups;
    const next: Wanted | undefined = groups === undefined ? undefined : following(wanted, groups, open);
    if (next === undefined) return position + /^\s*/.exec(text.slice(position))![0].length;
    wanted = next;
    position = token.lastIndex;
  }
}

/** What JSON.parse said of a text, with the line. */
export function jsonErrorSentence(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = faultIn(text);
  const what =
    position >= text.length
      ? 'it ends too early'
      : message
          .replace(/ in JSON at.*|,? \.{0,3}".*" is not valid JSON/s, '')
          .replace(/^./, (letter) => letter.toLowerCase());
  return `This is not JSON: ${what} on line ${lineAt(text, position)}.`;
}

/**
 * The line on which the value at a path stands; of its nearest ancestor that there is, where it is missing.
 * @param text JSON that parses
 */
export function lineOfPath(text: string, path: string): number {
  const wanted = path === '' ? [] : path.split('.');
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  const at: string[] = [];
  const isList: boolean[] = [];
  let key: string | null = null;
  let best = { depth: 0, position: 0 };
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [word] = token;
    const list = isList.at(-1) ?? true;
    if (word === '}' || word === ']') {
      isList.pop();
      at.pop();
    } else if (word === ',') {
      if (list) at[at.length - 1] = String(Number(at.at(-1)) + 1);
    } else if (word === ':') {
      at[at.length - 1] = key ?? '';
      const depth = at.filter((one, i) => one === wanted[i]).length;
      if (depth === at.length && depth > best.depth) best = { depth, position: token.index };
    } else if (word === '{' || word === '[') {
      isList.push(word === '[');
      at.push(word === '[' ? '0' : '');
    } else if (!list && word.startsWith('"')) {
      key = JSON.parse(word) as string;
    }
  }
  return lineAt(text, best.position);
}
