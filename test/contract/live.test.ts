// What windows do to runs while they train: changes, notes, designs, and runs that belong together.

import { describe, expect, it } from 'vitest';
import type { RunId } from '../../core/protocol/contract.ts';
import { eventually, temporaryWorkstation, type OpenWindow } from '../support/workstation.ts';
import { specNamed } from '../unit/store/support.ts';
import { lineKinds } from './lines.ts';

async function training(window: OpenWindow, name = 'goes on'): Promise<RunId> {
  const [id] = await window.host.startRuns({
    specs: [specNamed(name)],
    engine: 'onnx:cpu',
    budget: null,
    group: null,
  });
  await window.until(id, 'running');
  return id;
}

describe.each(lineKinds)('over $name', (kind) => {
  it('changes a run that trains, and tells of it as a mark', async () => {
    const { open } = temporaryWorkstation();
    const window = await open(kind);
    const { host, seen } = window;
    await host.listRuns();
    const id = await training(window);
    await host.watchRun(id, 0);
    await host.changeRun(id, 'optimizer.critic.lr', 5e-4);
    await eventually(() => seen.mark.some(({ mark }) => mark.kind === 'changed'));
    const mark = seen.mark.find(({ mark: one }) => one.kind === 'changed')!.mark;
    expect(mark.text).toBe('optimizer.critic.lr changed from 1 to 0.0005.');
    expect((await host.readRun(id)).marks).toContainEqual(mark);
    expect((await host.readRun(id)).spec.optimizer.critic.lr).toBe(1e-4);
    for (const [path, value, says] of [
      ['optimizer.critic.lr', -1, /optimizer\.critic\.lr must be/],
      ['optimizer.generator.lr', Infinity, /optimizer\.generator\.lr must be/],
      ['objective.nCritic', 2.5, /objective\.nCritic must be a whole number/],
      ['objective.nCritic', 0, /objective\.nCritic must be/],
      ['objective.lambda', -1, /objective\.lambda must be a number of 0 or more/],
      ['penalty.lambda', 1, /penalty\.lambda cannot be changed: .* is objective\.lambda/],
    ] as const) {
      await expect(host.changeRun(id, path, value), `${path} ${value}`).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringMatching(says) as string,
      });
    }
    await expect(host.changeRun(id, 'batch' as never, 3)).rejects.toMatchObject({ code: 'invalid' });
    await expect(host.changeRun(id, 'objective.nCritic', Number.NaN)).rejects.toMatchObject({
      code: 'invalid',
    });
    await host.controlRun(id, 'stop');
    await window.until(id, 'interrupted');
    await expect(host.changeRun(id, 'objective.nCritic', 3)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/not being trained; resume it first/) as string,
    });
    await expect(host.changeRun('0000000000', 'objective.nCritic', 3)).rejects.toMatchObject({
      code: 'unknown',
    });
  });

  it('keeps notes, up to where the run is, and tells every window of them', async () => {
    const { open } = temporaryWorkstation();
    const [window, other] = [await open(kind), await open()];
    const { host } = window;
    await host.listRuns();
    const id = await training(window, 'waits');
    await eventually(async () => (await host.readRun(id)).summary.iteration === 2);
    await other.host.watchRun(id, 0);
    const mark = await host.noteRun(id, 1, 'The colours come.');
    expect(mark).toMatchObject({ kind: 'note', iteration: 1, text: 'The colours come.' });
    await eventually(() => other.seen.mark.some((one) => one.mark.seq === mark.seq));
    expect((await host.readRun(id)).marks).toContainEqual(mark);
    await host.editNote(id, mark.seq, 'The colours come early.');
    await eventually(() =>
      other.seen.note.some(({ seq, text }) => seq === mark.seq && text === 'The colours come early.'),
    );
    expect((await host.readRun(id)).marks).toContainEqual({ ...mark, text: 'The colours come early.' });
    await expect(host.editNote(id, mark.seq, ' ')).rejects.toMatchObject({ code: 'invalid' });
    // Only notes can be changed, not what happened.
    const [started] = (await host.readRun(id)).marks;
    await expect(host.editNote(id, started.seq, 'x')).rejects.toMatchObject({ code: 'unknown' });
    await host.editNote(id, mark.seq, null);
    await eventually(() => other.seen.note.some(({ text }) => text === null));
    expect((await host.readRun(id)).marks.map(({ kind }) => kind)).not.toContain('note');
    await expect(host.editNote(id, mark.seq, 'late')).rejects.toMatchObject({ code: 'unknown' });
    await expect(host.noteRun(id, 3, 'too far')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/is at iteration 2; a note can be/) as string,
    });
    await expect(host.noteRun(id, 1, ' ')).rejects.toMatchObject({ code: 'invalid' });
    await expect(host.noteRun(id, -1, 'x')).rejects.toMatchObject({ code: 'invalid' });
    await expect(host.noteRun('0000000000', 0, 'x')).rejects.toMatchObject({ code: 'unknown' });
  });

  it('reads the designs of some runs, in the order in which they were asked for', async () => {
    const { open } = temporaryWorkstation();
    const { host } = await open(kind);
    const ids = await host.startRuns({
      ...{ specs: ['waits', 'goes on'].map(specNamed), engine: 'onnx:cpu' },
      ...{ budget: null, group: 'lr sweep' },
    });
    expect(await host.readSpecs([ids[1], ids[0]])).toEqual([specNamed('goes on'), specNamed('waits')]);
    // By ids, not by names.
    await expect(host.readSpecs(['waits'])).rejects.toMatchObject({ code: 'unknown' });
    await expect(host.readSpecs([])).rejects.toMatchObject({ code: 'invalid' });
    expect((await host.listRuns()).map((run) => run.compareGroup)).toEqual(['lr sweep', 'lr sweep']);
  });

  it('starts a sweep of many in one order', async () => {
    const { open } = temporaryWorkstation();
    const { host, seen } = await open(kind);
    await host.listRuns();
    const specs = Array.from({ length: 40 }, (_, i) => ({ ...specNamed('waits'), seed: i }));
    const ids = await host.startRuns({ specs, engine: 'onnx:cpu', budget: null, group: 'many' });
    expect(await host.readSpecs(ids)).toEqual(specs);
    expect((await host.listRuns()).map(({ id }) => id)).toEqual(ids.toReversed());
    await eventually(() => new Set(seen.run.map(({ id }) => id)).size === 40);
  });

  it('takes a group or a budget for runs that belong together, not both', async () => {
    const { open } = temporaryWorkstation();
    const { host } = await open(kind);
    const request = { specs: ['a', 'b'].map(specNamed), engine: 'onnx:cpu' };
    const budget = { unit: 'iterations', amount: 10 } as const;
    await expect(host.startRuns({ ...request, budget, group: 'g' })).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(host.startRuns({ ...request, budget: null, group: ' ' })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await host.listRuns()).toEqual([]);
  });
});
