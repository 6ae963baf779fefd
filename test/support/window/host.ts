// A host that makes everything up, in the page itself: enough to see every view move. Nothing here is a result.

import { histograms } from './histograms.ts';
import { CallError } from '../../../core/protocol/call-error.ts';
import type {
  ExperimentCard,
  EngineList,
  GridSeries,
  GridSteps,
  HostEvents,
  MetricBatch,
  RunDetail,
  RunState,
  RunSummary,
  SampleContent,
  SampleGrid,
  SeriesPart,
  SeriesRequest,
  Settings,
  StartRequest,
} from '../../../core/protocol/contract.ts';
import type { Message } from '../../../core/protocol/rpc.ts';
import type { Transport } from '../../../core/protocol/transport.ts';
import { isToy, sampleShape } from '../../../core/spec/data-facts.ts';
import type { MetricKey } from '../../../core/spec/metric.ts';
import { presets } from '../../../core/spec/presets.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { dataWords, hasCriticGap } from '../../../core/spec/words.ts';
import { madeUpMeasurements } from './measured.ts';
import { madeUpMarks } from './marks.ts';
import { startMadeUp } from './sweep.ts';
import { latents, madeUpStudios, pictures } from './studio.ts';

const states: readonly RunState[] = [
  ...([
    'running',
    'completed',
    'completed',
    'interrupted',
    'diverged',
    'crashed',
    'completed',
    'paused',
  ] as const),
  ...(['completed', 'failed', 'completed', 'queued', 'completed', 'completed'] as const),
];

const keysOf = (spec: RunSpec): MetricKey[] => {
  const wasserstein = spec.objective.kind.startsWith('wgan');
  return [
    'critic_loss',
    'generator_loss',
    ...(wasserstein
      ? (['em_estimate'] as const)
      : hasCriticGap(spec.objective)
        ? (['critic_gap'] as const)
        : (['d_real', 'd_fake', 'js_bound'] as const)),
    ...('lambda' in spec.objective ? (['penalty', 'gradient_norm'] as const) : []),
    ...(isToy(spec.data)
      ? (['w1', 'modes', 'high_quality', 'reverse_kl'] as const)
      : (['sliced_wasserstein'] as const)),
  ];
};

function value(key: MetricKey, iteration: number, of: number): number {
  const t = iteration / of;
  const noise = Math.sin(iteration * 12.9898 + key.length * 78.233) * 0.5 + Math.sin(iteration * 0.37) * 0.3;
  if (key === 'modes') return Math.min(8, Math.floor(2 + 7 * t));
  if (key === 'd_real') return 0.6 + 0.25 * t + 0.05 * noise;
  if (key === 'd_fake') return 0.4 - 0.25 * t + 0.05 * noise;
  if (key === 'critic_loss') return -4 * Math.exp(-3 * t) + 0.3 * noise;
  if (key === 'generator_loss') return 2 * Math.sin(5 * t) + 0.4 * noise;
  return 4 * Math.exp(-3 * t) + 0.25 + 0.12 * noise;
}

interface MadeUpRun {
  summary: RunSummary;
  readonly spec: RunSpec;
}

