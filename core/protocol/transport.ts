// A pipe for messages. Each shell, and each test, supplies one in a few lines.

import type { Message } from './rpc.ts';

export interface Transport {
  post(message: Message): void;
  /** One handler; messages that come before it is set are kept for it. */
  receive(handler: (message: Message) => void): void;
  /** Called once when the other side is gone. */
  closed(handler: () => void): void;
}
