// A server over a made-up workstation, and the plainest of clients: fetch() would not send a Host of one's choice.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Asset } from '../../../core/host/assets.ts';
import type { Transport } from '../../../core/protocol/transport.ts';
import { readPages } from '../../../core/serve/pages.ts';
import { openServer, type WorkstationServer } from '../../../core/serve/server.ts';

export interface Opened {
  readonly server: WorkstationServer;
  readonly token: string;
  /** `127.0.0.1:54321` */
  readonly host: string;
  /** Header that lets a request in. */
  readonly cookie: string;
  /** Lines that windows opened. */
  readonly lines: Transport[];
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Question {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const builtFiles: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>Critic</title>',
  'assets/index-D3adB33f.js': 'console.log(1)',
  'assets/inter-latin.woff2': 'font',
  'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
};

/** A folder that goes away with the test, with files of the given contents. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'critic-serve-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export async function openForTest(
  asset: (path: string) => Asset | null = () => null,
  options: { readonly pingMs?: number } = {},
): Promise<Opened> {
  const lines: Transport[] = [];
  const pages = readPages(folderWith(builtFiles));
  const workstation = {
    asset,
    connect(transport: Transport) {
      lines.push(transport);
      return () => undefined;
    },
  };
  const server = await openServer(0, () => ({ workstation, pages, ...options }));
  onTestFinished(() => server.close());
  const token = new URL(server.address).searchParams.get('token') ?? '';
  const cookie = `critic-${server.port}=${token}`;
  return { server, token, host: `127.0.0.1:${server.port}`, cookie, lines };
}

export function ask({ server }: Pick<Opened, 'server'>, { path, method, headers }: Question): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: server.port, path, method: method ?? 'GET', headers: { ...headers } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
        });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
