// Data of one's own that go wrong while they are used: folders that vanish or change under a run, a cache that is cut
// off, a disk that is full, and files that were made to harm.

import { createCanvas } from '@napi-rs/canvas';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../core/store/store.ts';
import { place, type Place, type Running } from '../support/critic.ts';

let here: Place;
let pictures = '';
let cache = '';
beforeEach(() => {
  here = place();
  pictures = join(here.folder, 'my pictures 图片');
  cache = join(here.folder, 'cache');
  process.env['CRITIC_CACHE'] = cache;
  onTestFinished(() => {
    Reflect.deleteProperty(process.env, 'CRITIC_CACHE');
  });
  mkdirSync(pictures);
  for (let i = 0; i < 40; i += 1) paint(`${i}.png`, i);
});

function paint(name: string, i: number): void {
  const canvas = createCanvas(28, 28);
  const pen = canvas.getContext('2d');
  pen.fillStyle = `rgb(${i * 6}, 90, ${255 - i * 6})`;
  pen.fillRect(i % 20, 0, 28, 28 - (i % 25));
  writeFileSync(join(pictures, name), canvas.toBuffer('image/png'));
}

/** A short specification of a run on the pictures, in a file. */
function specFile(differs: object = {}): string {
  const mlp = { kind: 'mlp', hidden: [8], activation: 'relu', norm: 'none', init: 'he' };
  const path = join(here.folder, 'run.json');
  const spec = {
    name: 'pictures',
    data: { kind: 'folder', path: pictures, size: 28, channels: 1, heldOut: 8 },
    ...{ latent: { size: 4 }, objective: { kind: 'gan' }, generator: mlp, critic: mlp, batch: 4 },
    ...{ iterations: 500, evaluate: { every: 250, samples: 8 }, grid: { columns: 2, rows: 2, every: 250 } },
    checkpoint: { every: 50 },
    ...differs,
  };
  writeFileSync(path, JSON.stringify(spec));
  return path;
}

const training = (...words: string[]): string[] => ['train', ...words, '--engine', 'onnx:cpu'];

async function midway(): Promise<Running> {
  const running = here.start(...training(specFile()), '--json');
  await running.said(/"kind":"metrics","run":"[^"]+","iteration":1[0-3]\d,/);
  return running;
}

interface Left {
  readonly id: string;
  readonly status: string;
  readonly detail: string | null;
  readonly tensors: object;
}

/** What there is of the newest run, or of one. */
function left(run?: string): Left {
  const store = openStore(here.data);
  try {
    const { id, status, statusDetail } = run === undefined ? store.runs.list()[0] : store.runs.get(run);
    return {
      ...{ id, status, detail: statusDetail },
      tensors: store.checkpoints.latest(id)?.checkpoint.tensors ?? {},
    };
  } finally {
    store.close();
  }
}

let expected: object | null = null;
/** The weights that such a run ends with when nothing goes wrong. */
async function undisturbed(): Promise<object> {
  if (expected === null) {
    const { run, data } = here;
    expect((await run(...training(specFile()))).code).toBe(0);
    expected = left().tensors;
    rmSync(data, { recursive: true });
    rmSync(cache, { recursive: true });
  }
  return expected;
}

/** Exit code of what is refused with a sentence. */
const wrongRequest = 2;

const preparedFiles = (): string[] =>
  readdirSync(join(cache, 'prepared')).map((name) => join(cache, 'prepared', name));

describe('a run on a folder of pictures', () => {
  it('does not need the folder once it trains, and cannot be resumed without it until it is back', async () => {
    const whole = await undisturbed();
    const running = await midway();
    const away = `${pictures} elsewhere`;
    renameSync(pictures, away);
    process.kill(-running.child.pid!, 'SIGINT');
    expect((await running.result).code).toBe(130);
    const { id, status } = left();
    expect(status).toBe('interrupted');

    const refused = await here.run('resume', id);
    expect(refused.code).toBe(wrongRequest);
    expect(refused.stderr).toContain(`"${pictures}" is missing; check data.path.`);
    expect(left(id).status).toBe('interrupted');

    renameSync(away, pictures);
    expect(await here.run('resume', id)).toMatchObject({ code: 0 });
    expect(left(id)).toMatchObject({ status: 'completed', tensors: whole });
    // What was measured needs the pictures, and says so.
    rmSync(pictures, { recursive: true });
    const measured = await here.run('measure', id);
    expect(measured.code).toBe(wrongRequest);
    expect(measured.stderr).toContain('is missing; check data.path');
  });

  it('is not resumed on other pictures, but on the same ones copied anew', async () => {
    const whole = await undisturbed();
    const running = await midway();
    process.kill(-running.child.pid!, 'SIGINT');
    await running.result;
    const { id } = left();
    paint('one more.png', 7);
    const refused = await here.run('resume', id);
    expect(refused.code).toBe(wrongRequest);
    expect(refused.stderr).toMatch(
      /data of the run \w+ have changed since it was started; restore its files/,
    );
    expect(left(id).status).toBe('interrupted');
    rmSync(join(pictures, 'one more.png'));
    // Another time of change, the same bytes.
    copyFileSync(join(pictures, '3.png'), join(here.folder, 'copy.png'));
    renameSync(join(here.folder, 'copy.png'), join(pictures, '3.png'));
    expect(await here.run('resume', id)).toMatchObject({ code: 0 });
    expect(left(id)).toMatchObject({ status: 'completed', tensors: whole });
  });

  it('fails with a sentence when its cache is cut off, and goes on to the same bits', async () => {
    const whole = await undisturbed();
    const running = await midway();
    for (const path of preparedFiles()) truncateSync(path, 100);
    expect((await running.result).code).toBe(1);
    const { id, status, detail } = left();
    expect(status).toBe('failed');
    expect(detail).toMatch(/at iteration \d+: ".*\.images" was cut off while it was read; resume the run/);
    expect(await here.run('resume', id)).toMatchObject({ code: 0 });
    expect(left(id)).toMatchObject({ status: 'completed', tensors: whole });
  });

  it('is measured although the cache is gone', async () => {
    expect((await here.run(...training(specFile({ iterations: 20 })))).code).toBe(0);
    rmSync(cache, { recursive: true });
    const { code, stderr } = await here.run('measure', left().id);
    expect(stderr).toMatch(/holds out 8 samples .* needs at least \d+/);
    expect(code).toBe(wrongRequest);
    expect(preparedFiles()).toHaveLength(1);
  });
});

