// Lists of records by column: the names of fields once rather than with every record, and numbers as one array. A list
// of thousands of runs takes a third of the bytes and of the time.

/** Fewer are not worth it. */
const fewest = 16;

export interface Column {
  readonly name: string;
  /** Of each record 1 where it has the field, else 0; null where all have it. */
  readonly has: Uint8Array | null;
  /** Of those that have it, in order; texts that come again and again as places in `texts`. */
  readonly values: Float64Array | readonly unknown[];
  readonly texts: readonly string[] | null;
}

export interface Table {
  readonly records: number;
  readonly columns: readonly Column[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Null for what is no list of records, or too short. Fields that are `undefined` count as absent. */
export function toTable(value: unknown): Table | null {
  if (!Array.isArray(value) || value.length < fewest) return null;
  const records: readonly unknown[] = value;
  if (!records.every(isRecord)) return null;
  const columns = new Map<string, { readonly has: Uint8Array; readonly values: unknown[] }>();
  records.forEach((record, at) => {
    for (const name in record) {
      const field = record[name];
      if (field === undefined) continue;
      let column = columns.get(name);
      if (column === undefined)
        columns.set(name, (column = { has: new Uint8Array(records.length), values: [] }));
      column.has[at] = 1;
      column.values.push(field);
    }
  });
  // Records without any field are not in a column, so that nobody could tell how many there were.
  if (columns.size === 0) return null;
  return {
    records: records.length,
    columns: [...columns].map(([name, { has, values }]) => ({
      name,
      has: values.length === records.length ? null : has,
      ...packed(values),
    })),
  };
}

function packed(values: readonly unknown[]): Pick<Column, 'values' | 'texts'> {
  if (values.every((value) => typeof value === 'number')) {
    return { values: Float64Array.from(values), texts: null };
  }
  if (!values.every((value) => typeof value === 'string')) return { values, texts: null };
  const places = new Map<string, number>();
  const at = new Float64Array(values.length);
  for (const [i, value] of values.entries()) {
    const place = places.get(value) ?? places.size;
    if (place === places.size) {
      // Hardly any comes again.
      if (2 * place > values.length) return { values, texts: null };
      places.set(value, place);
    }
    at[i] = place;
  }
  return { values: at, texts: [...places.keys()] };
}

/** The records again. Throws an Error for what is no table, whoever made it. */
export function fromTable(table: unknown): Record<string, unknown>[] {
  const { records, columns } = checked(table);
  // Copies of a record that has the fields already are made faster than fields are added to one.
  const common = columns.filter(({ has }) => has === null).map(({ name }) => [name, null] as const);
  const one: Readonly<Record<string, unknown>> = Object.fromEntries(common);
  const rows = Array.from({ length: records }, (): Record<string, unknown> => ({ ...one }));
  for (const { name, has, values, texts } of columns) {
    let next = 0;
    for (let at = 0; at < records; at += 1) {
      if (has !== null && has[at] !== 1) continue;
      const value = values[next];
      rows[at][name] = texts === null ? value : texts[value as number];
      next += 1;
    }
  }
  return rows;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function checked(table: unknown): Table {
  if (!isRecord(table) || !Array.isArray(table['columns']) || table['columns'].length === 0) throw odd();
  const records = table['records'];
  const columns: readonly unknown[] = table['columns'];
  const isTable = columns.every((column) => isColumn(column, records));
  if (!isTable) throw odd();
  return table as unknown as Table;
}

/** Each value is there, so that a few bytes cannot claim millions of records. */
function isColumn(column: unknown, records: unknown): column is Column {
  if (!isRecord(column)) return false;
  const { name, has, values, texts } = column;
  if (typeof name !== 'string' || name === '__proto__') return false;
  if (!(Array.isArray(values) || values instanceof Float64Array)) return false;
  if (texts !== null) {
    if (!Array.isArray(texts) || !(values instanceof Float64Array)) return false;
    if (!values.every((place) => Number.isInteger(place) && place >= 0 && place < texts.length)) return false;
  }
  if (has === null) return values.length === records;
  if (!(has instanceof Uint8Array) || has.length !== records) return false;
  return has.reduce((sum, one) => sum + (one === 1 ? 1 : 0), 0) === values.length;
}

function odd(): Error {
  return new Error('This is no table.');
}
