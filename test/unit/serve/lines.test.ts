import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decode, encode } from '../../../core/protocol/codec.ts';
import type { Message } from '../../../core/protocol/rpc.ts';
import { openForTest, type Opened } from './support.ts';

const hello: Message = { kind: 'call', id: 1, name: 'hello', args: [1] };

interface Knock {
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly autoPong?: boolean;
}

/** A window's socket, with key and origin unless they are overwritten. */
function knock(
  { host, cookie }: Opened,
  { headers, path = '/line', autoPong = true }: Knock = {},
): WebSocket {
  const given = { host, cookie, origin: `http://${host}`, ...headers };
  return new WebSocket(`ws://${host}${path}`, { headers: given, autoPong });
}

/** The HTTP status that an upgrade is refused with. */
async function refusal(opened: Opened, options: Knock): Promise<number> {
  const socket = knock(opened, options);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  socket.terminate();
  return response.statusCode;
}

async function open(opened: Opened, options: Knock = {}): Promise<WebSocket> {
  const socket = knock(opened, options);
  await once(socket, 'open');
  await expect.poll(() => opened.lines.length).toBeGreaterThan(0);
  return socket;
}

/** The code that the server hangs up with. */
async function hangUp(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

describe('a line', () => {
  it.each<[string, number, Knock]>([
    ['without a key', 401, { headers: { cookie: '' } }],
    ['with a wrong key', 401, { headers: { cookie: 'critic-80=AAAA' } }],
    ['from another page', 403, { headers: { origin: 'http://evil.example' } }],
    ['from a page at another port', 403, { headers: { origin: 'http://127.0.0.1:1' } }],
    ['from a file', 403, { headers: { origin: 'null' } }],
    ['to another name', 403, { headers: { host: 'evil.example', origin: 'http://evil.example' } }],
    ['at another path', 404, { path: '/lines' }],
  ])('%s is refused', async (_, status, options) => {
    const opened = await openForTest();
    expect(await refusal(opened, options)).toBe(status);
    expect(opened.lines).toEqual([]);
  });

  it('with the token in its address alone is refused', async () => {
    const opened = await openForTest();
    const options = { path: `/?token=${opened.token}`, headers: { cookie: '' } };
    expect(await refusal(opened, options)).toBe(401);
  });

  it('without an origin is refused, whoever sends it', async () => {
    const opened = await openForTest();
    const socket = new WebSocket(`ws://${opened.host}/line`, { headers: { cookie: opened.cookie } });
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    socket.terminate();
    expect(response.statusCode).toBe(403);
  });

  it('carries messages both ways, those before anybody listens too', async () => {
    const opened = await openForTest();
    const socket = await open(opened);
    const [line] = opened.lines;
    socket.send(encode(hello));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const got: Message[] = [];
    line.receive((message) => got.push(message));
    expect(got).toEqual([hello]);
    const values = new Float64Array([1, Number.NaN, -0]);
    line.post({ kind: 'answer', id: 1, value: { values } });
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect(decode(data)).toEqual({ kind: 'answer', id: 1, value: { values } });
  });

  it('is told to whoever serves it when the window is gone, and takes nothing after', async () => {
    const opened = await openForTest();
    const socket = await open(opened);
    const [line] = opened.lines;
    const gone = new Promise<void>((resolve) => {
      line.closed(resolve);
    });
    socket.close();
    await gone;
    line.post({ kind: 'seen', number: 1 });
  });

  it.each<[string, number, Buffer | string]>([
    ['text', 1003, '{"kind":"call"}'],
    ['noise', 1007, Buffer.from([0xc1, 1, 2, 3])],
    ['an object that is no message', 1007, Buffer.from([0x81, 0xa1, 0x61, 1])],
    ['more than a message can have', 1009, Buffer.alloc(5 * 2 ** 20)],
  ])('on which %s comes is hung up, and the server lives on', async (_, code, data) => {
    const opened = await openForTest();
    const socket = await open(opened);
    opened.lines[0].receive(() => expect.unreachable());
    const closing = hangUp(socket);
    socket.send(data);
    expect(await closing).toBe(code);
    (await open(opened)).terminate();
  });

  it('whose window no longer answers is given up', async () => {
    const opened = await openForTest(undefined, { pingMs: 60 });
    const alive = await open(opened);
    const dead = await open(opened, { autoPong: false });
    const gone = new Promise<void>((resolve) => {
      opened.lines[1].closed(resolve);
    });
    await gone;
    expect(alive.readyState).toBe(WebSocket.OPEN);
    dead.terminate();
  });

  it('is hung up when the server closes', async () => {
    const opened = await openForTest();
    const socket = await open(opened);
    const [code] = await Promise.all([hangUp(socket), opened.server.close()]);
    expect(code).toBe(1001);
  });
});
