import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../core/cli/args.ts';
import { optionsOf } from '../../../core/cli/args/options.ts';
import { helpText } from '../../../core/cli/help.ts';
import { commands } from '../../../core/cli/request.ts';

const pages = [undefined, ...commands];

describe('help', () => {
  it.each(pages)('of %s keeps to 80 columns and ends with one line break', (command) => {
    const text = helpText(command);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toMatch(/[^\n]\n$/);
  });

  it.each(pages)('of %s shows every option it takes', (command) => {
    for (const option of optionsOf[command ?? 'start']) expect(helpText(command)).toContain(`--${option}`);
  });

  it('of the program lists every command', () => {
    for (const command of commands) expect(helpText()).toMatch(new RegExp(`^  ${command} `, 'm'));
  });

  it.each(commands)('of %s gives examples that work', (command) => {
    const lines = helpText(command).split('Examples:\n')[1]?.split('\n') ?? [];
    const examples = lines.filter((line) => line.startsWith('  critic '));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const request = parseArguments(example.trim().split(' ').slice(1));
      expect(request.kind.startsWith(command)).toBe(true);
    }
  });
});