function makeRun(index: number, count: number): MadeUpRun {
  const preset = presets[index % presets.length];
  // The two runs of a pair have the same seed.
  const seed = index % 4 < 2 ? index - (index % 2) : index;
  const spec = { ...preset.spec, seed, ema: { decay: index % 3 === 1 ? 0.999 : 0 } };
  const wanted = states[index % states.length];
  // However many runs there are, few are under way.
  const state = index < 40 || !['running', 'paused', 'queued'].includes(wanted) ? wanted : 'completed';
  const iterations = index === 0 ? 4000 : spec.iterations;
  const iteration =
    state === 'completed' ? iterations : state === 'queued' ? 0 : Math.round(iterations * 0.4);
  const id = `0${String(count - index).padStart(7, '0')}ab`;
  const measures = Object.fromEntries(
    keysOf(spec).map((key) => [
      key,
      {
        last: value(key, iteration, iterations),
        lastIteration: iteration,
        best: 0.31,
        bestIteration: iteration - 7,
      },
    ]),
  );
  return {
    spec,
    summary: {
      ...{ id, name: index % 5 === 0 ? `${preset.id} with a rather long name ${index}` : preset.id, state },
      detail:
        state === 'crashed'
          ? 'Its trainer was ended by SIGKILL at iteration 320. Resume it to go on from the checkpoint at iteration 200.'
          : null,
      objective: spec.objective.kind,
      data: spec.data.kind,
      dataTitle: dataWords(spec.data),
      sampleShape: sampleShape(spec.data),
      ...{ batch: spec.batch, seed: spec.seed, iterations, seconds: null },
      engine: { id: 'onnx:cpu', device: 'Some Processor 9000', deterministic: true },
      createdAt: Date.now() - index * 3.1e6,
      startedAt: state === 'queued' ? null : Date.now() - index * 3e6,
      endedAt: ['running', 'queued', 'paused'].includes(state) ? null : Date.now() - index * 3e6 + 2e5,
      ...{ iteration, criticUpdates: iteration * 5, activeSeconds: iteration / 11 },
      compareGroup: index % 4 < 2 ? `pair-${Math.floor(index / 4)}` : null,
      ...{ starred: index % 6 === 2, tags: index % 3 === 0 ? ['baseline'] : [], note: '' },
      ...{ bytes: 3e6 + index * 1e5, measures, newestGrid: state === 'queued' ? null : iteration },
      queuePlace: state === 'queued' ? 1 : null,
      rate: state === 'running' ? 11.2 : null,
      resumable: ['crashed', 'interrupted', 'diverged'].includes(state),
    },
  };
}

function content(spec: RunSpec, phase: number, count = 64, noise = spec.seed): SampleContent {
  if (isToy(spec.data)) {
    const points = Float32Array.from({ length: 1024 }, (_, i) => {
      const angle = (((i >> 1) % 8) * Math.PI) / 4;
      const blur = 0.6 * Math.exp(-phase * 3) + 0.03;
      const centre = i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
      return 1.414 * centre + blur * (Math.random() + Math.random() - 1);
    });
    const [columns, rows] = [64, 64];
    const values = Float32Array.from({ length: columns * rows }, (_, i) => {
      const [x, y] = [(i % columns) / 32 - 1, Math.floor(i / columns) / 32 - 1];
      return Math.sin(4 * x + phase) * Math.cos(4 * y) - 0.6 * (x * x + y * y);
    });
    return { kind: 'points', points, field: { xMin: -2, xMax: 2, yMin: -2, yMax: 2, columns, rows, values } };
  }
  return pictures(spec, latents(spec, noise, count), phase);
}

/** Early ones are dense, then one each `every` iterations. */
function gridSteps(run: RunSummary, every: number): GridSteps {
  const early = [0, 1, 2, 5, 10, 20, 50].filter((i) => i <= run.iteration && i < every);
  const late = Array.from({ length: Math.floor(run.iteration / every) }, (_, i) => (i + 1) * every);
  const iterations = [...early, ...late];
  return {
    iterations: Float64Array.from(iterations),
    criticUpdates: Float64Array.from(iterations, (i) => 5 * i),
    activeSeconds: Float64Array.from(iterations, (i) => i / 11),
  };
}

