// Which engine is chosen, and what is said about it.

import { describe, expect, it } from 'vitest';
import type { EngineId, EngineReport } from '../../../core/executors/catalog.ts';
import { chooseEngine } from '../../../core/executors/choose.ts';

const works = (id: EngineId, device: string, stepMs: number, software = false): EngineReport => ({
  id,
  title: id,
  device,
  available: true,
  reason: null,
  software,
  version: '1.0.0',
  stepMs,
});
const fails = (id: EngineId, reason: string): EngineReport => ({
  id,
  title: id,
  device: 'nothing',
  available: false,
  reason,
  software: false,
  version: null,
  stepMs: null,
});

const cpu = works('onnx:cpu', 'Ryzen, 8 cores', 20.04);
const gpu = works('onnx:webgpu', 'Radeon', 4.126);
const noGpu = fails('onnx:webgpu', 'No GPU found.');
const noTensorflow = fails('tensorflow', 'TensorFlow is not installed: install it.');
const reference = works('reference', 'JavaScript', 9000);

describe('auto', () => {
  it('takes the fastest and gives the times', () => {
    expect(chooseEngine('auto', [cpu, gpu, noTensorflow, reference])).toEqual({
      kind: 'chosen',
      id: 'onnx:webgpu',
      device: 'Radeon',
      sentence:
        'Engine onnx:webgpu on Radeon: the fastest that works here (onnx:webgpu 4.13 ms a step, onnx:cpu 20 ms a step).',
    });
    expect(
      chooseEngine('auto', [cpu, works('onnx:webgpu', 'Old GPU', 30), noTensorflow, reference]),
    ).toMatchObject({
      id: 'onnx:cpu',
    });
    expect(chooseEngine('auto', [cpu, noGpu, works('tensorflow', 'Tesla', 2), reference])).toMatchObject({
      id: 'tensorflow',
    });
  });

  it('never takes a software GPU over the processor, however fast it claims to be', () => {
    const software = works('onnx:webgpu', 'llvmpipe', 1, true);
    expect(chooseEngine('auto', [cpu, software, noTensorflow, reference])).toEqual({
      kind: 'chosen',
      id: 'onnx:cpu',
      device: 'Ryzen, 8 cores',
      sentence:
        'Engine onnx:cpu on Ryzen, 8 cores: the fastest that works here. llvmpipe would be slower than the processor itself.',
    });
    expect(
      chooseEngine('auto', [fails('onnx:cpu', 'broken'), software, noTensorflow, reference]),
    ).toMatchObject({
      id: 'onnx:webgpu',
    });
  });

  it('never takes plain JavaScript over onnx:cpu, however fast it claims to be', () => {
    expect(
      chooseEngine('auto', [cpu, noGpu, noTensorflow, works('reference', 'JavaScript', 1)]),
    ).toMatchObject({
      id: 'onnx:cpu',
    });
    expect(chooseEngine('auto', [fails('onnx:cpu', 'broken'), noGpu, noTensorflow, reference])).toMatchObject(
      {
        id: 'reference',
      },
    );
  });

  it('does not fall back in silence', () => {
    expect(chooseEngine('auto', [cpu, noGpu, noTensorflow, reference])).toMatchObject({
      sentence:
        'Engine onnx:cpu on Ryzen, 8 cores: the fastest that works here. onnx:webgpu is not available: No GPU found.',
    });
  });

  it('gives every reason where nothing works', () => {
    expect(chooseEngine('auto', [fails('onnx:cpu', 'Broken.'), noGpu])).toEqual({
      kind: 'refused',
      sentence: 'No engine works here. onnx:cpu: Broken. onnx:webgpu: No GPU found.',
    });
  });
});

describe('an engine by name', () => {
  it('is taken if it works, even where it is slow', () => {
    expect(chooseEngine('reference', [cpu, gpu, noTensorflow, reference])).toEqual({
      kind: 'chosen',
      id: 'reference',
      device: 'JavaScript',
      sentence: 'Engine reference on JavaScript: as asked.',
    });
    expect(chooseEngine('onnx:webgpu', [cpu, works('onnx:webgpu', 'llvmpipe', 1, true)])).toMatchObject({
      id: 'onnx:webgpu',
      sentence: 'Engine onnx:webgpu on llvmpipe: as asked; slower than the processor itself.',
    });
  });

  it('is refused with its reason if it does not, and nothing else is taken instead', () => {
    expect(chooseEngine('tensorflow', [cpu, gpu, noTensorflow, reference])).toEqual({
      kind: 'refused',
      sentence: 'The engine tensorflow is not available here. TensorFlow is not installed: install it.',
    });
  });

  it('is refused with the list if there is no such engine', () => {
    expect(chooseEngine('onnx:gpu', [cpu, gpu, noTensorflow, reference])).toEqual({
      kind: 'refused',
      sentence: 'There is no engine "onnx:gpu": use auto, onnx:cpu, onnx:webgpu, tensorflow or reference.',
    });
  });
});
