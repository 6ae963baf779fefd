// Where words go: results to stdout, everything that only accompanies them to stderr. With --json stdout carries one
// JSON object per line and nothing else.

/** Text sinks; tests give others. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: {
    write(text: string): unknown;
    readonly isTTY?: boolean;
    readonly columns?: number;
  };
}

export class Output {
  readonly json: boolean;
  readonly #streams: Streams;
  /** Text of the line that is rewritten in place; empty when there is none. */
  #live = '';

  constructor(json: boolean, streams: Streams = process) {
    this.json = json;
    this.#streams = streams;
  }

  /** Whether a line can be rewritten in place. */
  get interactive(): boolean {
    return this.#streams.stderr.isTTY === true;
  }

  /** Part of the result, for people. Nothing with --json. */
  line(text = ''): void {
    if (this.json) return;
    this.#clear();
    this.#streams.stdout.write(`${text}\n`);
  }

  /** Part of the result, for programs. Nothing without --json. */
  object(value: object): void {
    if (this.json) this.#streams.stdout.write(`${jsonLine(value)}\n`);
  }

  /** Something to know on the way. */
  note(text: string): void {
    this.#clear();
    this.#streams.stderr.write(`${text}\n`);
  }

  /** Shows a line in the place of the last one. For terminals only. */
  live(text: string): void {
    const room = (this.#streams.stderr.columns ?? 80) - 1;
    const shown = text.length > room ? `${text.slice(0, Math.max(0, room - 1))}…` : text;
    this.#streams.stderr.write(`\r${shown}\u001b[K`);
    this.#live = shown;
  }

  /** Takes the live line away. */
  #clear(): void {
    if (this.#live !== '') this.#streams.stderr.write('\r\u001b[K');
    this.#live = '';
  }
}

/** JSON in one line. It has no NaN and no infinities: they are the strings "NaN", "Infinity" and "-Infinity". */
export function jsonLine(value: object): string {
  return JSON.stringify(value, finiteOrText);
}

/** The same laid out for people, with a line break at the end. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, finiteOrText, 2)}\n`;
}

function finiteOrText(_key: string, part: unknown): unknown {
  return typeof part === 'number' && !Number.isFinite(part) ? String(part) : part;
}
