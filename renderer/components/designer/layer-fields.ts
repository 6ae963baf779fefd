// What can be set of each kind of layer, as boxes and choices.

import type { LayerKind, LayerSpec } from '../../../core/spec/layer-spec.ts';
import { fieldText, readText } from './field-text.ts';

export interface LayerChoice {
  readonly value: string;
  readonly label: string;
}

export interface LayerField {
  readonly key: string;
  readonly title: string;
  /** As the box shows it. */
  readonly text: string;
  /** None where it is typed. */
  readonly choices: readonly LayerChoice[];
  readonly isList: boolean;
}

const plain = (values: readonly (string | number)[]): readonly LayerChoice[] =>
  values.map((value) => ({ value: String(value), label: String(value) }));
const norms: readonly LayerChoice[] = [
  { value: 'batch', label: 'Batch' },
  { value: 'layer', label: 'Layer' },
  { value: 'instance', label: 'Instance' },
];

const titles: Readonly<Record<string, string>> = {
  width: 'Units',
  channels: 'Channels',
  kernel: 'Kernel',
  stride: 'Stride',
  norm: 'Over',
  activation: 'Function',
  shape: 'Shape',
  sample: 'Size',
  preactivation: 'Begins with',
  pieces: 'Pieces',
};

/** DCGAN's transposed convolution has one form, so that there is nothing to choose. */
const fixed: Partial<Record<LayerKind, readonly string[]>> = { 'conv-transpose': ['kernel', 'stride'] };

function choicesOf(kind: LayerKind, key: string): readonly LayerChoice[] {
  switch (key) {
    case 'kernel':
      return plain([1, 3, 4, 5]);
    case 'stride':
      return plain([1, 2]);
    case 'norm':
      return kind === 'norm' ? norms : [{ value: 'none', label: 'None' }, ...norms];
    case 'activation':
      return [
        { value: 'relu', label: 'ReLU' },
        { value: 'leaky-relu', label: 'Leaky ReLU 0.2' },
        { value: 'tanh', label: 'tanh' },
      ];
    case 'sample':
      return [
        { value: 'none', label: 'Kept' },
        { value: 'up', label: 'Doubled' },
        { value: 'down', label: 'Halved' },
      ];
    case 'preactivation':
      return [
        { value: 'true', label: 'Norm, ReLU' },
        { value: 'false', label: 'Convolution' },
      ];
    default:
      return [];
  }
}

export function fieldsOfLayer(layer: LayerSpec): readonly LayerField[] {
  return Object.entries(layer)
    .filter(([key]) => key !== 'kind' && fixed[layer.kind]?.includes(key) !== true)
    .map(([key, value]: [string, unknown]) => ({
      ...{
        key,
        title: layer.kind === 'residual' && key === 'norm' ? 'Norm' : titles[key],
        text: fieldText(value),
        isList: Array.isArray(value),
      },
      choices: choicesOf(layer.kind, key),
    }));
}

const mostOf: Readonly<Record<string, number>> = { pieces: 64, channels: 65_536 };
const most = 1_048_576;
const isWhole = (value: unknown, least: number, largest: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= largest;

/** The layer with what was typed or chosen; undefined where that cannot be. */
export function readField(
  layer: LayerSpec,
  { key, choices, isList }: LayerField,
  text: string,
): LayerSpec | undefined {
  const present = (layer as unknown as Readonly<Record<string, unknown>>)[key];
  const value =
    typeof present === 'boolean'
      ? text === 'true'
      : readText(isList ? text.replace(/[x×]/g, ',') : text, present);
  const isRight = Array.isArray(value)
    ? value.length > 0 && value.length < 4 && value.every((one) => isWhole(one, 1, most))
    : choices.length > 0 || isWhole(value, key === 'pieces' ? 2 : 1, mostOf[key] ?? most);
  return isRight ? { ...layer, [key]: value } : undefined;
}
