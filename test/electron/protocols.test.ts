import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../core/serve/content-security-policy.ts';
import type { Asset } from '../../core/host/assets.ts';
import { schemes, servePage, serveRunFiles, type Handler } from '../../electron/protocols.ts';

let folder: string;
let page: Handler;
const policy = contentSecurityPolicy({ run: true });
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'critic-page-'));
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'page', 'index.html'), '<p>page');
  writeFileSync(join(folder, 'page', 'assets', 'a-1.js'), 'export {}');
  page = servePage(join(folder, 'page'), policy);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('registers both schemes as standard and secure, with fetch and streams', () => {
  for (const { privileges } of schemes) {
    expect(privileges).toMatchObject({ standard: true, secure: true, supportFetchAPI: true, stream: true });
    expect(privileges?.bypassCSP).toBeUndefined();
    expect(privileges?.allowServiceWorkers).toBeUndefined();
  }
});

describe('app://', () => {
  it('serves the page with its policy as a header', async () => {
    const response = await page(new Request('app://critic/'));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<p>page');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(policy);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves what belongs to it', async () => {
    const response = await page(new Request('app://critic/assets/a-1.js?v=1'));
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
  });

  it.each([
    // What the address leads to once dots are resolved is not there.
    ['app://critic/../secret.txt', 404],
    ['app://critic/%2e%2e/secret.txt', 404],
    ['app://critic/%2fetc/passwd', 404],
    ['app://critic//etc/passwd', 404],
    ['app://critic/assets', 404],
    ['app://critic/missing.js', 404],
    ['app://critic/..%2fsecret.txt', 400],
    ['app://critic/assets/..%2f..%2fsecret.txt', 400],
    ['app://critic/..%5csecret.txt', 400],
    ['app://critic/C%3a/secret.txt', 400],
    ['app://critic/index.html%3astream', 400],
    ['app://critic/index.html%00.js', 400],
    ['app://critic/%E0%A4%A', 400],
    ['app://other/index.html', 400],
  ])('gives nothing for %s', async (address, status) => {
    const response = await page(new Request(address));
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toBe(policy);
  });

  it('answers reading only', async () => {
    expect((await page(new Request('app://critic/', { method: 'POST' }))).status).toBe(405);
    const head = await page(new Request('app://critic/', { method: 'HEAD' }));
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('run://', () => {
  const asked: string[] = [];
  const assets: Readonly<Record<string, Asset>> = {
    'r1/thumbnail.png': { type: 'image/png', name: 'r1.png', body: Uint8Array.of(1, 2, 3) },
    'r1/metrics.csv': { type: 'text/csv', name: 'Rings & co, "best".csv', body: lines() },
  };
  async function* lines(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('iteration\n');
    await Promise.resolve();
    yield Buffer.from('1\n');
  }
  const files = serveRunFiles(
    {
      asset(path) {
        asked.push(path);
        return assets[path] ?? null;
      },
    },
    'app://critic',
  );

  it('serves a picture that the page may draw', async () => {
    const response = await files(new Request('run://critic/r1/thumbnail.png'));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
    expect(response.headers.get('access-control-allow-origin')).toBe('app://critic');
    expect(response.headers.get('content-disposition')).toMatch(/^inline/);
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it('streams a table to be saved by its name', async () => {
    const response = await files(new Request('run://critic/r1/metrics.csv'));
    expect(await response.text()).toBe('iteration\n1\n');
    expect(response.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''Rings%20%26%20co%2C%20%22best%22.csv",
    );
  });

  it('knows no other ids, and asks for nothing odd', async () => {
    asked.length = 0;
    expect((await files(new Request('run://critic/r2/thumbnail.png'))).status).toBe(404);
    expect((await files(new Request('run://critic/..%2f..%2fetc/passwd'))).status).toBe(400);
    expect((await files(new Request('run://elsewhere/r1/thumbnail.png'))).status).toBe(400);
    expect((await files(new Request('run://critic/r1/thumbnail.png', { method: 'PUT' }))).status).toBe(405);
    expect(asked).toEqual(['r2/thumbnail.png']);
  });
});
