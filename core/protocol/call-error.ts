// Why a call did not work, the same on both sides of the line.

/**
 * `invalid` the arguments are not what the contract says; `unknown` there is no such thing; `busy` something else
 * has to end first; `refused` what was asked for cannot be; `failed` an error inside the program or the system;
 * `closed` the line is down.
 */
export const callErrorCodes = ['invalid', 'unknown', 'busy', 'refused', 'failed', 'closed'] as const;
export type CallErrorCode = (typeof callErrorCodes)[number];

/** `message` is a sentence for people that says what to do. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: CallErrorCode;

  constructor(code: CallErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
