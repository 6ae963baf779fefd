// Engines that crash, hang or lie while they are probed: the process that asked must live and know why.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listEngines } from '../../core/executors/catalog.ts';
import { chooseEngine } from '../../core/executors/choose.ts';
import { runProbe } from '../../core/executors/probe-process.ts';
import { findWebgpu } from '../parity/webgpu.ts';
import { bundled } from '../unit/executors/bundled.ts';

let folder = '';
let probe = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'critic-engines-'));
  probe = await bundled('core/executors/probe.ts');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function script(name: string, code: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
}

const patience = 60_000;

describe('a probe that goes wrong', () => {
  it('crashes', async () => {
    const file = script('segfault', `process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000);`);
    expect(await runProbe(file, 'onnx:webgpu', patience)).toMatchObject({ kind: 'crash', how: 'SIGSEGV' });
  });

  it('aborts with a message', async () => {
    const outcome = await runProbe(
      script('abort', `console.error('terminate called'); process.abort();`),
      'x',
      patience,
    );
    expect(outcome).toMatchObject({ kind: 'crash', how: 'SIGABRT' });
    expect(outcome).toHaveProperty('stderr', expect.stringContaining('terminate called'));
  });

  it('throws', async () => {
    const outcome = await runProbe(script('throw', `throw new Error('no such driver');`), 'x', patience);
    expect(outcome).toMatchObject({ kind: 'crash', how: 'exit code 1' });
    expect(outcome).toHaveProperty('stderr', expect.stringContaining('no such driver'));
  });

  it('ends without a word', async () => {
    expect(await runProbe(script('quiet', ''), 'x', patience)).toMatchObject({
      kind: 'crash',
      how: 'exit code 0',
    });
  });

  it('hangs, busy and deaf to signals', async () => {
    const file = script('hang', `process.on('SIGTERM', () => {}); for (;;) {}`);
    expect(await runProbe(file, 'x', 500)).toEqual({ kind: 'timeout', seconds: 0.5 });
  });

  it('writes more than anybody reads', async () => {
    const file = script(
      'loud',
      `for (let i = 0; i < 2e4; i++) console.error('x'.repeat(100)); throw new Error('end');`,
    );
    const outcome = await runProbe(file, 'x', patience);
    expect(outcome).toHaveProperty('stderr', expect.stringContaining('Error: end'));
  });

  it('answers and then crashes: the answer counts', async () => {
    const report = { ok: true, device: 'd', software: false, version: '1', stepMs: 1 };
    const code = `process.send(${JSON.stringify(report)}, () => process.abort());`;
    expect(await runProbe(script('late', code), 'x', patience)).toMatchObject({ kind: 'report', report });
  });

  it('is not there', async () => {
    const outcome = await runProbe(join(folder, 'missing.mjs'), 'x', patience);
    expect(outcome).toMatchObject({ kind: 'crash', how: 'exit code 1' });
  });

  it('becomes reasons, and auto takes what is left', async () => {
    const file = script(
      'mixed',
      `const id = process.argv[2];
       if (id === 'onnx:webgpu') process.kill(process.pid, 'SIGSEGV');
       else if (id === 'tensorflow') for (;;) {}
       else process.send({ ok: true, device: 'd', software: false, version: '1', stepMs: 1 }, () => process.exit(0));`,
    );
    const reports = await listEngines({
      probe: file,
      cacheFile: join(folder, 'engines.json'),
      programVersion: '1',
      timeoutMs: 1500,
    });
    expect(reports.map(({ available }) => available)).toEqual([true, false, false, true]);
    expect(reports[1].reason).toMatch(/SIGSEGV.*Update the driver/);
    expect(reports[2].reason).toMatch(/within 1.5 seconds/);
    expect(chooseEngine('auto', reports)).toMatchObject({ kind: 'chosen', id: 'onnx:cpu' });
  });
});

describe('the real probe', () => {
  it('finds onnx:cpu usable', async () => {
    const outcome = await runProbe(probe, 'onnx:cpu', patience);
    expect(outcome).toMatchObject({ kind: 'report', report: { ok: true, software: false } });
    if (outcome.kind !== 'report' || !outcome.report.ok) return;
    expect(outcome.report.version).toMatch(/^onnxruntime-node \d/);
    expect(outcome.report.stepMs).toBeGreaterThan(0);
  });

  it('refuses an engine that does not exist', async () => {
    expect(await runProbe(probe, 'onnx:abacus', patience)).toMatchObject({
      kind: 'report',
      report: { ok: false, kind: 'refused', message: 'there is no engine "onnx:abacus"' },
    });
  });

  it('knows a software GPU when it opens one', async ({ skip }) => {
    const webgpu = findWebgpu();
    if (webgpu.kind === 'none' || webgpu.name !== 'SwiftShader') {
      return skip('SwiftShader is not what Vulkan would load here');
    }
    const before = { ...process.env };
    Object.assign(process.env, webgpu.environment);
    try {
      expect(await runProbe(probe, 'onnx:webgpu', patience)).toMatchObject({
        kind: 'report',
        report: { ok: true, device: 'SwiftShader (a software GPU)', software: true },
      });
    } finally {
      for (const name of ['VK_ICD_FILENAMES', 'LD_LIBRARY_PATH']) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
    }
  }, 120_000);
});
