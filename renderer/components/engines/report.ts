// What is known of the machine and its engines, as text to send to somebody who helps.

import type { EngineList, Hello } from '../../../core/protocol/contract.ts';

export function reportText({ engines, choice }: EngineList, hello: Hello): string {
  const lines = [
    `Critic ${hello.version}, ${hello.shell}, ${hello.platform}, ${hello.processors} processors, ${(hello.memoryBytes / 2 ** 30).toFixed(1)} GiB of memory`,
    choice,
    ...engines.map(({ id, title, device, available, reason, software, version, stepMs }) =>
      [
        `${id}: ${title}`,
        `  device: ${device}${software ? ' (a GPU in software)' : ''}`,
        available
          ? `  passed its self-test; ${version ?? 'version unknown'}; ${stepMs ?? '?'} ms a step`
          : `  not available: ${reason ?? 'no reason known'}`,
      ].join('\n'),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
