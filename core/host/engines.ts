// The engines of this machine as the workstation knows them: tried out once, and again when somebody asks.

import { isEngineId, type EngineId, type EngineReport } from '../executors/catalog.ts';
import { automatic, chooseEngine, type EngineChoice } from '../executors/choose.ts';
import type { EngineList, RunSummary } from '../protocol/contract.ts';
import { HostError } from './errors.ts';

/** Tries the engines out, or remembers how that went. `onStep` tells how far it is. */
export type ListEngines = (
  refresh: boolean,
  onStep: (what: string, done: number, of: number) => void,
) => Promise<readonly EngineReport[]>;

export class Engines {
  readonly #list: ListEngines;
  readonly #onStep: (what: string, done: number, of: number) => void;
  #known: readonly EngineReport[] | null = null;
  #finding: Promise<readonly EngineReport[]> | null = null;

  /** `onStep` also is called once all is done, with `done` equal to `of`. */
  constructor(list: ListEngines, onStep: (what: string, done: number, of: number) => void) {
    this.#list = list;
    this.#onStep = onStep;
  }

  /** Who asks while they are being tried out gets those results. */
  reports(refresh = false): Promise<readonly EngineReport[]> {
    if (this.#known !== null && !refresh) return Promise.resolve(this.#known);
    this.#finding ??= this.#find(refresh).finally(() => {
      this.#finding = null;
    });
    return this.#finding;
  }

  async list(refresh: boolean): Promise<EngineList> {
    const reports = await this.reports(refresh);
    const choice = chooseEngine(automatic, reports);
    const chosen = choice.kind === 'chosen' ? choice.id : null;
    return {
      engines: reports.map((report) => ({ ...report, automatic: report.id === chosen })),
      choice: choice.sentence,
    };
  }

  /** @param requested `auto` or an engine's id */
  async choose(requested: string): Promise<EngineChoice> {
    return chooseEngine(requested, await this.reports());
  }

  /** What a queued run would be computed on, as far as that is known without trying anything out. */
  foresee(requested: string | null): RunSummary['engine'] {
    if (requested === null || this.#known === null) return null;
    const choice = chooseEngine(requested, this.#known);
    if (choice.kind === 'refused') return null;
    return { id: choice.id, device: choice.device, deterministic: isDeterministic(choice.id) };
  }

  /** Takes no time. @throws HostError `refused` for a name that is no engine, or one known not to work here */
  check(requested: string): void {
    if (requested !== automatic && !isEngineId(requested)) {
      throw new HostError('refused', `There is no engine "${requested}"; choose one of those listed.`);
    }
    if (this.#known === null) return;
    const choice = chooseEngine(requested, this.#known);
    if (choice.kind === 'refused') throw new HostError('refused', choice.sentence);
  }

  async #find(refresh: boolean): Promise<readonly EngineReport[]> {
    let steps = 0;
    this.#known = await this.#list(refresh, (what, done, of) => {
      steps = of;
      this.#onStep(what, done, of);
    });
    if (steps > 0) this.#onStep('', steps, steps);
    return this.#known;
  }
}

/** Whether an engine gives the same bits every time; its executor has the last word. */
function isDeterministic(id: EngineId): boolean {
  return id === 'onnx:cpu' || id === 'reference';
}
