// The training loop: Algorithm 1 of the WGAN paper (Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875), which with
// other objectives is Algorithm 1 of the GAN paper (arXiv:1406.2661) or of the WGAN-GP paper (arXiv:1704.00028).
// Around it: looking at the networks, saving them, and obeying commands between iterations.

import type { Executor } from '../executors/executor.ts';
import { penaltyWeightPath } from '../spec/changes.ts';
import { gridSeriesOf } from '../spec/grid-series.ts';
import type { Commands } from './commands.ts';
import type {
  Checkpoint,
  CheckpointEvent,
  DivergedEvent,
  FieldExtent,
  FinishedEvent,
  HistogramsEvent,
  SamplesEvent,
  Scalars,
  TrainEvent,
} from './events.ts';
import { nonFiniteScalar, nonFiniteTensor, type NonFinite } from './finite.ts';
import { openGame, streamStates, type Game, type TrainingSamples } from './game.ts';
import { readHistograms } from './histograms.ts';
import { fillLatents } from './latent.ts';
import { LiveSettings } from './live-settings.ts';
import type { Model } from './model.ts';
import { criticUpdatesBefore, isEvaluated, isSaved, isShown } from './schedule.ts';
import { Stopwatch, type Clock } from './stopwatch.ts';

/** Training samples and the order in which they come. */
export interface TrainingData {
  readonly order: { readonly samplesDrawn: number; next(count: number): ArrayLike<number> };
  readonly samples: TrainingSamples;
}

export interface TrainDeps {
  readonly executor: Executor;
  /** The order stands where `from` left it. */
  readonly data: TrainingData;
  /** Compares `evaluate.samples` generated samples, `[n, ...sample]`, with held-out ones. */
  readonly evaluate: (generated: Float32Array) => Scalars;
  /** Where the critic is shown with each grid; absent for images. */
  readonly field?: FieldExtent;
  readonly clock: Clock;
  readonly commands: Commands;
  /** Goes on from here; the events of this iteration have been given out already. */
  readonly from?: Checkpoint;
  /** Ends the run after the first iteration that reaches this many seconds of training, if it has not ended before. */
  readonly seconds?: number;
}

/**
 * Trains a model and tells of it, event by event; one iteration is one generator update. The events of an iteration
 * come in this order: metrics, histograms, samples, checkpoint. The last event is `finished`. Commands are obeyed between
 * iterations. On a deterministic executor the same spec gives the same bits, in one go or resumed.
 */
export async function* train(model: Model, deps: TrainDeps): AsyncGenerator<TrainEvent, void, void> {
  const { spec } = model;
  const { data, commands, from } = deps;
  const game = await openGame(model, deps.executor, from, deps.field, data.samples);
  const { state, streams, buffers } = game;
  const watch = new Stopwatch(deps.clock, from?.activeSeconds);
  let iteration = from?.iteration ?? 0;
  let criticUpdates = from?.criticUpdates ?? 0;
  const settings = new LiveSettings(spec, from?.settings);
  const weightPath = penaltyWeightPath(spec);
  let saved = { at: from?.iteration ?? -1, settings: settings.changed };

  const progress = () => ({ iteration, criticUpdates, activeSeconds: watch.seconds });
  const finished = (how: FinishedEvent['how']): FinishedEvent => ({ kind: 'finished', iteration, how });
  const diverged = (lost: NonFinite): DivergedEvent => ({ kind: 'diverged', iteration, ...lost });
  const shape = [spec.grid.columns * spec.grid.rows, ...model.sample];
  const series = gridSeriesOf(spec);
  const samples = async function* (): AsyncGenerator<SamplesEvent, void, void> {
    if (series.includes('fresh')) {
      const fresh = await game.sampler.draw(state, game.freshGrid(iteration));
      yield { kind: 'samples', series: 'fresh', ...progress(), shape, data: fresh };
    }
    const average = await game.averageSampler?.draw(state, game.fixed.grid);
    if (average !== undefined) yield { kind: 'samples', series: 'ema', ...progress(), shape, data: average };
    // The last one: whoever hears of it finds the others stored.
    const drawn = await game.sampler.draw(state, game.fixed.grid);
    const field = await game.field?.read(state);
    const shown = field === undefined ? {} : { field };
    yield { kind: 'samples', series: 'fixed', ...progress(), shape, data: drawn, ...shown };
  };
  const histograms = async (): Promise<HistogramsEvent> => {
    return { kind: 'histograms', ...progress(), tensors: await readHistograms(model, state, game.gradients) };
  };
  /** False where a tensor is not finite: the last good checkpoint then stays the newest. */
  const save = async function* (
    reason: CheckpointEvent['reason'],
  ): AsyncGenerator<TrainEvent, boolean, void> {
    if (saved.at === iteration && saved.settings === settings.changed) return true;
    const tensors = await state.read();
    const lost = nonFiniteTensor(tensors);
    if (lost !== undefined) {
      yield diverged(lost);
      return false;
    }
    saved = { at: iteration, settings: settings.changed };
    const { samplesDrawn } = data.order;
    const checkpoint = {
      format: 1,
      ...progress(),
      tensors,
      streams: streamStates(game),
      samplesDrawn,
      ...(Object.keys(settings.changed).length === 0 ? {} : { settings: settings.changed }),
    } as const;
    yield { kind: 'checkpoint', ...progress(), reason, checkpoint };
    return true;
  };

  try {
    // The networks before the first update.
    if (from === undefined) {
      const scalars = await look(model, game, deps);
      yield { kind: 'metrics', ...progress(), scalars };
      yield await histograms();
      yield* samples();
    }

    while (iteration < spec.iterations) {
      // Obey what was asked for since the last iteration.
      const order = yield* obey(commands, iteration, { watch, settings, save: () => save('request') });
      if (order === 'stop') return yield finished((yield* save('interrupted')) ? 'interrupted' : 'diverged');
      if (order === 'diverged') return yield finished('diverged');

      // For t = 0, …, n_critic:
      iteration += 1;
      let scalars: Scalars = {};
      let lost: NonFinite | undefined;
      const objective = { nCritic: settings.of('objective.nCritic') };
      if (weightPath !== undefined) buffers.penaltyWeight[0] = settings.of(weightPath);
      const criticSteps = criticUpdatesBefore({ objective, warmup: spec.warmup }, iteration);
      for (let t = 0; t < criticSteps && lost === undefined; t += 1) {
        // Sample {x} ~ P_r, a batch from the real data.
        data.samples.read(data.order.next(spec.batch), buffers.real);
        // Sample {z} ~ p(z), a batch of prior samples, and where the penalty is taken.
        fillLatents(spec.latent, streams['critic-latent'], buffers.criticLatent);
        streams.penalty.fillUniform(buffers.noise);
        // w <- the optimizer's step along g_w, clipped where the objective says so.
        criticUpdates += 1;
        scalars = await game.critic.update(state, criticUpdates, settings.of('optimizer.critic.lr'));
        lost = nonFiniteScalar(scalars);
      }

      // Sample {z} ~ p(z), a batch of prior samples.
      fillLatents(spec.latent, streams['generator-latent'], buffers.generatorLatent);
      // theta <- the optimizer's step along g_theta, where there is a generator that learns.
      if (lost === undefined && game.generator !== null) {
        const lr = settings.of('optimizer.generator.lr');
        scalars = { ...scalars, ...(await game.generator.update(state, iteration, lr)) };
        lost = nonFiniteScalar(scalars);
      }

      // Look at the networks, and tell.
      const last = iteration === spec.iterations || watch.seconds >= (deps.seconds ?? Infinity);
      if (lost === undefined && (last || isEvaluated(spec, iteration))) {
        scalars = { ...scalars, ...(await look(model, game, deps)) };
        lost = nonFiniteScalar(scalars);
      }
      yield { kind: 'metrics', ...progress(), scalars };
      if (lost !== undefined) {
        yield diverged(lost);
        return yield finished('diverged');
      }
      if (last || isEvaluated(spec, iteration)) yield await histograms();
      if (last || isShown(spec, iteration)) yield* samples();

      // Save.
      if ((last || isSaved(spec, iteration)) && !(yield* save(last ? 'end' : 'schedule')))
        return yield finished('diverged');
      if (last) break;
    }
    yield finished('completed');
  } finally {
    await game.dispose();
  }
}

