import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { contentSecurityPolicy } from '../../../core/serve/content-security-policy.ts';
import { openServer } from '../../../core/serve/server.ts';
import { ask, builtFiles, openForTest, type Opened, type Question } from './support.ts';

const policy = contentSecurityPolicy({ run: false });

/** With the key, unless it is overwritten. */
function withKey({ cookie }: Opened, question: Question): Question {
  return { ...question, headers: { cookie, ...question.headers } };
}

describe('the token', () => {
  it('has 32 random bytes and is another one at every start', async () => {
    const [a, b] = [await openForTest(), await openForTest()];
    expect(Buffer.from(a.token, 'base64url')).toHaveLength(32);
    expect(a.token).not.toBe(b.token);
  });

  it('becomes a cookie for this port that scripts cannot read and other sites cannot use', async () => {
    const opened = await openForTest();
    const reply = await ask(opened, { path: `/?token=${opened.token}` });
    expect(reply).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(reply.headers['set-cookie']).toEqual([`${opened.cookie}; Path=/; HttpOnly; SameSite=Strict`]);
    expect(await ask(opened, withKey(opened, { path: '/' }))).toMatchObject({
      status: 200,
      text: builtFiles['index.html'],
    });
  });

  it('goes into a cookie named by the port that the browser sees, at the other end of a tunnel', async () => {
    const opened = await openForTest();
    const headers = { host: 'localhost:9000' };
    const reply = await ask(opened, { path: `/?token=${opened.token}`, headers });
    expect(reply.headers['set-cookie']?.[0]).toMatch(/^critic-9000=/);
    const inside = { ...headers, cookie: `other=1; critic-9000=${opened.token}` };
    expect(await ask(opened, { path: '/', headers: inside })).toMatchObject({ status: 200 });
    // The same cookie is no key at another port.
    expect(await ask(opened, { path: '/', headers: { cookie: inside.cookie } })).toMatchObject({
      status: 401,
    });
  });

  it.each([
    ['nothing', {}, '/'],
    ['a wrong token', {}, '/?token=AAAA'],
    ['an empty token', {}, '/?token='],
    ['a token for another page', {}, '/favicon.svg?token=TOKEN'],
    ['a wrong cookie', { cookie: 'critic-PORT=AAAA' }, '/'],
    ['an empty cookie', { cookie: 'critic-PORT=' }, '/'],
    ['a cookie of another name', { cookie: 'critic=TOKEN' }, '/'],
  ])('is asked for when there is %s', async (_, headers: Record<string, string>, path) => {
    const opened = await openForTest();
    const fill = (text: string): string =>
      text.replace('TOKEN', opened.token).replace('PORT', String(opened.server.port));
    const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]));
    const reply = await ask(opened, { path: fill(path), headers: filled });
    expect(reply.status).toBe(401);
    expect(reply.headers['set-cookie']).toBeUndefined();
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.text).toContain('Open the address that critic serve printed');
  });

  it('of an opening address works once', async () => {
    const opened = await openForTest();
    const { pathname, search } = new URL(opened.server.openingAddress());
    expect(search).not.toContain(opened.token);
    expect(await ask(opened, { path: pathname + search })).toMatchObject({ status: 303 });
    expect(await ask(opened, { path: pathname + search })).toMatchObject({ status: 401 });
    // A browser that is in already may follow an old address.
    expect(await ask(opened, withKey(opened, { path: pathname + search }))).toMatchObject({ status: 303 });
  });
});

