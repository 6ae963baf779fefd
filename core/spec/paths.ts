// Dotted paths into plain data: `optimizer.critic.lr`. Lists are leaves, so `critic.hidden` is one value.

export type PlainObject = Readonly<Record<string, unknown>>;

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every leaf of an object by its path, in the order of its fields. */
export function flatten(value: unknown, prefix = ''): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>();
  if (!isPlainObject(value)) {
    leaves.set(prefix, value);
    return leaves;
  }
  for (const [key, field] of Object.entries(value)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    for (const [inner, leaf] of flatten(field, path)) leaves.set(inner, leaf);
  }
  return leaves;
}

/** The value at a path, or undefined where there is none. */
export function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split('.')) {
    const inside = isPlainObject(current) || Array.isArray(current);
    if (!inside || !Object.hasOwn(current as object, key)) return undefined;
    current = (current as PlainObject)[key];
  }
  return current;
}

/** A copy with the value at a path replaced; objects on the way are made where they are missing. */
export function withValueAt(object: PlainObject, path: string, value: unknown): PlainObject {
  return replaced(object, path.split('.'), value) as PlainObject;
}

function replaced(current: unknown, keys: readonly string[], value: unknown): unknown {
  if (keys.length === 0) return value;
  const key = keys[0];
  const rest = keys.slice(1);
  if (Array.isArray(current)) {
    return (current as unknown[]).map((item, i) => (String(i) === key ? replaced(item, rest, value) : item));
  }
  const object = isPlainObject(current) ? current : {};
  const field = Object.hasOwn(object, key) ? object[key] : undefined;
  return { ...object, [key]: replaced(field, rest, value) };
}

/** Whether two plain values are the same, whatever the order of their fields. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}
