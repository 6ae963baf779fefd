// What the runs table remembers from one start to the next: columns, their widths, the order, saved filters. What
// comes back may be from another version of the program: each part that cannot be used is replaced by the usual.

import * as v from 'valibot';
import { findColumn, usualColumns } from './columns.ts';
import { newestFirst, type Sort } from './sort-runs.ts';

export interface ShownColumn {
  readonly id: string;
  /** Pixels; null for the usual width. */
  readonly width: number | null;
}

export interface SavedFilter {
  readonly name: string;
  readonly text: string;
}

export interface TableMemory {
  /** In order. */
  readonly columns: readonly ShownColumn[];
  readonly sort: Sort;
  /** By name. */
  readonly filters: readonly SavedFilter[];
}

export const usualMemory: TableMemory = {
  columns: usualColumns.map((id) => ({ id, width: null })),
  sort: newestFirst,
  filters: [],
};

/** More would not fit into what the host keeps for a view. */
export const mostFilters = 100;
const longestFilter = 400;
const widest = 800;

const columnSchema = v.object({
  id: v.string(),
  width: v.fallback(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(widest))), null),
});
const sortSchema = v.object({ column: v.string(), direction: v.picklist(['up', 'down']) });
const filterSchema = v.object({
  name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(60)),
  text: v.pipe(v.string(), v.maxLength(longestFilter)),
});

/** Never fails. */
export function readMemory(value: unknown): TableMemory {
  const fields = v.is(v.record(v.string(), v.unknown()), value) ? value : {};
  const columns = valid(columnSchema, fields['columns']).filter(({ id }) => findColumn(id) !== undefined);
  const sort = v.safeParse(sortSchema, fields['sort']);
  return {
    columns: columns.length === 0 ? usualMemory.columns : withName(once(columns, ({ id }) => id)),
    sort: sort.success && findColumn(sort.output.column) !== undefined ? sort.output : usualMemory.sort,
    filters: once(valid(filterSchema, fields['filters']), ({ name }) => name).slice(0, mostFilters),
  };
}

/** The entries of a list that fit. */
function valid<T>(schema: v.GenericSchema<unknown, T>, value: unknown): readonly T[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const parsed = v.safeParse(schema, entry);
    return parsed.success ? [parsed.output] : [];
  });
}

function once<T>(list: readonly T[], key: (entry: T) => string): readonly T[] {
  return list.filter((entry, at) => list.findIndex((other) => key(other) === key(entry)) === at);
}

/** A run cannot be opened without its name. */
function withName(columns: readonly ShownColumn[]): readonly ShownColumn[] {
  return columns.some(({ id }) => id === 'name') ? columns : [{ id: 'name', width: null }, ...columns];
}

export function widthOf({ id, width }: ShownColumn): number {
  const column = findColumn(id);
  return Math.min(widest, Math.max(column?.least ?? 0, width ?? column?.width ?? 0));
}

/** A column made `width` wide, or as wide as usual for null. */
export function withWidth(memory: TableMemory, id: string, width: number | null): TableMemory {
  return {
    ...memory,
    columns: memory.columns.map((column) =>
      column.id === id
        ? { id, width: width === null ? null : widthOf({ id, width: Math.round(width) }) }
        : column,
    ),
  };
}

/** Shows a column at the end, or hides it. */
export function withColumn(memory: TableMemory, id: string, shown: boolean): TableMemory {
  const others = memory.columns.filter((column) => column.id !== id);
  if (!shown) return id === 'name' ? memory : { ...memory, columns: others };
  return others.length < memory.columns.length
    ? memory
    : { ...memory, columns: [...others, { id, width: null }] };
}

/** Moves a column by some places, negative ones towards the start. */
export function withMoved(memory: TableMemory, id: string, by: number): TableMemory {
  const from = memory.columns.findIndex((column) => column.id === id);
  if (from === -1) return memory;
  const columns = [...memory.columns];
  const [moved] = columns.splice(from, 1);
  columns.splice(Math.min(columns.length, Math.max(0, from + by)), 0, moved);
  return { ...memory, columns };
}

/** Saves a filter under a name; one of that name is replaced. */
export function withFilter({ filters, ...memory }: TableMemory, filter: SavedFilter): TableMemory {
  const others = filters.filter(({ name }) => name !== filter.name);
  const next = [...others, { ...filter, text: filter.text.slice(0, longestFilter) }];
  return {
    ...memory,
    filters: next.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })).slice(0, mostFilters),
  };
}

export function withoutFilter(memory: TableMemory, name: string): TableMemory {
  return { ...memory, filters: memory.filters.filter((filter) => filter.name !== name) };
}
