// The loopback server: one workstation for browsers on this machine, or at the near end of a tunnel to it.

import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Workstation } from '../host/shell.ts';
import { Access } from './access.ts';
import { answer, refuse } from './answer.ts';
import { securityHeaders } from './headers.ts';
import { openLines } from './lines.ts';
import type { Pages } from './pages.ts';
import { cookieHeader } from './token.ts';

export interface ServerOptions {
  readonly workstation: Pick<Workstation, 'connect' | 'asset'>;
  readonly pages: Pages;
  /** A random one when absent. */
  readonly token?: string;
  /** Milliseconds between two questions whether a window is still there; 20 seconds when absent. */
  readonly pingMs?: number;
}

export interface WorkstationServer {
  readonly port: number;
  /** With the token. */
  readonly address: string;
  /** An address that is good once, within a minute. */
  openingAddress(): string;
  /** Hangs up on all windows and stops to listen. */
  close(): Promise<void>;
}

/** Nobody outside this machine can reach it. */
const loopback = '127.0.0.1';
/** Where windows get their line. */
const linePath = '/line';
/** How long a peer may take for its goodbye. */
const goodbyeMs = 1000;

/**
 * Takes a port of this machine, and only then asks what is to be served there: no request comes in between.
 * @param port 0 for any free one
 * @throws the system's error when the port cannot be had, such as EADDRINUSE, and whatever `open` throws
 */
export async function openServer(port: number, open: () => ServerOptions): Promise<WorkstationServer> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      resolve();
    });
  });
  try {
    return serve(server, open());
  } catch (error) {
    server.close();
    throw error;
  }
}

function serve(
  server: Server,
  { workstation, pages, token, pingMs = 20_000 }: ServerOptions,
): WorkstationServer {
  const access = new Access(token);
  const sources = { pages, asset: (path: string) => workstation.asset(path) };
  const lines = openLines((transport) => {
    workstation.connect(transport);
  }, pingMs);

  server.on('request', (request, response) => {
    const verdict = access.judge(request);
    switch (verdict.kind) {
      case 'granted':
        answer(request, response, sources).catch((error: unknown) => {
          giveUp(response, error);
        });
        break;
      case 'enter':
        letIn(response, cookieHeader(verdict.host, access.token));
        break;
      case 'refused':
        refuse(response, verdict.status, verdict.sentence);
        break;
    }
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const verdict = access.judge(request);
    if (verdict.kind === 'refused') refuseSocket(socket, verdict.status);
    else if (request.url !== linePath) refuseSocket(socket, 404);
    else lines.accept(request, socket, head);
  });
  // What is no HTTP gets an answer with the same headers as everything else.
  server.on('clientError', (_, socket) => {
    refuseSocket(socket, 400);
  });

  const { port } = server.address() as AddressInfo;
  const addressWith = (secret: string): string => `http://${loopback}:${port}/?token=${secret}`;
  return {
    port,
    address: addressWith(access.token),
    openingAddress: () => addressWith(access.issueTicket()),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      lines.close();
      const deadline = setTimeout(() => {
        lines.terminate();
        server.closeAllConnections();
      }, goodbyeMs);
      await closed;
      clearTimeout(deadline);
    },
  };
}

/** The token is in the address for one request only: the history keeps the address without it. */
function letIn(response: ServerResponse, cookie: string): void {
  const headers = { Location: '/', 'Set-Cookie': cookie, 'Cache-Control': 'no-store' };
  response.writeHead(303, { ...securityHeaders, ...headers }).end();
}

/** What had begun is broken off already, so that it does not look whole. */
function giveUp(response: ServerResponse, error: unknown): void {
  const readerLeft = (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
  if (!readerLeft) console.error(error);
  if (!response.headersSent) refuse(response, 500, 'This file cannot be read at the moment.');
}

/** An answer without a page, for peers that show none. */
function refuseSocket(socket: Duplex, status: number): void {
  // A peer that left in the middle of its words is no error.
  socket.on('error', () => undefined);
  const headers = { ...securityHeaders, Connection: 'close', 'Content-Length': '0' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', ''].join('\r\n'));
}
