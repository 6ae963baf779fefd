// Answers to plain requests: the window's page with what belongs to it, and files of runs.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Asset } from '../host/assets.ts';
import { securityHeaders } from './headers.ts';
import type { Pages } from './pages.ts';

/** Where files of runs are. */
const runPrefix = '/run/';

export interface Sources {
  readonly pages: Pages;
  readonly asset: (path: string) => Asset | null;
}

/** For a request that may ask. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { pages, asset }: Sources,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    refuse(response, 405, 'Only GET and HEAD are answered here.');
    return;
  }
  const path = pathOf(request.url ?? '');
  const page = pages.get(path);
  if (page !== undefined) {
    const { type, cacheControl, body } = page;
    const headers = { 'Content-Type': type, 'Cache-Control': cacheControl, 'Content-Length': body.length };
    response.writeHead(200, { ...securityHeaders, ...headers }).end(body);
    return;
  }
  const file = path.startsWith(runPrefix) ? asset(path.slice(runPrefix.length)) : null;
  if (file === null) refuse(response, 404, 'There is nothing at this address.');
  else await sendFile(response, file, request.method === 'HEAD');
}

/** The path in an address, decoded; empty where it cannot be. */
function pathOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}

async function sendFile(response: ServerResponse, { type, name, body }: Asset, head: boolean): Promise<void> {
  const whole = body instanceof Uint8Array;
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': type,
    // Pictures are shown by the page; everything else is for keeping.
    'Content-Disposition': `${type.startsWith('image/') ? 'inline' : 'attachment'}; ${fileName(name)}`,
    // A run that was gone back on draws other samples at the same iteration.
    'Cache-Control': 'no-cache',
    ...(whole ? { 'Content-Length': body.length } : {}),
  });
  if (whole || head) response.end(head ? undefined : body);
  else await pipeline(Readable.from(body), response);
}

/** As RFC 6266 has it: every letter in the second form, and what browsers of all ages take in the first. */
function fileName(name: string): string {
  const plain = name.replaceAll(/[^\w. ()-]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** A page with one sentence. */
export function refuse(response: ServerResponse, status: number, sentence: string): void {
  const body = sentencePage(sentence);
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };
  response.writeHead(status, { ...securityHeaders, ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/** Sentences here hold nothing that comes from a request. */
function sentencePage(sentence: string): string {
  return `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Critic</title>\n<p>${sentence}</p>\n</html>\n`;
}