describe('a request', () => {
  it.each(['127.0.0.1', 'localhost:7717', '[::1]:8000', 'LOCALHOST'])('may come to %s', async (host) => {
    const opened = await openForTest();
    const port = /:(\d+)$/.exec(host)?.[1] ?? '80';
    const headers = { host, cookie: `critic-${port}=${opened.token}` };
    expect(await ask(opened, { path: '/', headers })).toMatchObject({ status: 200 });
  });

  it.each(['evil.example', 'evil.example:7717', '127.0.0.1.evil.example', '127.0.0.1:7717@evil', '10.0.0.1'])(
    'may not come to "%s"',
    async (host) => {
      const opened = await openForTest();
      expect(await ask(opened, withKey(opened, { path: '/', headers: { host } }))).toMatchObject({
        status: 403,
      });
      const path = `/?token=${opened.token}`;
      expect(await ask(opened, { path, headers: { host } })).toMatchObject({ status: 403 });
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])(
    'that is a %s needs the page for its origin',
    async (method) => {
      const opened = await openForTest();
      const question = withKey(opened, { path: '/', method });
      const from = async (origin: string) =>
        (await ask(opened, withKey(opened, { ...question, headers: { origin } }))).status;
      expect((await ask(opened, question)).status).toBe(403);
      expect(await from('null')).toBe(403);
      expect(await from('http://127.0.0.1:1')).toBe(403);
      expect(await from(`https://${opened.host}`)).toBe(403);
      // And then there is nothing that it could change.
      expect(await from(`http://${opened.host}`)).toBe(405);
    },
  );

  it('with a token in a POST does not get in', async () => {
    const opened = await openForTest();
    const headers = { origin: `http://${opened.host}` };
    const path = `/?token=${opened.token}`;
    expect(await ask(opened, { path, method: 'POST', headers })).toMatchObject({ status: 401 });
  });
});

describe('the window', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html?x=1', 'text/html; charset=utf-8', 'no-cache'],
    ['/assets/index-D3adB33f.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
    ['/assets/inter-latin.woff2', 'font/woff2', 'no-cache'],
    ['/favicon.svg', 'image/svg+xml', 'no-cache'],
  ])('has %s', async (path, type, cache) => {
    const opened = await openForTest();
    const reply = await ask(opened, withKey(opened, { path }));
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({ 'content-type': type, 'cache-control': cache });
    const head = await ask(opened, withKey(opened, { path, method: 'HEAD' }));
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers['content-length']).toBe(String(reply.text.length));
  });

  it.each([
    '/../package.json',
    '/assets/../../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/assets\\..\\..\\x',
    '//etc/passwd',
    '/assets',
    '/assets/',
    '/index.html/',
    '/index.html%00.js',
    '/%',
    '/%c0%ae',
    'http://127.0.0.1/index.html',
    '/nothing',
    '/run/../index.html',
  ])('has nothing else: %s', async (path) => {
    const opened = await openForTest();
    expect(await ask(opened, withKey(opened, { path }))).toMatchObject({ status: 404 });
  });
});

