// The built window, read once: a server keeps showing what it started with while a new one is being built, and no
// address leads to any other file.

import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

export interface Page {
  readonly type: string;
  readonly cacheControl: string;
  readonly body: Buffer;
}

/** Pages by path: `/`, `/assets/index-D3adB33f.js`. */
export type Pages = ReadonlyMap<string, Page>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The bundler puts a hash of the content into these names: what such an address holds never changes. */
const hashed = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/** @throws Error of node:fs when the folder cannot be read */
export function readPages(folder: string): Pages {
  const pages = new Map<string, Page>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length).split(sep).join('/');
    pages.set(path, {
      type: types[extname(file)] ?? 'application/octet-stream',
      cacheControl: hashed.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache',
      body: readFileSync(file),
    });
  }
  const index = pages.get('/index.html');
  if (index !== undefined) pages.set('/', index);
  return pages;
}
