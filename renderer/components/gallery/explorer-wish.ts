// What the latent explorer is asked to draw.

/** Samples at a time. */
export const sampleCounts: readonly number[] = [1, 4, 16, 64];
/** Seeds are those of the designer: whole numbers of 32 bits. */
export const seeds = 2 ** 32;

export interface ExplorerWish {
  /** Fresh noise, the fixed noise of the run's grids, or neighbours of a chosen sample. */
  readonly source: 'fresh' | 'grid' | 'around';
  readonly seed: number;
  readonly count: number;
  /** 1 leaves latents as they were drawn, 0 is their mean. */
  readonly psi: number;
  /** How far along each direction; absent ones are 0. */
  readonly amounts: readonly number[];
  /** The latent whose neighbours are drawn. */
  readonly centre: Float32Array | null;
  /** Another number for each centre. */
  readonly centreNumber: number;
  /** How different neighbours are, 0 to 1. */
  readonly spread: number;
}

export function startWish(): ExplorerWish {
  return {
    ...{ source: 'fresh', seed: 1, count: 16, psi: 1, amounts: [] },
    ...{ centre: null, centreNumber: 0, spread: 0.35 },
  };
}

/** What was typed as a seed; null when it is none. */
export function seedOf(text: string): number | null {
  const number = Number(text.replaceAll(',', '').trim());
  return text.trim() !== '' && Number.isInteger(number) && number >= 0 && number < seeds ? number : null;
}
