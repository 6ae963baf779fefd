// The program from the outside: the workstation for a browser.

import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { serve as runServe } from '../../../core/cli/commands/serve.ts';
import type { Context } from '../../../core/cli/context.ts';
import { Output } from '../../../core/cli/output.ts';
import { connect, type Connection } from '../../../core/protocol/rpc.ts';
import { protocolNumber } from '../../../core/protocol/contract.ts';
import { socketTransport } from '../../../core/serve/socket.ts';
import { findPreset } from '../../../core/spec/presets.ts';
import { openStore } from '../../../core/store/store.ts';
import { place } from '../../support/critic.ts';
import { startServe, type ServeOptions, type Served } from '../../support/serve.ts';

const opened: Served[] = [];

async function serve(options?: ServeOptions): Promise<Served> {
  const served = await startServe(options);
  opened.push(served);
  return served;
}

afterEach(async () => {
  for (const served of opened.splice(0)) await served.close();
});

/** What a browser has after it opened the address. */
async function keyOf(address: string): Promise<string> {
  const reply = await fetch(address, { redirect: 'manual' });
  return reply.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function lineTo(address: string): Promise<Connection> {
  const { host } = new URL(address);
  const socket = new WebSocket(`ws://${host}/line`, {
    headers: { cookie: await keyOf(address), origin: `http://${host}` },
  });
  await once(socket, 'open');
  return connect(socketTransport(socket));
}

async function portInUse(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return (server.address() as AddressInfo).port;
}

describe('critic serve', () => {
  it('says its address on one line, and is there', async () => {
    const served = await serve();
    const page = await fetch(served.address.replace(/\?.*/, ''), {
      headers: { cookie: await keyOf(served.address) },
    });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="app">');
    const { host } = await lineTo(served.address);
    expect(await host.hello(protocolNumber)).toMatchObject({ shell: 'server' });
    expect(await host.listRuns()).toEqual([]);
    await expect(host.hello(protocolNumber + 1)).rejects.toMatchObject({ code: 'refused' });
    const ending = await served.stop();
    expect(ending).toMatchObject({ code: 0, signal: null, stdout: `${served.address}\n` });
    expect(ending.stderr).toContain(served.data);
  });

  it('says it as an object with --json', async () => {
    const served = await serve({ words: ['--json'] });
    const { stdout } = await served.stop();
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'serving',
      address: served.address,
      port: Number(new URL(served.address).port),
      dataDir: served.data,
    });
  });

  it('saves what is being trained at Ctrl-C, and tells so by its exit code', async () => {
    const served = await serve();
    const line = await lineTo(served.address);
    const { host } = line;
    await host.hello(protocolNumber);
    const spec = { ...findPreset('toy-8gaussians-wgan-gp')!.spec, iterations: 1_000_000 };
    const training = new Promise<void>((resolve) => {
      line.on('run', ({ state, iteration }) => {
        if (state === 'running' && iteration > 0) resolve();
      });
    });
    await host.listRuns();
    const [id] = await host.startRuns({ specs: [spec], engine: 'onnx:cpu', budget: null, group: null });
    await training;
    const ending = await served.stop();
    expect(ending).toMatchObject({ code: 130, signal: null });
    expect(ending.stderr).toContain('Saving and stopping');
    const store = openStore(served.data);
    try {
      const run = store.runs.get(id);
      expect(run.status).toBe('interrupted');
      expect(store.checkpoints.list(id).at(-1)?.iteration).toBe(run.iteration);
    } finally {
      store.close();
    }
  });

  it('keeps its address with CRITIC_TOKEN, which must not be easy to guess', async () => {
    const token = 'a-token-of-more-than-32-characters';
    const served = await serve({ environment: { CRITIC_TOKEN: token } });
    expect(new URL(served.address).searchParams.get('token')).toBe(token);
    await expect(serve({ environment: { CRITIC_TOKEN: 'secret' } })).rejects.toThrow(/32 or more letters/);
  });

  it('is one for each folder of runs, and leaves it to the next one', async () => {
    const served = await serve();
    await expect(serve({ data: served.data })).rejects.toThrow(
      new RegExp(`process ${served.child.pid ?? 0}\\b`),
    );
    served.child.kill('SIGKILL');
    await once(served.child, 'close');
    const next = await serve({ data: served.data });
    expect(next.address).not.toBe(served.address);
  });

  it('refuses a port that is in use, and touches nothing', async () => {
    const { run, dataFiles } = place();
    const port = await portInUse();
    const result = await run('serve', '--no-open', '--port', String(port));
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(new RegExp(`^Port ${port} is in use by another program; choose another`));
    expect(dataFiles()).toEqual([]);
  });

  it('takes another port when the usual one is in use and none was asked for', async () => {
    const usual = createServer().unref();
    usual.on('error', () => undefined);
    usual.listen(7717, '127.0.0.1');
    const { start } = place();
    const running = start('serve', '--no-open');
    await running.said(/token=[\w-]+\n/);
    process.kill(running.child.pid ?? 0, 'SIGTERM');
    const { code, stdout } = await running.result;
    usual.close();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:(?!7717\/)\d+\/\?token=[\w-]{43}\n$/);
  });

  it('refuses a folder of runs that is a file', async () => {
    const { run } = place();
    const result = await run('serve', '--no-open', '--data', process.execPath);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/data directory .*not a directory/);
  });

  it('refuses to start without a window, and names the command that builds it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'critic-no-window-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const none = join(folder, 'none');
    const context: Context = {
      places: { resources: none, trainer: none, exporter: none, probe: none, window: none, desktop: none },
      version: '0',
      environment: { CRITIC_DATA: join(folder, 'data') },
      output: new Output(false),
      program: 'critic',
    };
    const refusal = runServe({ kind: 'serve', json: false, port: 0, open: false }, context);
    await expect(refusal).rejects.toThrow(`${none} is missing; npm run build makes it.`);
    expect(readdirSync(folder)).toEqual([]);
  });
});
