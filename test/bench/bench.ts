// The benchmark: generator iterations per second (n_critic critic updates and one generator update) on five
// workloads, and with --peer four of them in PyTorch too, turn by turn in one run, because machines are shared
// and only ratios measured together mean something.
//
//     npm run bench -- [--peer] [--workload NAME] [--seconds S] [--rounds N] [--python PATH] [--json]

import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { keepingHeap } from '../../core/executors/onnx/heap.ts';
import { ownWorkloads, workloads } from './workloads.ts';

const { values: options } = parseArgs({
  options: {
    peer: { type: 'boolean', default: false },
    workload: { type: 'string' },
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '5' },
    python: { type: 'string', default: 'python3' },
    json: { type: 'boolean', default: false },
  },
});
const seconds = Number(options.seconds);
const rounds = Number(options.rounds);

interface Answer {
  readonly iterations_per_second: number;
  readonly peak_rss_bytes: number;
  readonly gemm_gflops: number;
  readonly flops: number;
  readonly compile_ms: number;
  readonly version: string;
  readonly torch: string;
  readonly variant: unknown;
}

/** A process that answers lines with lines of JSON. */
class Contestant {
  readonly threads: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(
    command: string,
    args: readonly string[],
    threads: number,
    environment: Readonly<Record<string, string>>,
  ) {
    this.threads = threads;
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    this.#child.on('error', (error) => {
      throw new Error(`${command} could not be started: ${error.message}`);
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async next(): Promise<Answer> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('a contestant ended early: its own message stands above');
    return JSON.parse(line.value) as Answer;
  }

  ask(line: string): Promise<Answer> {
    this.#child.stdin.write(`${line}\n`);
    return this.next();
  }

  quit(): void {
    this.#child.stdin.end('quit\n');
  }
}

const workerFile = fileURLToPath(new URL('bench-worker.js', import.meta.url));
const peerFile = fileURLToPath(new URL('../test/bench/peer.py', import.meta.url));
const ours = (workload: string, threads: number): Contestant =>
  new Contestant(process.execPath, [workerFile, workload, String(threads)], threads, keepingHeap);
const theirs = (workload: string, threads: number): Contestant =>
  new Contestant(
    options.python,
    [peerFile, '--workload', workload, '--threads', String(threads), '--serve'],
    threads,
    {
      OMP_NUM_THREADS: String(threads),
      OPENBLAS_NUM_THREADS: String(threads),
    },
  );

interface Entered {
  readonly contestant: Contestant;
  readonly ready: Answer;
}

/** Starts a contestant with each number of threads, keeps the fastest. */
async function enter(start: (threads: number) => Contestant): Promise<Entered> {
  const counts = [...new Set([1, cpus().length])];
  const entered: Entered[] = [];
  for (const threads of counts) {
    const contestant = start(threads);
    entered.push({ contestant, ready: await contestant.next() });
  }
  const best = entered.map(() => 0);
  for (let round = 0; round < 2; round += 1) {
    for (const [at, { contestant }] of entered.entries()) {
      const { iterations_per_second: rate } = await contestant.ask(`run ${seconds / 2}`);
      best[at] = Math.max(best[at], rate);
    }
  }
  const winner = best.indexOf(Math.max(...best));
  for (const [at, { contestant }] of entered.entries()) if (at !== winner) contestant.quit();
  return entered[winner];
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const mebi = (bytes: number): number => Math.round(bytes / 2 ** 20);

async function compare(workload: string) {
  const us = await enter((threads) => ours(workload, threads));
  const peer = options.peer ? await enter((threads) => theirs(workload, threads)) : null;
  const ourRates: number[] = [];
  const peerRates: number[] = [];
  let ourPeak = 0;
  let peerPeak = 0;
  for (let round = 0; round < rounds; round += 1) {
    const our = await us.contestant.ask(`run ${seconds}`);
    ourRates.push(our.iterations_per_second);
    ourPeak = our.peak_rss_bytes;
    if (peer !== null) {
      const their = await peer.contestant.ask(`run ${seconds}`);
      peerRates.push(their.iterations_per_second);
      peerPeak = their.peak_rss_bytes;
    }
  }
  const ourGemm = (await us.contestant.ask('gemm')).gemm_gflops;
  const peerGemm = peer === null ? 0 : (await peer.contestant.ask('gemm')).gemm_gflops;
  const gemm = Math.max(ourGemm, peerGemm);
  const { flops } = await us.contestant.ask('flops');
  us.contestant.quit();
  peer?.contestant.quit();
  const rate = median(ourRates);
  return {
    workload,
    iterations_per_second: rate,
    rates: ourRates,
    threads: us.contestant.threads,
    compile_ms: Math.round(us.ready.compile_ms),
    peak_mib: mebi(ourPeak),
    gflops: (rate * flops) / 1e9,
    machine_gemm_gflops: gemm,
    share_of_gemm: (rate * flops) / 1e9 / gemm,
    version: us.ready.version,
    ...(peer === null
      ? {}
      : {
          peer_iterations_per_second: median(peerRates),
          peer_rates: peerRates,
          peer_threads: peer.contestant.threads,
          peer_peak_mib: mebi(peerPeak),
          peer_version: `PyTorch ${peer.ready.torch}`,
          peer_variant: peer.ready.variant,
          // Round by round, so that the machine's drift cancels.
          ratio: median(ourRates.map((our, round) => our / peerRates[round])),
        }),
  };
}

function row(cells: readonly string[]): string {
  const widths = [10, 9, 8, 9, 8, 7, 9, 8, 7];
  return cells
    .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at] ?? 8)))
    .join(' ');
}

const known = [...workloads, ...(options.peer ? [] : ownWorkloads)].map(({ name }) => name);
const chosen = known.filter((name) => (options.workload ?? name) === name);
if (chosen.length === 0) {
  process.stderr.write(`No workload "${options.workload ?? ''}": use ${known.join(', ')}.\n`);
  process.exit(2);
}
const say = (line: string): void => {
  if (!options.json) process.stdout.write(`${line}\n`);
};
say(
  row([
    'workload',
    'it/s',
    'threads',
    'MiB',
    'of GEMM',
    'compile',
    ...(options.peer ? ['PyTorch', 'MiB', 'ratio'] : []),
  ]),
);
const results: Awaited<ReturnType<typeof compare>>[] = [];
for (const name of chosen) {
  const result = await compare(name);
  results.push(result);
  const peer =
    result.peer_iterations_per_second === undefined || result.ratio === undefined
      ? []
      : [result.peer_iterations_per_second.toFixed(2), String(result.peer_peak_mib), result.ratio.toFixed(2)];
  say(
    row([
      name,
      result.iterations_per_second.toFixed(2),
      String(result.threads),
      String(result.peak_mib),
      `${(100 * result.share_of_gemm).toFixed(0)} %`,
      `${result.compile_ms} ms`,
      ...peer,
    ]),
  );
}
const ratios = results.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio]));
const geometricMean =
  ratios.length === 0
    ? null
    : Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
if (geometricMean !== null) say(`geometric mean of the ratios: ${geometricMean.toFixed(2)}`);
if (options.json) {
  process.stdout.write(
    `${JSON.stringify({ processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, seconds, rounds, results, geometric_mean: geometricMean })}\n`,
  );
}
