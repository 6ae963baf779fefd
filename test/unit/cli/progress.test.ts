import { describe, expect, it } from 'vitest';
import { Output, jsonLine } from '../../../core/cli/output.ts';
import { Progress } from '../../../core/cli/progress.ts';
import type { MetricsEvent, Scalars } from '../../../core/gan/events.ts';
import type { RunSpec } from '../../../core/spec/run-spec.ts';
import { findPreset } from '../../../core/spec/presets.ts';

function sink(isTTY: boolean, columns = 80) {
  const written = { stdout: '', stderr: '' };
  const streams = {
    stdout: { write: (text: string) => (written.stdout += text) },
    stderr: { write: (text: string) => (written.stderr += text), isTTY, columns },
  };
  return { written, streams };
}

const wgan: RunSpec = { ...findPreset('fashion-wgan-gp')!.spec, iterations: 1000 };

function metrics(iteration: number, activeSeconds: number, scalars: Scalars = {}): MetricsEvent {
  return { kind: 'metrics', iteration, criticUpdates: 5 * iteration, activeSeconds, scalars };
}

describe('the progress line', () => {
  it('shows the place, the pace, the time left and the numbers that matter', () => {
    const progress = new Progress(new Output(false, sink(false).streams), wgan, null);
    progress.add([metrics(0, 0, { sliced_wasserstein: 0.8123 })]);
    progress.add([metrics(100, 20, { em_estimate: 3.214, gradient_norm: 0.98, generator_loss: -1.5 })]);
    expect(progress.text()).toBe(
      'fashion-wgan-gp  100/1,000  5.0 it/s  3 min left  EM 3.21  SWD 0.812  gradient 0.980  G loss -1.50',
    );
  });

  it('shows what a discriminator says for a GAN, and modes for points', () => {
    const gan = findPreset('toy-8gaussians-gan')!.spec;
    const progress = new Progress(new Output(false, sink(false).streams), gan, null);
    progress.add([metrics(1, 1, { d_real: 0.9, d_fake: 0.1, w1: 1.25, modes: 7, em_estimate: 5 })]);
    expect(progress.text()).toBe('toy-8gaussians-gan  1/10,000  D(x) 0.900  D(G(z)) 0.100  W1 1.25  modes 7');
  });

  it('forgets an old pace within seconds', () => {
    const progress = new Progress(new Output(false, sink(false).streams), wgan, null);
    progress.add([metrics(0, 0)]);
    progress.add([metrics(10, 10)]);
    progress.add([metrics(500, 59)]);
    expect(progress.text()).toMatch(/ 10 it\/s {2}50 s left/);
  });

  it('counts towards seconds where those end the run', () => {
    const progress = new Progress(new Output(false, sink(false).streams), { ...wgan, iterations: 1e9 }, 120);
    progress.add([metrics(0, 0), metrics(50, 0)]);
    progress.add([metrics(300, 30)]);
    expect(progress.text()).toMatch(/^fashion-wgan-gp {2}300 {2}30 s of 2 min .* 1 min 30 s left/);
  });

  it('says when it is paused', () => {
    const progress = new Progress(new Output(false, sink(false).streams), wgan, null);
    progress.add([metrics(0, 0), metrics(7, 1)]);
    progress.paused = true;
    expect(progress.text()).toContain('7/1,000  paused');
  });

  it('rewrites one line on a terminal, at most ten times a second, cut to its width', () => {
    const { written, streams } = sink(true, 30);
    let now = 0;
    const progress = new Progress(new Output(false, streams), wgan, null, () => now);
    for (let iteration = 0; iteration < 100; iteration += 1) {
      progress.add([metrics(iteration, iteration / 50, { em_estimate: 1 })]);
      now += 20;
    }
    const lines = written.stderr.split('\r').slice(1);
    expect(lines).toHaveLength(19);
    expect(lines.every((line) => line.replace('\u001b[K', '').length <= 29)).toBe(true);
    expect(lines.at(-1)).toBe('fashion-wgan-gp  95/1,000  5…\u001b[K');
    expect(written.stdout).toBe('');
  });

  it('writes a line every ten seconds elsewhere', () => {
    const { written, streams } = sink(false);
    let now = 0;
    const progress = new Progress(new Output(false, streams), wgan, null, () => now);
    for (let iteration = 0; iteration < 35; iteration += 1) {
      progress.add([metrics(iteration, iteration)]);
      now += 1000;
    }
    expect(
      written.stderr
        .trimEnd()
        .split('\n')
        .map((line) => /(\d+)\//.exec(line)![1]),
    ).toEqual(['10', '20', '30']);
  });

  it('is silent with --json', () => {
    const { written, streams } = sink(true);
    const progress = new Progress(new Output(true, streams), wgan, null, () => performance.now() * 1e6);
    progress.add([metrics(1, 1)]);
    expect(written).toEqual({ stdout: '', stderr: '' });
  });
});

describe('output', () => {
  it('takes the live line away before it writes anything else', () => {
    const { written, streams } = sink(true);
    const output = new Output(false, streams);
    output.live('half way');
    output.note('a note');
    output.note('another');
    expect(written.stderr).toBe('\rhalf way\u001b[K\r\u001b[Ka note\nanother\n');
  });

  it('gives people lines and programs objects, never both', () => {
    const people = sink(false);
    new Output(false, people.streams).line('done');
    new Output(false, people.streams).object({ done: true });
    expect(people.written.stdout).toBe('done\n');
    const programs = sink(false);
    new Output(true, programs.streams).line('done');
    new Output(true, programs.streams).object({ done: true });
    expect(programs.written.stdout).toBe('{"done":true}\n');
  });

  it('writes numbers that JSON does not have as strings', () => {
    expect(jsonLine({ a: Number.NaN, b: [Infinity, -Infinity], c: 1 })).toBe(
      '{"a":"NaN","b":["Infinity","-Infinity"],"c":1}',
    );
  });
});
