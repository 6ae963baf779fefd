// Tags of runs: what a person types, and what is changed on many runs at once.

const longestTag = 40;

/** Tags are separated by commas; spaces inside them stay. */
export function newTags(text: string): readonly string[] {
  const tags = text.split(',').map((tag) =>
    tag
      .replaceAll(/[\s"]+/gu, ' ')
      .trim()
      .slice(0, longestTag),
  );
  return [...new Set(tags)].filter((tag) => tag !== '');
}

/** A run's tags with some put on (true) and some taken off (false); the rest stay in their order. */
export function changedTags(
  tags: readonly string[],
  changes: ReadonlyMap<string, boolean>,
): readonly string[] {
  const on = [...changes].filter(([, wanted]) => wanted).map(([tag]) => tag);
  return [...new Set([...tags.filter((tag) => changes.get(tag) !== false), ...on])];
}
