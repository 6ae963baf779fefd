// Entry of a throw-away process that tries one engine: `node probe.js <engine id>`. It opens the engine, has it
// pass the self-test, times it, and reports over the process's channel. A driver that aborts or hangs takes this
// process with it and no other; see probe-process.ts for the other end.

import { createExecutor, isEngineId } from './catalog.ts';
import { cpuName, openedGpu } from './devices.ts';
import type { Gpu } from './devices.ts';
import type { EngineId } from './catalog.ts';
import type { ProbeReport } from './probe-process.ts';
import { selfTest, timeStep } from './self-test.ts';

/** What computes, asked while the engine is open. */
function deviceOf(id: EngineId, named: string): Gpu {
  switch (id) {
    case 'onnx:cpu':
      return { name: cpuName(), software: false };
    case 'onnx:webgpu':
      return openedGpu();
    case 'tensorflow':
    case 'reference':
      return { name: named, software: false };
    default:
      return id satisfies never;
  }
}

async function probe(id: EngineId): Promise<ProbeReport> {
  // The device is what this process is to find out.
  const executor = await createExecutor(id, { device: '' });
  const fault = await selfTest(executor);
  if (fault !== null) return { ok: false, kind: 'wrong', message: fault };
  const stepMs = await timeStep(executor);
  const { name, software } = deviceOf(id, executor.device);
  const { version } = executor;
  await executor.dispose();
  return { ok: true, device: name, software, version, stepMs };
}

const id = process.argv[2] ?? '';
const report: ProbeReport = isEngineId(id)
  ? await probe(id).catch((error: unknown): ProbeReport => {
      return { ok: false, kind: 'refused', message: error instanceof Error ? error.message : String(error) };
    })
  : { ok: false, kind: 'refused', message: `there is no engine "${id}"` };

// Some drivers crash while the process ends; by then the report has left.
if (process.send === undefined) process.stdout.write(`${JSON.stringify(report)}\n`);
else process.send(report, () => process.exit(0));
