// Why a host does not start something. What happens to a run that has started is in its record instead.

/**
 * `refused` the request was wrong; `failed` an error kept the trainer from getting ready; `aborted` somebody closed
 * the host before the trainer was ready.
 */
export type HostProblem = 'refused' | 'failed' | 'aborted';

/** `message` is a sentence that says what to do. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: HostProblem;

  constructor(code: HostProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
