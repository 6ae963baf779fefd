// Whether what came over a pipe is a message at all. What a call's arguments must be is arguments.ts.

import { callErrorCodes } from './call-error.ts';
import type { Message } from './rpc.ts';

export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, id, number, name, args, code, message } = value as Readonly<Record<string, unknown>>;
  switch (kind) {
    case 'call':
      return isCount(id) && typeof name === 'string' && Array.isArray(args);
    case 'answer':
      return isCount(id);
    case 'error':
      return (
        isCount(id) && (callErrorCodes as readonly unknown[]).includes(code) && typeof message === 'string'
      );
    case 'event':
      return isCount(number) && typeof name === 'string';
    case 'seen':
      return isCount(number);
    default:
      return false;
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