describe('a file of a run', () => {
  it('comes from the workstation, by its decoded path and without the query', async () => {
    const asked: string[] = [];
    const opened = await openForTest((path) => {
      asked.push(path);
      return path === 'r1/thumbnail.png'
        ? { type: 'image/png', name: 'dots "é".png', body: new Uint8Array([1, 2, 3]) }
        : null;
    });
    const reply = await ask(opened, withKey(opened, { path: '/run/r1/%74humbnail.png?at=5' }));
    expect(reply).toMatchObject({ status: 200, text: '\u0001\u0002\u0003' });
    expect(reply.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '3',
      'cache-control': 'no-cache',
      'content-disposition': `inline; filename="dots ___.png"; filename*=UTF-8''dots%20%22%C3%A9%22.png`,
    });
    expect(await ask(opened, withKey(opened, { path: '/run/../../etc/passwd' }))).toMatchObject({
      status: 404,
    });
    expect(asked).toEqual(['r1/thumbnail.png', '../../etc/passwd']);
  });

  it('is streamed, to be kept, and does not look whole when it breaks off', async () => {
    function* good() {
      yield Buffer.from('a,b\n');
      yield Buffer.from('1,2\n');
    }
    async function* bad() {
      yield await Promise.resolve(Buffer.from('a,b\n'));
      throw new Error('the disk is gone');
    }
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const opened = await openForTest((path) => ({
      type: 'text/csv; charset=utf-8',
      name: 'metrics.csv',
      body: path === 'good' ? asyncOf(good()) : bad(),
    }));
    const reply = await ask(opened, withKey(opened, { path: '/run/good' }));
    expect(reply).toMatchObject({ status: 200, text: 'a,b\n1,2\n' });
    expect(reply.headers['content-disposition']).toMatch(/^attachment; filename="metrics.csv"/);
    await expect(ask(opened, withKey(opened, { path: '/run/bad' }))).rejects.toThrow(/aborted|hang up/);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('is not read for its headers alone', async () => {
    let isRead = false;
    async function* body() {
      isRead = true;
      yield await Promise.resolve(Buffer.from('a,b\n'));
    }
    const opened = await openForTest(() => ({ type: 'text/csv', name: 'metrics.csv', body: body() }));
    const reply = await ask(opened, withKey(opened, { path: '/run/r1/metrics.csv', method: 'HEAD' }));
    expect(reply).toMatchObject({ status: 200, text: '', headers: { 'content-type': 'text/csv' } });
    expect(isRead).toBe(false);
  });

  it('that cannot be read is told without a word about this machine', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const opened = await openForTest(() => {
      throw new Error('/home/ada/critic.db is locked');
    });
    const reply = await ask(opened, withKey(opened, { path: '/run/r1/spec.json' }));
    expect(reply.status).toBe(500);
    expect(reply.text).not.toContain('ada');
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});

describe('every answer', () => {
  it('carries the policy and its companions', async () => {
    const opened = await openForTest(() => ({ type: 'image/png', name: 'a.png', body: new Uint8Array(1) }));
    const questions: Question[] = [
      { path: '/' },
      { path: `/?token=${opened.token}` },
      { path: '/', headers: { host: 'evil.example' } },
      withKey(opened, { path: '/' }),
      withKey(opened, { path: '/assets/index-D3adB33f.js' }),
      withKey(opened, { path: '/run/r1/a.png' }),
      withKey(opened, { path: '/nothing' }),
      withKey(opened, { path: '/', method: 'POST', headers: { origin: `http://${opened.host}` } }),
    ];
    const replies = await Promise.all(questions.map((question) => ask(opened, question)));
    expect(replies.map(({ status }) => status)).toEqual([401, 303, 403, 200, 200, 200, 404, 405]);
    for (const { headers } of replies) {
      expect(headers).toMatchObject({
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });

  it('to what is no HTTP carries it too', async () => {
    const { server } = await openForTest();
    const text = await new Promise<string>((resolve) => {
      let got = '';
      const socket = connect(server.port, '127.0.0.1', () => socket.write('what is this\r\n\r\n'));
      socket.on('data', (part: Buffer) => (got += part.toString()));
      socket.on('close', () => {
        resolve(got);
      });
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain(`Content-Security-Policy: ${policy}`);
  });
});

describe('the policy', () => {
  it('lets nothing in that the program did not bring', () => {
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; " +
        "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'",
    );
  });

  it('of the desktop app has the scheme of run files besides', () => {
    expect(contentSecurityPolicy({ run: true }).replaceAll(' run:', '')).toBe(policy);
  });
});

describe('a port', () => {
  it('that is taken is not opened, and nothing is opened for it', async () => {
    const { server } = await openForTest();
    let isOpened = false;
    const again = openServer(server.port, () => {
      isOpened = true;
      throw new Error('unreachable');
    });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(isOpened).toBe(false);
  });

  it('is given back when what was to be served cannot be opened', async () => {
    const { server } = await openForTest();
    const { port } = server;
    await server.close();
    const broken = openServer(port, () => {
      throw new Error('no store');
    });
    await expect(broken).rejects.toThrow('no store');
    await expect(ask({ server }, { path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

async function* asyncOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}
