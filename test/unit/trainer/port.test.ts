// The port of an Electron utility process, with a double of `process.parentPort`.

import { describe, expect, it } from 'vitest';
import type { FromTrainer, ToTrainer } from '../../../core/trainer/messages.ts';
import { openPort, unreceived, utilityPort, type PortMessage } from '../../../core/trainer/port.ts';

function parentPort() {
  const sent: unknown[] = [];
  let listener: (message: { readonly data: unknown }) => void = () => undefined;
  return {
    sent,
    tell: (data: ToTrainer | PortMessage): void => {
      listener({ data });
    },
    port: {
      on(_event: 'message', heard: typeof listener) {
        listener = heard;
      },
      postMessage(message: unknown) {
        sent.push(message);
      },
    },
  };
}

const progress = (done: number): FromTrainer => ({ kind: 'progress', step: 'Training', done, of: 1000 });

/** Posts one after another, as a trainer does, and counts those that are done. */
function posting(port: ReturnType<typeof utilityPort>, count: number): { done: number } {
  const state = { done: 0 };
  void (async () => {
    for (let i = 0; i < count; i += 1) {
      await port.post(progress(i));
      state.done += 1;
    }
  })();
  return state;
}

const turns = async (): Promise<void> => {
  for (let i = 0; i < 4 * unreceived; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('a utility port', () => {
  it('passes on what the host says, and keeps the port’s own messages to itself', () => {
    const { port, tell } = parentPort();
    const heard: ToTrainer[] = [];
    const trainer = utilityPort(port);
    trainer.receive((message) => heard.push(message));
    tell({ kind: 'command', command: { kind: 'stop' } });
    tell({ kind: 'flow', received: 0 });
    expect(heard).toEqual([{ kind: 'command', command: { kind: 'stop' } }]);
  });

  it('waits for a host that lags, and goes on when it has caught up', async () => {
    const { port, sent, tell } = parentPort();
    const state = posting(utilityPort(port), 3 * unreceived);
    await turns();
    expect(sent).toHaveLength(unreceived);
    expect(state.done).toBe(unreceived - 1);
    tell({ kind: 'flow', received: unreceived / 2 });
    await turns();
    expect(sent).toHaveLength(unreceived * 1.5);
    for (let received = unreceived; received <= 3 * unreceived; received += unreceived / 2) {
      tell({ kind: 'flow', received });
      await turns();
    }
    expect(state.done).toBe(3 * unreceived);
    expect(sent.map((message) => (message as { done: number }).done)).toEqual(
      Array.from({ length: 3 * unreceived }, (_, i) => i),
    );
  });

  it('never stands still before a host that counts in steps of half of what may be under way', async () => {
    const { port, sent, tell } = parentPort();
    const send = port.postMessage.bind(port);
    port.postMessage = (message) => {
      send(message);
      const received = sent.length;
      if (received % (unreceived / 2) === 0)
        setImmediate(() => {
          tell({ kind: 'flow', received });
        });
    };
    const state = posting(utilityPort(port), 10 * unreceived);
    while (state.done < 10 * unreceived) await turns();
    expect(sent).toHaveLength(10 * unreceived);
  });

  it('lets the host take its turn before the next message', async () => {
    const { port, sent } = parentPort();
    const trainer = utilityPort(port);
    let turn = false;
    setImmediate(() => (turn = true));
    await trainer.post(progress(0));
    expect(turn).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it('is closed when the host says so', () => {
    const { port, tell } = parentPort();
    const trainer = utilityPort(port);
    let closed = 0;
    trainer.closed(() => (closed += 1));
    tell({ kind: 'leave' });
    expect(closed).toBe(1);
  });

  it('is what a process with a parent port gets', async () => {
    const { port, sent } = parentPort();
    Object.assign(process, { parentPort: port });
    try {
      await openPort().post(progress(1));
    } finally {
      delete (process as { parentPort?: unknown }).parentPort;
    }
    expect(sent).toHaveLength(1);
  });
});
