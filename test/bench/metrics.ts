// What looking at a run costs it. One process trains and tells, from the same iterations, how long an evaluation, the
// histograms, a grid and a checkpoint take beside an iteration; and how much slower it trains while a process of its own
// measures checkpoints, or exports a film, in blocks with that process at work and with it stopped, turn by turn.
//
//     npm run bench:metrics -- [--preset ID] [--seconds S] [--rounds N] [--json]

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadDataset } from '../../core/datasets/catalog.ts';
import { createExecutor } from '../../core/executors/catalog.ts';
import { findPreset } from '../../core/spec/presets.ts';
import { lookingCosts } from './looking.ts';
import { slowdowns } from './beside.ts';

const { values: options } = parseArgs({
  options: {
    preset: { type: 'string', default: 'fashion-wgan-gp' },
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
  },
});
const preset = findPreset(options.preset);
if (preset === undefined) {
  process.stderr.write(`There is no preset "${options.preset}"; critic presets lists them.\n`);
  process.exit(2);
}
const resourcesDir = fileURLToPath(new URL('../resources', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'critic-bench-'));
const say = (line: string): void => {
  if (!options.json) process.stdout.write(`${line}\n`);
};

try {
  const { spec } = preset;
  const dataset = await loadDataset(spec.data, resourcesDir);
  const executor = await createExecutor('onnx:cpu', { device: 'processor' });
  const subject = { spec, dataset, executor, folder, resourcesDir };
  say(`${preset.id}, ${cpus().length} processor cores, as many threads`);

  const { iterationMs, parts, look } = await lookingCosts(subject, Number(options.rounds));
  say(`an iteration                        ${iterationMs.toFixed(1).padStart(9)} ms`);
  for (const { what, ms, every, share } of parts) {
    say(
      `${what.padEnd(36)}${ms.toFixed(1).padStart(9)} ms, every ${every}: ${(100 * share).toFixed(2)} % of training`,
    );
  }
  say(
    `steps of the gradient histograms    ${look.compileMs.toFixed(0).padStart(9)} ms to compile, ${look.mebibytes.toFixed(0)} MiB`,
  );

  const beside = await slowdowns(subject, {
    seconds: Number(options.seconds),
    rounds: Number(options.rounds),
  });
  for (const { what, ratio, ratios } of beside) {
    say(
      `${what.padEnd(36)}${ratio.toFixed(3).padStart(9)} of the pace without it (${ratios.map((one) => one.toFixed(2)).join(', ')})`,
    );
  }
  if (options.json) {
    const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
    process.stdout.write(
      `${JSON.stringify({ ...machine, preset: preset.id, iterationMs, parts, look, beside })}\n`,
    );
  }
  await executor.dispose();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
