// How much slower a run trains while another process works for somebody who looks at it: measuring at low priority, and
// making a film. The process is stopped and let go on, block by block, so that the machine's drift cancels.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BatchOrder } from '../../core/datasets/batches.ts';
import { askExporter } from '../../core/host/exporter.ts';
import {
  forkProcess,
  type ForkProcess,
  type ForkTrainer,
  type HostProcess,
} from '../../core/host/run-process.ts';
import { CommandQueue } from '../../core/gan/commands.ts';
import type { TrainEvent } from '../../core/gan/events.ts';
import { buildModel } from '../../core/gan/model.ts';
import { train } from '../../core/gan/train.ts';
import { writeCheckpoint } from '../../core/store/checkpoint-file.ts';
import { openStore } from '../../core/store/store.ts';
import { median, type Subject } from './looking.ts';

export interface Slowdown {
  readonly what: string;
  /** Of the pace with it to the pace without it: the median of the rounds. */
  readonly ratio: number;
  readonly ratios: readonly number[];
}

interface Blocks {
  /** Of a block. */
  readonly seconds: number;
  readonly rounds: number;
}

/** Work that goes on for ever, in one process after another. */
interface Endless {
  readonly stop: () => void;
  readonly goOn: () => void;
  readonly end: () => void;
}

const entry = (name: string): string => fileURLToPath(new URL(`${name}.js`, import.meta.url));
/** Grids of the film. */
const frames = 200;

export async function slowdowns(subject: Subject, blocks: Blocks): Promise<readonly Slowdown[]> {
  const pace = await openPace(subject);
  const runs = await storedRun(subject);
  try {
    return [
      { what: 'while checkpoints are measured', ...(await compare(pace, measuring(subject, runs), blocks)) },
      { what: 'while a film is exported', ...(await compare(pace, filming(subject, runs), blocks)) },
    ];
  } finally {
    await pace.end();
  }
}

/** Iterations per second over about so many seconds. */
type Pace = (seconds: number) => Promise<number>;

async function openPace({
  spec,
  dataset,
  executor,
}: Subject): Promise<{ run: Pace; end: () => Promise<void> }> {
  const never = 10_000_000;
  const plain = {
    ...{ ...spec, iterations: never, evaluate: { ...spec.evaluate, every: never } },
    ...{ grid: { ...spec.grid, every: never }, checkpoint: { every: never } },
  };
  const events = train(buildModel(plain, dataset.shape), {
    executor,
    data: { order: new BatchOrder(dataset.train.count, spec.seed), samples: dataset.train },
    evaluate: () => ({}),
    clock: () => performance.now(),
    commands: new CommandQueue(),
  });
  const run: Pace = async (seconds) => {
    const began = performance.now();
    for (let iterations = 0; ;) {
      const { value } = await events.next();
      if ((value as TrainEvent).kind === 'metrics') iterations += 1;
      const passed = (performance.now() - began) / 1000;
      if (passed >= seconds && iterations > 0) return iterations / passed;
    }
  };
  // Warmed up.
  await run(2);
  return {
    run,
    async end() {
      await events.return();
    },
  };
}

async function compare({ run }: { run: Pace }, work: Endless, { seconds, rounds }: Blocks) {
  const ratios: number[] = [];
  // It has started by then, and reads no files any more.
  await run(seconds);
  for (let round = 0; round < rounds; round += 1) {
    work.stop();
    const without = await run(seconds);
    work.goOn();
    const withIt = await run(seconds);
    ratios.push(withIt / without);
  }
  work.end();
  return { ratio: median(ratios), ratios };
}

/** Keeps a process, or the one after it, at work. @param begin resolves when it is done */
function endless(begin: (fork: ForkProcess) => Promise<unknown>): Endless {
  let child: HostProcess<unknown> | null = null;
  let isOver = false;
  let isStopped = false;
  const signal = (): void => {
    if (child !== null && child.pid > 0) process.kill(child.pid, isStopped ? 'SIGSTOP' : 'SIGCONT');
  };
  const fork: ForkProcess = (...started) => {
    child = forkProcess(...started);
    // One that takes the place of the last just then.
    if (isStopped) signal();
    return child;
  };
  const again = async (): Promise<void> => {
    while (!isOver) await begin(fork).catch(() => undefined);
  };
  void again();
  return {
    stop: () => {
      isStopped = true;
      signal();
    },
    goOn: () => {
      isStopped = false;
      signal();
    },
    end: () => {
      isOver = true;
      child?.kill();
    },
  };
}

interface StoredRun {
  readonly dataDir: string;
  readonly id: string;
  readonly checkpoint: string;
}

/** A run with one checkpoint and many grids, which are the same. */
async function storedRun({ spec, dataset, executor, folder }: Subject): Promise<StoredRun> {
  const dataDir = join(folder, 'data');
  const store = openStore(dataDir);
  const { id } = store.runs.create({ ...spec, iterations: frames });
  const { device, version, deterministic } = executor;
  store.runs.start(id, {
    engine: { id: executor.id, device, version, deterministic },
    dataFingerprint: dataset.fingerprint,
  });
  const events = train(buildModel({ ...spec, iterations: 1 }, dataset.shape), {
    executor,
    data: { order: new BatchOrder(dataset.train.count, spec.seed), samples: dataset.train },
    evaluate: () => ({}),
    clock: () => performance.now(),
    commands: new CommandQueue(),
  });
  let checkpoint = '';
  for await (const event of events) {
    if (event.kind === 'samples' && event.series === 'fixed' && event.iteration === 1) {
      for (let iteration = 1; iteration <= frames; iteration += 1)
        store.samples.save(id, { ...event, iteration });
    }
    if (event.kind === 'checkpoint') {
      const { file } = writeCheckpoint(folder, id, event.checkpoint);
      checkpoint = join(folder, file);
    }
  }
  store.close();
  return { dataDir, id, checkpoint };
}

function measuring({ spec, dataset, resourcesDir, folder }: Subject, { checkpoint }: StoredRun): Endless {
  return endless(async (fork) => {
    const begin = fork as unknown as ForkTrainer;
    const child = begin(entry('trainer'), () => undefined);
    child.send({
      kind: 'measure',
      spec,
      checkpoints: Array.from({ length: 50 }, () => ({ iteration: 1, path: checkpoint })),
      dataFingerprint: dataset.fingerprint,
      engine: { id: 'onnx:cpu', device: 'processor', threads: 1 },
      resourcesDir,
      samples: null,
      known: [],
      cacheDir: join(folder, 'classifiers'),
    });
    await child.ended;
  });
}

function filming({ resourcesDir, folder }: Subject, { dataDir, id }: StoredRun): Endless {
  return endless((fork) => {
    const request = {
      kind: 'film',
      runs: [id],
      format: 'webm',
      framesPerSecond: 25,
      scale: 4,
      axis: 'iterations',
    } as const;
    const job = { kind: 'make', request, dataDir, folder, resourcesDir, version: 'bench' } as const;
    return askExporter({ fork, exporterEntry: entry('exporter') }, job, 'The film', () => undefined).answer;
  });
}
