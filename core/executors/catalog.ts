// Every engine: how it is opened, and what of it works on this machine. An engine is an executor with its provider.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { cpuName, gpuDrivers, gpuNames } from './devices.ts';
import type { Executor } from './executor.ts';
import { runProbe } from './probe-process.ts';
import { reasonFor } from './reasons.ts';
import { findTensorflow } from './tensorflow-package.ts';

export const engineIds = ['onnx:cpu', 'onnx:webgpu', 'tensorflow', 'reference'] as const;
export type EngineId = (typeof engineIds)[number];

export const isEngineId = (text: string): text is EngineId => (engineIds as readonly string[]).includes(text);

const titles: Readonly<Record<EngineId, string>> = {
  'onnx:cpu': 'ONNX Runtime on the processor',
  'onnx:webgpu': 'ONNX Runtime on the GPU, through WebGPU',
  tensorflow: 'TensorFlow, where the user installed it',
  reference: 'plain JavaScript, to check the others by',
};

export interface ExecutorOptions {
  /** The device's name as a report gives it. */
  readonly device: string;
  /** Threads inside one operator of onnx:cpu; as many as there are processors when absent. */
  readonly threads?: number;
}

/**
 * Opens an engine. A broken GPU driver may abort the process: open only engines that `listEngines` calls available.
 *
 * @throws Error with the engine's reason when it cannot be had.
 */
export async function createExecutor(id: EngineId, { device, threads }: ExecutorOptions): Promise<Executor> {
  // Imported when asked for: each of them loads a large library.
  switch (id) {
    case 'onnx:cpu':
    case 'onnx:webgpu': {
      const { createOnnxExecutor } = await import('./onnx/executor.ts');
      const provider = id === 'onnx:cpu' ? 'cpu' : 'webgpu';
      return createOnnxExecutor({ provider, device, ...(threads === undefined ? {} : { threads }) });
    }
    case 'tensorflow': {
      const { createTensorflowExecutor } = await import('./tensorflow.ts');
      return createTensorflowExecutor();
    }
    case 'reference': {
      const { createReferenceExecutor } = await import('./reference.ts');
      return createReferenceExecutor();
    }
    default:
      return id satisfies never;
  }
}

/** What a probe found out about an engine on this machine. */
export interface EngineReport {
  readonly id: EngineId;
  readonly title: string;
  /** The device's name as far as the system tells it; for an engine that is not available, the one it would use. */
  readonly device: string;
  readonly available: boolean;
  /** Why it is not available and what to do, a sentence; null if it is. */
  readonly reason: string | null;
  /** Whether its GPU is a program on the processor (llvmpipe, SwiftShader). */
  readonly software: boolean;
  /** Library and version; null if the engine is not available. */
  readonly version: string | null;
  /** Milliseconds of one training step of a small DCGAN critic; null if the engine is not available. */
  readonly stepMs: number | null;
}

export interface ListOptions {
  /** The bundled probe.ts. */
  readonly probe: string;
  /** Where results are kept between starts; its folder is made. */
  readonly cacheFile: string;
  /** This program's version: another version probes again. */
  readonly programVersion: string;
  /** Probes even if the machine has not changed since the last time. */
  readonly refresh?: boolean;
  /** How long one engine's probe may take; a minute when absent. */
  readonly timeoutMs?: number;
  /** How a probe's process is started; as a child of this one when absent. */
  readonly run?: typeof runProbe;
  /** Called before an engine is probed: probing all of them takes some seconds. */
  readonly onProbe?: (id: EngineId) => void;
}

/**
 * Reports on every engine, in the order of `engineIds`. Probes them one after the other, so that they do not slow
 * each other down, each in a process of its own; the results are good until the machine, its drivers or the
 * program change. Does not reject for a damaged or unwritable cache file.
 */
export async function listEngines(options: ListOptions): Promise<readonly EngineReport[]> {
  const key = machine(options.programVersion);
  const cached = options.refresh === true ? null : readCache(options.cacheFile, key);
  if (cached !== null) return cached;
  const reports: EngineReport[] = [];
  for (const id of engineIds) {
    options.onProbe?.(id);
    reports.push(await probeEngine(id, options));
  }
  // Without the engine that works everywhere something passing is wrong: look again next time.
  if (reports.some(({ id, available }) => id === 'onnx:cpu' && available)) {
    await writeCache(options.cacheFile, key, reports);
  }
  return reports;
}

async function probeEngine(
  id: EngineId,
  { probe, timeoutMs = 60_000, run = runProbe }: ListOptions,
): Promise<EngineReport> {
  const outcome = await run(probe, id, timeoutMs);
  const title = titles[id];
  if (outcome.kind === 'report' && outcome.report.ok) {
    const { device, software, version, stepMs } = outcome.report;
    return { id, title, device, available: true, reason: null, software, version, stepMs };
  }
  const gpus = gpuNames();
  const reason = reasonFor(id, outcome, { platform: process.platform, arch: process.arch, gpus });
  const device =
    id === 'onnx:webgpu' ? gpus.join(' or ') || 'no GPU' : id === 'reference' ? 'JavaScript' : cpuName();
  return { id, title, device, available: false, reason, software: false, version: null, stepMs: null };
}

/** What the results depend on, as text. */
function machine(program: string): string {
  const tensorflow = findTensorflow();
  return JSON.stringify({
    program,
    node: `${process.versions.node} ${process.platform} ${process.arch}`,
    onnxruntime: runtimeVersion(),
    tensorflow: tensorflow && `${tensorflow.folder} ${tensorflow.version}`,
    cpu: cpuName(),
    gpus: gpuNames(),
    drivers: gpuDrivers(),
  });
}

/** Read from its manifest: loading the library takes longer than everything else here. */
function runtimeVersion(): string | null {
  try {
    const require = createRequire(import.meta.url);
    return (require('onnxruntime-node/package.json') as { readonly version: string }).version;
  } catch {
    return null;
  }
}

interface Cache {
  readonly key: string;
  readonly reports: readonly EngineReport[];
}

/** The results in the file if they are whole and about this machine, else null. */
function readCache(file: string, key: string): readonly EngineReport[] | null {
  let cache: unknown;
  try {
    cache = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  const { key: found, reports } = (cache ?? {}) as Partial<Cache>;
  if (found !== key || !Array.isArray(reports) || reports.length !== engineIds.length) return null;
  return reports.every((report, at) => isReport(report, engineIds[at])) ? reports : null;
}

function isReport(value: unknown, id: EngineId): value is EngineReport {
  const report = (value ?? {}) as Partial<Record<keyof EngineReport, unknown>>;
  return (
    report.id === id &&
    typeof report.title === 'string' &&
    typeof report.device === 'string' &&
    typeof report.software === 'boolean' &&
    (report.available === true
      ? report.reason === null && typeof report.version === 'string' && typeof report.stepMs === 'number'
      : report.available === false && typeof report.reason === 'string')
  );
}

async function writeCache(file: string, key: string, reports: readonly EngineReport[]): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(beside, JSON.stringify({ key, reports } satisfies Cache, null, 2));
    await rename(beside, file);
  } catch {
    // The results are as good without being kept; the next start measures again.
    await rm(beside, { force: true }).catch(() => undefined);
  }
}