function part(key: MetricKey, run: RunSummary, { from, to, buckets }: SeriesRequest): SeriesPart {
  const end = Math.min(to ?? run.iteration, run.iteration);
  const width = Math.max(1, (end - from + 1) / buckets);
  const rare = ['sliced_wasserstein', 'w1', 'modes', 'high_quality', 'reverse_kl'].includes(key);
  const step = Math.max(width, rare ? Math.max(1, run.iterations / 40) : 1);
  const first: number[] = [];
  for (let x = from; x <= end; x += step) first.push(Math.round(x));
  const array = (of: (x: number) => number): Float64Array => Float64Array.from(first, of);
  const v = (x: number): number => value(key, x, run.iterations);
  return {
    ...{ key, width, first: array((x) => x), last: array((x) => x + Math.floor(width) - 1) },
    ...{ min: array((x) => v(x) - (width > 1 ? 0.2 : 0)), max: array((x) => v(x) + (width > 1 ? 0.2 : 0)) },
    ...{ mean: array(v), tail: array(v), count: array(() => Math.floor(width)), nonFinite: array(() => 0) },
    ...{ criticUpdates: array((x) => 5 * x), activeSeconds: array((x) => x / 11) },
  };
}

const madeUpExperiments: readonly ExperimentCard[] = presets
  .slice(0, 3)
  .map(({ id, title, spec, expect, source }) => ({
    ...{
      id,
      title,
      paper: source,
      figure: 'Fig. 3',
      question: 'Does the loss tell how good samples are?',
      expect,
    },
    ...{ group: `iterations/${id}-desk`, arms: [{ title, spec }] },
  }));

const engines: EngineList = {
  choice:
    'Engine onnx:cpu on Some Processor 9000: the fastest that works here. onnx:webgpu is not available: no GPU was found.',
  engines: [
    {
      ...{
        id: 'onnx:cpu',
        title: 'ONNX Runtime on the processor',
        device: 'Some Processor 9000',
        available: true,
      },
      ...{ reason: null, software: false, version: 'onnxruntime 1.30.0', stepMs: 21.4, automatic: true },
    },
    {
      ...{
        id: 'onnx:webgpu',
        title: 'ONNX Runtime on the GPU, through WebGPU',
        device: 'no GPU',
        available: false,
      },
      reason: 'No GPU was found: the system has no Vulkan driver. Install the driver of your graphics card.',
      ...{ software: false, version: null, stepMs: null, automatic: false },
    },
  ],
};

/**
 * A transport whose other end answers at once.
 * @param every iterations between stored grids
 */
