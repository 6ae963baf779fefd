import { expect, test } from 'vitest';
import type { LayerSpec } from '../../../../core/spec/layer-spec.ts';
import { setValue } from '../../../../renderer/components/designer/draft.ts';
import {
  added,
  classicLayers,
  classics,
  moved,
  newLayers,
  removed,
  turned,
  withLayers,
  writtenOut,
} from '../../../../renderer/components/designer/layer-edits.ts';
import { fieldsOfLayer, readField } from '../../../../renderer/components/designer/layer-fields.ts';
import { stagesOf } from '../../../../renderer/components/designer/network-stages.ts';
import { asPair } from '../../../../renderer/components/designer/pair.ts';
import { problemsOf } from '../../../../renderer/components/designer/problems.ts';
import { describeSpec } from '../../../../core/spec/shapes.ts';
import { draftFrom } from './samples.ts';

const kinds = (layers: readonly LayerSpec[]) => layers.map(({ kind }) => kind);
const list: readonly LayerSpec[] = [newLayers.flatten, newLayers.dense, newLayers.activation];

test('layers are added, removed and moved; a move beyond the ends changes nothing', () => {
  expect(kinds(added(list, -1, newLayers.upsample))).toEqual(['upsample', 'flatten', 'dense', 'activation']);
  expect(kinds(added(list, 2, newLayers.upsample))).toEqual(['flatten', 'dense', 'activation', 'upsample']);
  expect(kinds(removed(list, 1))).toEqual(['flatten', 'activation']);
  expect(kinds(moved(list, 0, 2))).toEqual(['dense', 'activation', 'flatten']);
  expect(moved(list, 0, -1)).toBe(list);
  expect(moved(list, 2, 3)).toBe(list);
});

test('a layer turned into another kind keeps its size', () => {
  expect(turned({ kind: 'dense', width: 7 }, 'maxout')).toEqual({ kind: 'maxout', width: 7, pieces: 5 });
  expect(turned({ kind: 'dense', width: 7 }, 'conv')).toEqual(newLayers.conv);
});

test('fields read what is typed, and nothing that cannot be', () => {
  const typed = (layer: LayerSpec, key: string, text: string): LayerSpec | undefined =>
    readField(
      layer,
      fieldsOfLayer(layer).find((field) => field.key === key)!,
      text,
    );
  expect(typed(newLayers.dense, 'width', '300')).toEqual({ kind: 'dense', width: 300 });
  for (const text of ['', '0', '1.5', '-3', 'x', '2e6'])
    expect(typed(newLayers.dense, 'width', text)).toBeUndefined();
  expect(typed(newLayers.reshape, 'shape', '7 x 7 x 64')).toEqual({ kind: 'reshape', shape: [7, 7, 64] });
  expect(typed(newLayers.reshape, 'shape', '1, 2, 3, 4')).toBeUndefined();
  expect(typed(newLayers.conv, 'stride', '2')).toMatchObject({ stride: 2 });
  expect(typed(newLayers.residual, 'preactivation', 'false')).toMatchObject({ preactivation: false });
  expect(fieldsOfLayer(newLayers['conv-transpose']).map(({ key }) => key)).toEqual(['channels']);
});

test('arms of a comparison get the same layers, however they were made', () => {
  const pair = asPair(draftFrom('fashion-gan'));
  expect(pair.arms.map(({ spec }) => 'norm' in spec.critic && spec.critic.norm)).toEqual(['batch', 'none']);
  const byField = setValue(pair, 'critic.kind', 1, 'layers');
  const [{ spec }] = pair.arms;
  const byButton = withLayers(pair, 'critic', writtenOut(spec, 'critic'));
  for (const draft of [byField, byButton!]) {
    const [first, second] = draft.arms.map((arm) => arm.spec.critic);
    expect(first.kind).toBe('layers');
    expect(second).toEqual(first);
  }
  expect(byField.arms[0].spec.critic).toEqual(writtenOut(pair.arms[1].spec, 'critic'));
});

test('lists start from every network that the data allow, and none of them has an error', () => {
  for (const preset of ['fashion-wgan-gp', 'toy-8gaussians-gan']) {
    const draft = draftFrom(preset);
    const [{ spec }] = draft.arms;
    expect(classics(spec)).toHaveLength(preset.startsWith('toy') ? 1 : 3);
    for (const kind of classics(spec)) {
      for (const role of ['generator', 'critic'] as const) {
        const next = withLayers(draft, role, classicLayers(spec, role, kind))!;
        expect(problemsOf(next).filter(({ severity }) => severity === 'error')).toEqual([]);
      }
    }
  }
});

test('what does not fit is said at the architecture', () => {
  const draft = draftFrom('fashion-gan');
  const broken = withLayers(draft, 'critic', { kind: 'layers', layers: list, init: 'he' })!;
  expect(problemsOf(broken)[0]).toMatchObject({
    path: 'critic.kind',
    sentence:
      'Layers of the critic must fit together: layer 3, activation: it is the last of the critic and must give one number, not 128 numbers.',
  });
});

test('a ResNet is drawn by its blocks', () => {
  const { critic } = describeSpec(draftFrom('fashion32-resnet-wgan-gp').arms[0].spec);
  const stages = stagesOf(critic);
  expect(stages.map(({ shape }) => shape[0])).toEqual([16, 8, 8, 8, 32, 1]);
  expect(stages[3].after).toBe('ReLU');
});
