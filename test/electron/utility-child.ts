// Runs a script in a forked Node process the way an Electron utility process runs it: with `process.parentPort` and
// without a channel of Node's.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ParentPort } from '../../core/trainer/port.ts';

const send = process.send!.bind(process);
const parentPort: ParentPort = {
  on: (_event, listener) =>
    process.on('message', (data) => {
      listener({ data });
    }),
  postMessage(message) {
    send(message);
  },
};
Object.assign(process, { parentPort, send: undefined });
await import(pathToFileURL(resolve(process.argv[2])).href);
