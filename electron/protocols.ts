// The two schemes that the page's files and pictures come through: `app://critic/` for the built page, from one
// folder, and `run://critic/` for the files of runs, by the host's ids.

import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { CustomScheme } from 'electron';
import type { Workstation } from '../core/host/shell.ts';

const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true };

/** Has to be registered before the app is ready. */
export const schemes: CustomScheme[] = [
  { scheme: 'app', privileges },
  // Pictures of runs are drawn into canvases, which a page may read only of what it may share.
  { scheme: 'run', privileges: { ...privileges, corsEnabled: true } },
];

const schemeHost = 'critic';

export type Handler = (request: Request) => Promise<Response>;

/** What every answer says, whatever it holds. */
const alwaysHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Serves the files of `root`, and its index.html for the address itself. `policy` is the page's CSP. */
export function servePage(root: string, policy: string): Handler {
  return async (request) => {
    const path = requestedPath(request);
    if (path === null) return refusal(request, policy);
    const file = path === '' ? 'index.html' : path;
    let body: Buffer<ArrayBuffer>;
    try {
      body = await readFile(join(root, file));
    } catch {
      return answer(request, null, 404, { 'Content-Security-Policy': policy });
    }
    return answer(request, body, 200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': policy,
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
  };
}

/** Serves what the host gives for an id; a path of the file system means nothing to it. `page` may read pictures. */
export function serveRunFiles(workstation: Pick<Workstation, 'asset'>, page: string): Handler {
  const policy = "default-src 'none'; sandbox";
  // eslint-disable-next-line @typescript-eslint/require-await -- an error of the host's is a rejection then
  return async (request) => {
    const path = requestedPath(request);
    if (path === null) return refusal(request, policy);
    const asset = workstation.asset(path);
    if (asset === null) return answer(request, null, 404, { 'Content-Security-Policy': policy });
    const body =
      asset.body instanceof Uint8Array
        ? new Uint8Array(asset.body)
        : ReadableStream.from<Uint8Array>(asset.body);
    return answer(request, body, 200, {
      'Content-Type': asset.type,
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-cache',
      'Access-Control-Allow-Origin': page,
      'Content-Disposition': `${asset.type.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(asset.name)}`,
    });
  };
}

type Body = ConstructorParameters<typeof Response>[0];

function answer(request: Request, body: Body, status: number, headers: Record<string, string>): Response {
  return new Response(request.method === 'HEAD' ? null : body, {
    status,
    headers: { ...alwaysHeaders, ...headers },
  });
}

function refusal(request: Request, policy: string): Response {
  return answer(request, null, request.method === 'GET' ? 400 : 405, { 'Content-Security-Policy': policy });
}

/** The path that is asked for, decoded, without its first slash; null for anything that could lead elsewhere. */
function requestedPath({ method, url }: Request): string | null {
  if (method !== 'GET' && method !== 'HEAD') return null;
  const parsed = URL.parse(url);
  if (parsed?.host !== schemeHost) return null;
  let path: string;
  try {
    path = decodeURIComponent(parsed.pathname).slice(1);
  } catch {
    return null;
  }
  // A backslash is a separator on Windows, a colon there a drive or a stream.
  const isOdd = /[\\:\0]/.test(path) || path.split('/').some((part) => part === '..' || part === '.');
  return isOdd ? null : path;
}
