// What the program's exit code says.

export const exitCodes = {
  done: 0,
  failed: 1,
  /** The request was wrong; nothing was changed. */
  wrong: 2,
  /** 128 + SIGINT, as shells have it: stopped on request, and saved. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