describe('data that cannot be used', () => {
  /** Training is refused with a sentence, and nothing is left behind. */
  async function expectRefusal(data: object, sentence: RegExp): Promise<void> {
    const evaluate = { every: 100, samples: 2 };
    const { code, stderr } = await here.run(...training(specFile({ data, evaluate })));
    expect(stderr).toMatch(sentence);
    expect(code).toBe(wrongRequest);
    const { stdout } = await here.run('runs', 'list', '--json');
    expect(stdout).toBe('');
  }

  it('are a folder with one image, one that is a file, and one that holds an image of 40,000 pixels only', async () => {
    const lone = join(here.folder, 'lone');
    mkdirSync(lone);
    copyFileSync(join(pictures, '1.png'), join(lone, '1.png'));
    const folder = (path: string): object => ({ kind: 'folder', path, size: 28, channels: 1, heldOut: 2 });
    await expectRefusal(folder(lone), /has 1 sample, so data\.heldOut cannot be 2; bring at least two/);
    await expectRefusal(folder(join(lone, '1.png')), /is not a folder/);
    rmSync(join(lone, '1.png'));
    const header = Buffer.alloc(64);
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]).copy(
      header,
    );
    header.writeUInt32BE(40_000, 16);
    header.writeUInt32BE(40_000, 20);
    writeFileSync(join(lone, 'wide.png'), header);
    await expectRefusal(folder(lone), /"wide\.png", is an edge of 40,000 pixels or more/);
  });

  it('are an archive that says it holds a terabyte, and one that holds more than it says', async () => {
    const bomb = join(here.folder, 'bomb.npz');
    const npy = (path: string): object => ({ kind: 'npy', path, heldOut: 8, size: 28 });
    const little = Buffer.alloc(64);
    writeFileSync(bomb, zipOf(little, 2 ** 32 - 2));
    await expectRefusal(npy(bomb), /bomb\.npz" (announces \d+ bytes|is a damaged \.npz file)/);
    // 100 MB in 100 kB, which says that it is 64 bytes: no more than these are read.
    writeFileSync(bomb, zipOf(Buffer.alloc(1e8), 64));
    await expectRefusal(npy(bomb), /bomb\.npz\b.* /);
  });
});

/** A ZIP of one member, with a size that is a lie. */
function zipOf(content: Buffer, announced: number): Buffer {
  const name = Buffer.from('images.npy');
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(announced, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(announced, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}

/** A shell script where it may mount a disk of its own; Linux lets users do that in a namespace, mostly. */
function inNamespace(script: string, ...values: string[]) {
  return spawnSync('unshare', ['-Urm', 'sh', '-ec', script, 'sh', ...values], {
    encoding: 'utf8',
    env: { ...process.env, CRITIC_DATA: here.data },
  });
}

describe('a disk that is full while the cache is written', () => {
  it('is a sentence, leaves nothing behind, and is no matter once there is room', ({ skip }) => {
    mkdirSync(cache);
    const mount = 'mount -t tmpfs -o size=16k none "$1"';
    if (process.platform !== 'linux' || inNamespace(mount, cache).status !== 0)
      return skip('needs a mount in a namespace');
    const script = `${mount}; "$2" "$3" train "$4" --engine onnx:cpu && exit 9 || echo "code $?"; ls -A "$1/prepared"`;
    const program = join(import.meta.dirname, '..', '..', 'dist', 'critic.js');
    const { stdout, stderr } = inNamespace(script, cache, process.execPath, program, specFile());
    expect(stderr).toMatch(
      /There is no room to prepare the data in ".*prepared"; free some, or set CRITIC_CACHE/,
    );
    expect(stdout).toBe(`code ${wrongRequest}\n`);
  });
});

describe('measuring', () => {
  it('that is ended with kill -9 stores nothing by halves, and is done the next time', async () => {
    const spec = specFile({ data: { kind: '8gaussians' }, latent: { size: 2 }, iterations: 100 });
    expect((await here.run(...training(spec))).code).toBe(0);
    const { id } = left();
    const running = here.start('measure', id, '--checkpoint', 'all');
    // Its process is the only child of the program's.
    const child = await childOf(running.child.pid!);
    process.kill(child, 'SIGKILL');
    const { code, stderr } = await running.result;
    expect(code).toBe(1);
    expect(stderr).toMatch(/Measuring failed: its process was ended by SIGKILL/);
    const again = await here.run('measure', id, '--checkpoint', '50', '--samples', '200');
    expect(again.code).toBe(0);
    const store = openStore(here.data);
    const values = store.measurements.list(id);
    store.close();
    expect(new Set(values.map(({ iteration }) => iteration))).toEqual(new Set([50]));
  });
});

async function childOf(pid: number): Promise<number> {
  for (;;) {
    const { stdout } = spawnSync('ps', ['--ppid', String(pid), '-o', 'pid='], { encoding: 'utf8' });
    const [child] = stdout.trim().split(/\s+/u).map(Number);
    if (child > 0) return child;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
