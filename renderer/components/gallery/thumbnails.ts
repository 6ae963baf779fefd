// Small pictures of stored grids: painted when they come into sight, a few at a time; those around them when the
// window has nothing else to do. The ones used last are kept.

export interface ThumbnailWork<T> {
  readonly paint: (iteration: number) => Promise<T>;
  /** How many are kept. */
  readonly most: number;
  /** Paintings under way at the same time. */
  readonly atOnce: number;
  /** Calls back when there is time. */
  readonly whenIdle: (action: () => void) => void;
}

export class Thumbnails<T> {
  readonly #work: ThumbnailWork<T>;
  /** The least recently used comes first. */
  readonly #kept = new Map<number, T>();
  readonly #failed = new Set<number>();
  readonly #underWay = new Set<number>();
  readonly #listeners = new Map<number, Set<() => void>>();
  #inSight: readonly number[] = [];
  #around: readonly number[] = [];
  /** Paintings begun before are of no use any more. */
  #generation = 0;
  #waitsForIdle = false;

  constructor(work: ThumbnailWork<T>) {
    this.#work = work;
  }

  get(iteration: number): T | undefined {
    const thumbnail = this.#kept.get(iteration);
    if (thumbnail !== undefined) {
      this.#kept.delete(iteration);
      this.#kept.set(iteration, thumbnail);
    }
    return thumbnail;
  }

  hasFailed(iteration: number): boolean {
    return this.#failed.has(iteration);
  }

  /** What is wanted from now on: the ones in sight first, those around them when there is time. */
  want(inSight: readonly number[], around: readonly number[]): void {
    this.#inSight = inSight;
    this.#around = around;
    this.#goOn();
  }

  /** Hears once this thumbnail has been painted, or could not be. Returns the undo. */
  onPainted(iteration: number, listener: () => void): () => void {
    const listeners = this.#listeners.get(iteration) ?? new Set();
    this.#listeners.set(iteration, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(iteration) === listeners)
        this.#listeners.delete(iteration);
    };
  }

  /** They look different from now on, or what they show was forgotten. */
  forgetAfter(iteration: number): void {
    this.#generation += 1;
    this.#underWay.clear();
    this.#failed.clear();
    for (const at of [...this.#kept.keys()]) if (at > iteration) this.#kept.delete(at);
    this.#goOn();
  }

  /** Nothing is painted any more. */
  close(): void {
    this.want([], []);
    this.#listeners.clear();
    this.forgetAfter(-1);
  }

  #goOn(): void {
    while (this.#underWay.size < this.#work.atOnce) {
      const next = this.#inSight.find((iteration) => this.#isMissing(iteration));
      if (next === undefined) break;
      this.#start(next);
    }
    if (this.#underWay.size > 0 || this.#waitsForIdle) return;
    if (!this.#around.some((iteration) => this.#isMissing(iteration))) return;
    this.#waitsForIdle = true;
    this.#work.whenIdle(() => {
      this.#waitsForIdle = false;
      const next = this.#around.find((iteration) => this.#isMissing(iteration));
      if (next !== undefined && this.#underWay.size === 0) this.#start(next);
    });
  }

  #isMissing(iteration: number): boolean {
    return !this.#kept.has(iteration) && !this.#failed.has(iteration) && !this.#underWay.has(iteration);
  }

  #start(iteration: number): void {
    const mine = this.#generation;
    const end = (keep: () => void): void => {
      if (mine !== this.#generation) return;
      this.#underWay.delete(iteration);
      keep();
      for (const listener of [...(this.#listeners.get(iteration) ?? [])]) listener();
      this.#goOn();
    };
    this.#underWay.add(iteration);
    this.#work.paint(iteration).then(
      (thumbnail) => {
        end(() => {
          this.#keep(iteration, thumbnail);
        });
      },
      () => {
        end(() => this.#failed.add(iteration));
      },
    );
  }

  #keep(iteration: number, thumbnail: T): void {
    this.#kept.set(iteration, thumbnail);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#work.most) return;
      this.#kept.delete(oldest);
    }
  }
}