/** Numbers that compare what the networks have become with held-out data. */
async function look(model: Model, game: Game, { evaluate }: TrainDeps): Promise<Scalars> {
  const { state, fixed, averageSampler } = game;
  const ofAverage =
    averageSampler === null
      ? {}
      : averageDistances(evaluate(await averageSampler.draw(state, fixed.evaluation)));
  const measured = { ...evaluate(await game.sampler.draw(state, fixed.evaluation)), ...ofAverage };
  const { clip } = model.objective;
  return clip === null ? measured : { ...measured, clipped_share: await clippedShare(model, game, clip) };
}

/** The distances of the averaged generator, under keys of their own. */
function averageDistances({ w1, sliced_wasserstein }: Scalars): Scalars {
  return {
    ...(w1 === undefined ? {} : { ema_w1: w1 }),
    ...(sliced_wasserstein === undefined ? {} : { ema_sliced_wasserstein: sliced_wasserstein }),
  };
}

/** Share of the critic's weights at either end of [-c, c]. */
async function clippedShare({ critic }: Model, { state }: Game, clip: number): Promise<number> {
  const end = Math.fround(clip);
  let clipped = 0;
  let all = 0;
  for (const { data } of Object.values(await state.read(critic.parameters.map(({ name }) => name)))) {
    for (let i = 0; i < data.length; i += 1) if (Math.abs(data[i]) >= end) clipped += 1;
    all += data.length;
  }
  return clipped / all;
}

/** What commands act on. */
interface Obeying {
  readonly watch: Stopwatch;
  readonly settings: LiveSettings;
  readonly save: () => AsyncGenerator<TrainEvent, boolean, void>;
}

/** Does what was asked for, and waits while paused. Says how it goes on. */
async function* obey(
  commands: Commands,
  iteration: number,
  { watch, settings, save }: Obeying,
): AsyncGenerator<TrainEvent, 'train' | 'stop' | 'diverged', void> {
  let paused = false;
  for (let command = commands.take(); command !== undefined;) {
    switch (command.kind) {
      case 'stop':
        return 'stop';
      case 'pause':
        watch.pause();
        if (!paused) yield { kind: 'paused', iteration };
        paused = true;
        break;
      case 'resume':
        watch.resume();
        if (paused) yield { kind: 'resumed', iteration };
        paused = false;
        break;
      case 'checkpoint':
        if (!(yield* save())) return 'diverged';
        break;
      case 'change': {
        const { path, value: to } = command;
        const from = settings.change(path, to);
        if (from !== null) yield { kind: 'changed', iteration, path, from, to };
        break;
      }
    }
    command = paused ? await commands.next() : commands.take();
  }
  return 'train';
}
