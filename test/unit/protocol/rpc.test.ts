import { describe, expect, it } from 'vitest';
import { connect, type Message } from '../../../core/protocol/rpc.ts';
import type { Transport } from '../../../core/protocol/transport.ts';

function ends() {
  const posted: Message[] = [];
  let receive: (message: Message) => void = () => undefined;
  let close: () => void = () => undefined;
  const transport: Transport = {
    post: (message) => posted.push(message),
    receive: (handler) => (receive = handler),
    closed: (handler) => (close = handler),
  };
  const connection = connect(transport);
  return {
    ...{ connection, posted },
    say: (message: Message): void => {
      receive(message);
    },
    hangUp: (): void => {
      close();
    },
  };
}

describe("a window's end", () => {
  it('matches answers to calls by their number, in whatever order they come', async () => {
    const { connection, posted, say } = ends();
    const [a, b] = [connection.host.listRuns(), connection.host.readStorage()];
    expect(posted).toEqual([
      { kind: 'call', id: 1, name: 'listRuns', args: [] },
      { kind: 'call', id: 2, name: 'readStorage', args: [] },
    ]);
    say({ kind: 'answer', id: 2, value: 'second' });
    say({ kind: 'answer', id: 7, value: 'nobody asked' });
    say({ kind: 'answer', id: 1, value: 'first' });
    expect([await a, await b]).toEqual(['first', 'second']);
  });

  it('says what it has seen even when a handler throws', () => {
    const { connection, posted, say } = ends();
    connection.on('gone', () => {
      throw new Error('a fault of the page');
    });
    expect(() => {
      say({ kind: 'event', number: 4, name: 'gone', value: { runs: [] } });
    }).toThrow('a fault of the page');
    expect(posted).toEqual([{ kind: 'seen', number: 4 }]);
  });

  it('fails a call whose arguments cannot be sent, and no other', async () => {
    const failing = ends();
    const transport: Transport = {
      post: () => {
        throw new DOMException('could not be cloned', 'DataCloneError');
      },
      receive: () => undefined,
      closed: () => undefined,
    };
    await expect(connect(transport).host.listRuns()).rejects.toMatchObject({
      code: 'invalid',
      message: 'The call "listRuns" cannot be sent: its arguments are not plain data.',
    });
    const call = failing.connection.host.listRuns();
    failing.hangUp();
    await expect(call).rejects.toMatchObject({ code: 'closed' });
  });
});
