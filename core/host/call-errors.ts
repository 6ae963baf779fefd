// What a window is told of an error: a code of the contract and a sentence for people.

import { DataError } from '../datasets/dataset.ts';
import { ExportError } from '../export/errors.ts';
import { CallError, type CallErrorCode } from '../protocol/call-error.ts';
import { StoreError, type StoreProblem } from '../store/errors.ts';
import { HostError, type HostProblem } from './errors.ts';

const hostCodes: Readonly<Record<HostProblem, CallErrorCode>> = {
  refused: 'refused',
  failed: 'failed',
  aborted: 'busy',
};

const storeCodes: Readonly<Record<StoreProblem, CallErrorCode>> = {
  full: 'failed',
  refused: 'failed',
  damaged: 'failed',
  newer: 'failed',
  unknown: 'unknown',
  ambiguous: 'unknown',
  busy: 'busy',
  invalid: 'refused',
  failed: 'failed',
};

/** @param report gets what nobody expected, with where it came from: that is not for the window */
export function toCallError(error: unknown, report: (error: unknown) => void): CallError {
  if (error instanceof CallError) return error;
  if (error instanceof HostError)
    return new CallError(hostCodes[error.code], error.message, { cause: error });
  if (error instanceof StoreError) {
    return new CallError(storeCodes[error.code], error.message, { cause: error });
  }
  if (error instanceof DataError || error instanceof ExportError) {
    return new CallError('refused', error.message, { cause: error });
  }
  report(error);
  return new CallError('failed', 'An error inside Critic kept it from doing this; its log says more.', {
    cause: error,
  });
}
