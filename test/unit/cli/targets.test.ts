import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readTarget } from '../../../core/cli/targets.ts';
import { findPreset } from '../../../core/spec/presets.ts';

function file(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'critic-targets-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'spec.json');
  writeFileSync(path, content);
  return path;
}

describe('a target', () => {
  it('is a preset, changed by settings first and then by what has an option of its own', () => {
    const { spec } = readTarget('fashion-gan', { settings: ['batch=8', 'seed=4'], iterations: 9, seed: 5 });
    expect(spec).toEqual({ ...findPreset('fashion-gan')!.spec, batch: 8, iterations: 9, seed: 5 });
  });

  it('brings another objective with its recipe, as the preset chose nothing itself', () => {
    const { spec } = readTarget('fashion-gan', { settings: ['objective.kind=wgan'] });
    expect(spec).toMatchObject({
      objective: { kind: 'wgan', nCritic: 5 },
      optimizer: { critic: { kind: 'rmsprop' } },
    });
  });

  it('is a short file, whose data are found from any folder later', () => {
    const path = file(
      '{"data":{"kind":"idx","images":"x.idx","labels":"y.idx"},"objective":{"kind":"wgan-gp"}}',
    );
    const { data } = readTarget(path, { settings: [] }).spec;
    expect(data.kind === 'idx' && isAbsolute(data.images) && isAbsolute(data.labels!)).toBe(true);
  });

  it('comes with what the papers warn of', () => {
    const { warnings } = readTarget('toy-8gaussians-wgan', { settings: ['optimizer.critic.kind=adam'] });
    expect(warnings.join(' ')).toMatch(/momentum|Adam/);
  });

  it('shows every problem of a file, with its name', () => {
    const path = file('{"data":{"kind":"8gaussians"},"objective":{"kind":"gan"},"batch":0,"seed":-1}');
    expect(() => readTarget(path, { settings: [] })).toThrow(/spec\.json: batch .*\n.*spec\.json: seed /);
  });
});
