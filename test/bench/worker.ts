// Times one workload on one executor, in a process of its own so that its memory can be told apart.
//
//     node bench-worker.js WORKLOAD THREADS [PREFIX]
//
// With a PREFIX the runtime writes its own profile of the critic's and the generator's step to files of that prefix.
//
// Answers each line of standard input with one line of JSON, as peer.py does:
//
//     run SECONDS   generator iterations per second over about that long
//     gemm          this machine's matrix product, 1024 x 1024 x 1024, in GFLOP/s
//     quit          (or the end of the input)

import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import type { Executor, Step } from '../../core/executors/executor.ts';
import { createOnnxExecutor } from '../../core/executors/onnx/executor.ts';
import { record } from '../../core/executors/onnx/recorder.ts';
import { buildModel, initialState } from '../../core/gan/model.ts';
import { coefficientFeed, criticPhase, generatorPhase, penaltyWeightFeed } from '../../core/gan/phases.ts';
import { RandomStream } from '../../core/nn/random.ts';
import { ownWorkloads, workloads } from './workloads.ts';

/** Windows of a measurement; the median of their rates is its result. */
const windows = 3;

const [name = '', threads, profile = ''] = process.argv.slice(2);
const known = [...workloads, ...ownWorkloads];
const workload = known.find((candidate) => candidate.name === name);
if (workload === undefined)
  throw new Error(`no workload "${name}": use ${known.map((w) => w.name).join(', ')}`);
const { spec, sample } = workload;

const executor = await createOnnxExecutor({
  provider: 'cpu',
  device: 'processor',
  threads: Number(threads),
  ...(profile === '' ? {} : { profile }),
});
const model = buildModel(spec, sample);
const state = await executor.load(initialState(model));
const started = performance.now();
const phases = { critic: criticPhase(model), generator: generatorPhase(model) };
const critic = await executor.compile(phases.critic.step);
const generator = await executor.compile(phases.generator.step);
const compileMs = performance.now() - started;

const volume = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const stream = RandomStream.of(1, 'evaluation');
const real = stream.fillUniform(new Float32Array(spec.batch * volume(sample)), -1, 1);
const latent = new Float32Array(spec.batch * spec.latent.size);
const { penalty } = model.objective;
const noise = new Float32Array(volume(penalty?.noiseShape(sample, spec.batch) ?? [0]));
const updates = { critic: 0, generator: 0 };

function coefficients(player: 'critic' | 'generator'): Record<string, Float32Array> {
  updates[player] += 1;
  const { lr } = spec.optimizer[player];
  const values = model.optimizer[player].coefficientsAt(updates[player], lr);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [coefficientFeed(player, name), Float32Array.of(value)]),
  );
}

const penaltyWeight = Float32Array.of(model.objective.penalty?.lambda ?? 0);
async function iteration(): Promise<void> {
  for (let k = 0; k < spec.objective.nCritic; k += 1) {
    stream.fillNormal(latent);
    stream.fillUniform(noise);
    await critic.run(state, {
      real,
      latent,
      noise,
      [penaltyWeightFeed]: penaltyWeight,
      ...coefficients('critic'),
    });
  }
  stream.fillNormal(latent);
  const { scalars } = await generator.run(state, { latent, ...coefficients('generator') });
  if (!scalars.every(Number.isFinite)) throw new Error('the workload diverged');
}

async function rate(seconds: number): Promise<number> {
  const start = performance.now();
  for (let count = 1; ; count += 1) {
    await iteration();
    const elapsed = (performance.now() - start) / 1000;
    if (elapsed >= seconds) return count / elapsed;
  }
}

async function gemm(executor: Executor): Promise<number> {
  const size = 1024;
  const step: Step = {
    name: 'gemm',
    state: { a: [size, size], b: [size, size] },
    feeds: {},
    compute: ({ a, b }) => ({ state: { a: tf.matMul(a, b) }, outputs: {} }),
  };
  const one = (): Float32Array => stream.fillUniform(new Float32Array(size * size), 0, 2 / size);
  const operands = await executor.load({
    a: { shape: [size, size], data: one() },
    b: { shape: [size, size], data: one() },
  });
  const compiled = await executor.compile(step);
  let best = Infinity;
  for (let repeat = 0; repeat < 12; repeat += 1) {
    const start = performance.now();
    await compiled.run(operands, {});
    best = Math.min(best, performance.now() - start);
  }
  await compiled.dispose();
  operands.dispose();
  return (2 * size ** 3) / best / 1e6;
}

/** Multiplications that the matrix products of one generator iteration really execute, Winograd's saving counted. */
async function multiplyAdds(): Promise<number> {
  const perCritic = (await record(phases.critic.step, 'gather')).multiplyAdds;
  const perGenerator = (await record(phases.generator.step, 'gather')).multiplyAdds;
  return spec.objective.nCritic * perCritic + perGenerator;
}

async function answer(line: string): Promise<object> {
  const [command, seconds] = line.trim().split(' ');
  if (command === 'gemm') return { gemm_gflops: await gemm(executor) };
  if (command === 'flops') return { flops: 2 * (await multiplyAdds()) };
  const rates: number[] = [];
  for (let window = 0; window < windows; window += 1) rates.push(await rate(Number(seconds) / windows));
  return {
    iterations_per_second: rates.toSorted((a, b) => a - b)[Math.floor(windows / 2)],
    peak_rss_bytes: process.resourceUsage().maxRSS * 1024,
  };
}

await iteration();
process.stdout.write(
  `${JSON.stringify({ ready: true, compile_ms: compileMs, version: executor.version })}\n`,
);
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === 'quit') break;
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