export function madeUpHost(count: number, every = 100): Transport {
  const runs = new Map(
    Array.from({ length: count }, (_, i) => makeRun(i, count)).map((run) => [run.summary.id, run]),
  );
  let settings: Settings = {
    ...{
      theme: 'system',
      palette: 'okabe-ito',
      engine: 'auto',
      runsAtOnce: 0,
      notifications: true,
      measureWhenComplete: true,
      views: {},
    },
  };
  let receive: (message: Message) => void = () => undefined;
  let events = 0;
  let exporting = new AbortController();
  const emit = <K extends keyof HostEvents>(name: K, event: HostEvents[K]): void => {
    events += 1;
    receive({ kind: 'event', number: events, name, value: event });
  };
  const of = (id: unknown): MadeUpRun => {
    const run = runs.get(String(id));
    if (run === undefined) throw new Error(`There is no run "${String(id)}".`);
    return run;
  };
  const change = (id: unknown, to: Partial<RunSummary>): void => {
    const run = of(id);
    run.summary = { ...run.summary, ...to };
    emit('run', run.summary);
  };
  const grid = ({ summary, spec }: MadeUpRun, iteration: number, series?: GridSeries): SampleGrid => ({
    ...{
      run: summary.id,
      seq: iteration,
      iteration,
      criticUpdates: iteration * 5,
      activeSeconds: iteration / 11,
    },
    content: content(
      spec,
      Math.min(1, (series === 'ema' ? 1.2 : 1) * (iteration / summary.iterations)),
      ...(series === 'fresh' ? ([64, iteration + 1] as const) : []),
    ),
  });
  const added = madeUpMarks(
    (id) => ({ spec: of(id).spec, iteration: of(id).summary.iteration }),
    emit,
    () => [...runs.keys()][0],
  );
  const watched = new Set<string>();
  setInterval(() => {
    for (const run of runs.values()) {
      const { summary, spec } = run;
      if (summary.state !== 'running' || summary.engine === null) continue;
      const iterations = Float64Array.from([1, 2, 3], (i) => summary.iteration + i);
      change(summary.id, { iteration: summary.iteration + 3, activeSeconds: (summary.iteration + 3) / 11 });
      if (!watched.has(summary.id)) continue;
      const batch: MetricBatch = {
        ...{ run: summary.id, seq: summary.iteration, iterations },
        criticUpdates: iterations.map((i) => 5 * i),
        activeSeconds: iterations.map((i) => i / 11),
        columns: keysOf(spec).map((key) => ({
          key,
          rows: Float64Array.of(0, 1, 2),
          values: iterations.map((i) => value(key, i, summary.iterations)),
        })),
      };
      emit('metrics', batch);
      if (summary.iteration % 12 < 3) emit('grid', grid(run, summary.iteration));
    }
  }, 250);

  const api: Readonly<Record<string, (...args: never[]) => unknown>> = {
    hello: () => ({
      ...{ version: '0.2.0', shell: 'server', platform: 'linux', processors: 8, memoryBytes: 16e9, settings },
    }),
    listRuns: () => [...runs.values()].map(({ summary }) => summary),
    readRun(id: unknown): RunDetail {
      const { summary, spec } = of(id);
      const marks = [
        { seq: 1, kind: 'started', iteration: 0, at: summary.createdAt, text: null },
        { seq: 2, kind: 'checkpoint', iteration: 200, at: summary.createdAt, text: null },
        { seq: 3, kind: 'paused', iteration: 260, at: summary.createdAt, text: null },
        { seq: 4, kind: 'continued', iteration: 260, at: summary.createdAt, text: null },
      ] as const;
      return {
        summary,
        spec,
        marks: [...marks, ...added.of(summary.id)],
        grids: gridSteps(summary, every),
        checkpoints: [200, 400, 800]
          .filter((i) => i <= summary.iteration)
          .map((i) => ({ iteration: i, criticUpdates: 5 * i, activeSeconds: i / 11, reason: 'schedule' })),
        keys: summary.state === 'queued' ? [] : keysOf(spec),
        seq: 4,
      };
    },
    readMeasurements(id: unknown) {
      const { summary, spec } = of(id);
      const isMeasured = summary.state === 'completed';
      return madeUpMeasurements(
        summary.id,
        spec,
        isMeasured ? [200, 400, 800].filter((i) => i <= summary.iteration) : [],
      );
    },
    measureRun: async (run: string) => {
      for (let done = 0; done < 20; done += 1) {
        const told = { run, step: 'Comparing neighbours', done, of: 20, behind: null, stored: 0 };
        emit('measuring', told);
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      emit('measuring', { run, step: '', done: 1, of: 1, behind: null, stored: 1 });
      return { problems: [] };
    },
    cancelMeasuring: () => undefined,
    startRuns: (request: StartRequest) =>
      startMadeUp(
        request,
        (run) => {
          runs.set(run.summary.id, run);
          emit('run', run.summary);
        },
        change,
      ),
    readSpecs: (ids: readonly string[]) => ids.map((id) => of(id).spec),
    controlRun(id: unknown, command: unknown) {
      const to: Readonly<Record<string, RunState>> = {
        pause: 'paused',
        continue: 'running',
        stop: 'interrupted',
      };
      change(id, { state: to[String(command)] ?? 'interrupted' });
    },
    resumeRun(id: unknown) {
      change(id, { state: 'running', rate: 11 });
    },
    moveInQueue: () => undefined,
    editRun(id: unknown, edit: Partial<RunSummary>) {
      change(id, edit);
    },
    deleteRuns(ids: readonly string[]) {
      emit('gone', { runs: ids });
      return { runs: ids, bytes: 3e6, until: Date.now() + 30_000 };
    },
    restoreRuns(ids: readonly string[]) {
      for (const id of ids) change(id, {});
    },
    watchRun(id: string) {
      watched.add(id);
    },
    unwatchRun(id: string) {
      watched.delete(id);
    },
    readSeries: (id: unknown, request: SeriesRequest) =>
      request.keys.map((key) => part(key, of(id).summary, request)),
    readGrid: (id: unknown, iteration: number, series?: GridSeries) => grid(of(id), iteration, series),
    readHistograms: (id: unknown) => histograms(of(id).summary.iteration),
    previewData: (data: RunSpec['data'], n: number) => ({
      ...{ title: dataWords(data), train: 60_000, heldOut: 10_000 },
      content: content({ ...presets[0].spec, data }, 1, n),
      ...{ classes: null, skipped: [], notes: [] },
    }),
    cancelPreview: () => undefined,
    downloadData: () => undefined,
    cancelDownload: () => undefined,
    tryOut: async (_spec: unknown, engine: string) => {
      for (let done = 0; done < 4; done += 1) {
        emit('busy', { what: 'trial', step: 'Compiling', done, of: 4 });
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      return {
        ...{
          engine: { id: engine === 'auto' ? 'onnx:cpu' : engine, device: 'Some Processor 9000' },
          openSeconds: 1.2,
          secondsPerIteration: 0.094,
        },
        ...{
          peakBytes: 412e6,
          freeMemoryBytes: 9.6e9,
          checkpointBytes: 9.1e6,
          gridBytes: 50e3,
          problem: null,
        },
      };
    },
    makeExport: async ({ kind }: { kind: string }) => {
      exporting = new AbortController();
      const { signal } = exporting;
      for (let done = 0; done < 20; done += 1) {
        emit('busy', { what: 'export', step: `Drawing frame ${done + 1} of 20`, done, of: 20 });
        await new Promise((resolve) => setTimeout(resolve, 150));
        signal.throwIfAborted();
      }
      return { path: `1/${kind}.svg`, name: `${kind}.svg`, bytes: 123e3 };
    },
    cancelExport() {
      exporting.abort();
    },
    listExperiments: () => madeUpExperiments,
    listEngines: () => engines,
    changeSettings(to: Partial<Settings>) {
      settings = { ...settings, ...to, views: { ...settings.views, ...to.views } };
      emit('settings', settings);
      return settings;
    },
    ...added.calls,
    ...madeUpStudios((id) => ({ spec: of(id).spec, iterations: of(id).summary.iterations })),
    readStorage: () => ({
      dataDir: '/home/ada/.local/share/critic',
      runBytes: 412e6,
      databaseBytes: 31e6,
      freeBytes: 88e9,
    }),
  };
  return {
    post(message) {
      if (message.kind !== 'call') return;
      const { id, name, args } = message;
      void (async () => {
        try {
          await Promise.resolve();
          const call = api[name] as ((...args: unknown[]) => unknown) | undefined;
          if (call === undefined) throw new Error(`There is no call "${name}".`);
          receive({ kind: 'answer', id, value: await call(...args) });
        } catch (error) {
          receive({
            kind: 'error',
            id,
            code: error instanceof CallError ? error.code : 'unknown',
            message: error instanceof Error ? error.message : '',
          });
        }
      })();
    },
    receive(handler) {
      receive = handler;
    },
    closed: () => undefined,
  };
}

/** A picture for a run's thumbnail. */
export function thumbnail(run: string): string {
  const hue = (Number.parseInt(run.replace(/\D/g, ''), 10) * 37) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="hsl(${hue} 30% 20%)"/><circle cx="4" cy="4" r="2" fill="hsl(${hue} 40% 70%)"/></svg>`;
  // What callers append, such as `?v=3`, is no part of the picture.
  return `data:image/svg+xml,${encodeURIComponent(svg)}#`;
}
