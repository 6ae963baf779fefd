import { expect, test } from 'vitest';
import type { Message } from '../../../../core/protocol/rpc.ts';
import type { Transport } from '../../../../core/protocol/transport.ts';
import { openSession } from '../../../../renderer/bridge/session.ts';

test('a view that opens while the host has not answered yet hears of events', async () => {
  const posted: Message[] = [];
  let receive: (message: Message) => void = () => undefined;
  const transport: Transport = {
    post: (message) => posted.push(message),
    receive: (handler) => (receive = handler),
    closed: () => undefined,
  };
  const session = openSession(() => Promise.resolve(transport));
  while (posted.length === 0) await Promise.resolve();
  const heard: unknown[] = [];
  const undo = session.on('gone', ({ runs }) => heard.push(runs));
  receive({ kind: 'event', number: 1, name: 'gone', value: { runs: ['a'] } });
  expect(heard).toEqual([['a']]);
  undo();
  receive({ kind: 'event', number: 2, name: 'gone', value: { runs: ['b'] } });
  expect(heard).toEqual([['a']]);
});
