// Downloads from a server of the test: whole, broken off and gone on with, with wrong content, and without a connection.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadDataset } from '../../../core/datasets/catalog.ts';
import { download } from '../../../core/datasets/download.ts';
import { downloads, type Download } from '../../../core/datasets/downloads.ts';
import { temporaryFolder } from './idx-file.ts';

const cache = temporaryFolder();
process.env['CRITIC_CACHE'] = cache;

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));
const set: Download = {
  ...downloads.mnist,
  files: [{ name: 'a.gz', md5: createHash('md5').update(content).digest('hex') }],
};
const target = join(cache, 'downloads', 'mnist', 'a.gz');

let server: Server;
let address = '';
/** Bytes after which the connection breaks, for each request in turn. */
let breaks: number[] = [];
let given: Buffer = content;
let ranges: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const from = Number(/^bytes=(\d+)-$/u.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from >= given.length && from > 0) {
      response.writeHead(416).end();
      return;
    }
    const rest = given.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': rest.length,
      ...(from > 0 && { 'content-range': `bytes ${from}-${given.length - 1}/${given.length}` }),
    });
    const cut = breaks.shift();
    if (cut === undefined) response.end(rest);
    else {
      response.write(rest.subarray(0, cut));
      // Not before something of it is kept, however slow the machine is.
      const kept = setInterval(() => {
        if ((statSync(`${target}.part`, { throwIfNoEntry: false })?.size ?? 0) <= from) return;
        clearInterval(kept);
        response.destroy();
      }, 5);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  [breaks, ranges, given] = [[], [], content];
});

describe('a download', () => {
  it('that breaks off goes on where it was', async () => {
    breaks = [100_000, 50_000];
    const steps: number[] = [];
    await download(set, { address, onProgress: (_, done) => steps.push(done) });
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(ranges[0]).toBeUndefined();
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/u);
    expect(ranges).toHaveLength(3);
    expect(steps.at(-1)).toBe(300_000);
    // What is there and right is not fetched again.
    await download(set, { address });
    expect(ranges).toHaveLength(3);
  });

  it('that breaks off for good keeps what has arrived', async () => {
    writeFileSync(target, 'damaged');
    breaks = [1000, 1000, 1000];
    await expect(download(set, { address })).rejects.toThrow(
      /MNIST could not be downloaded: .*a\.gz broke off; what has arrived is kept, and critic data download mnist/u,
    );
    expect(existsSync(`${target}.part`)).toBe(true);
    await download(set, { address });
    expect(ranges.at(-1)).toMatch(/^bytes=[1-9]/u);
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  it('with other content is removed', async () => {
    writeFileSync(target, 'damaged');
    given = Buffer.from('<html>moved</html>');
    await expect(download(set, { address })).rejects.toThrow(
      /its MD5 is [0-9a-f]{32}, not .* It was removed/u,
    );
    expect(existsSync(`${target}.part`)).toBe(false);
    expect(readFileSync(target, 'utf8')).toBe('damaged');
  });

  it('without a connection names the address and the place to put the file by hand', async () => {
    const offline = download(set, { address: 'http://127.0.0.1:9/' });
    await expect(offline).rejects.toThrow('http://127.0.0.1:9/a.gz cannot be reached');
    await expect(download(set, { address: 'http://127.0.0.1:9/' })).rejects.toThrow(`put it at "${target}"`);
  });
});

it('is never fetched by a run', async () => {
  await expect(loadDataset({ kind: 'download', name: 'kmnist', size: 28, channels: 1 }, '')).rejects.toThrow(
    'KMNIST has not been downloaded: train-images-idx3-ubyte.gz is not there. Fetch it with critic data download kmnist',
  );
  expect(ranges).toHaveLength(0);
});
