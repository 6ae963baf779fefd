// Which tiles of which runs have a star, as the window's settings remember it.

/** The newest run comes last. */
export type StarredTiles = Readonly<Record<string, readonly number[]>>;

/** Runs that are remembered; views may remember 64 KiB of text. */
const most = 300;
export const starredName = 'starred-tiles';

/** What was remembered, as far as it makes sense. */
export function readStarred(remembered: unknown): StarredTiles {
  if (typeof remembered !== 'object' || remembered === null) return {};
  return Object.fromEntries(
    Object.entries(remembered).flatMap(([run, tiles]) =>
      Array.isArray(tiles) ? [[run, tiles.filter((tile): tile is number => Number.isInteger(tile))]] : [],
    ),
  );
}

/** With the star of a tile given or taken. */
export function toggled(starred: StarredTiles, run: string, tile: number): StarredTiles {
  const before = starred[run] ?? [];
  const tiles = before.includes(tile)
    ? before.filter((one) => one !== tile)
    : [...before, tile].sort((one, other) => one - other);
  const others = Object.entries(starred).filter(([other]) => other !== run);
  return Object.fromEntries([...others, ...(tiles.length > 0 ? [[run, tiles] as const] : [])].slice(-most));
}
