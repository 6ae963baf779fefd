// What a person reads when an engine cannot be used, from what its probe left behind.

import { describe, expect, it } from 'vitest';
import type { ProbeOutcome } from '../../../core/executors/probe-process.ts';
import { reasonFor } from '../../../core/executors/reasons.ts';
import type { Circumstances } from '../../../core/executors/reasons.ts';

const bare: Circumstances = { platform: 'linux', arch: 'x64', gpus: [] };
const withGpu: Circumstances = { ...bare, gpus: ['AMD Radeon RX 6800'] };
const refused = (message: string, stderr = ''): ProbeOutcome => ({
  kind: 'report',
  report: { ok: false, kind: 'refused', message },
  stderr,
});

/** As onnxruntime-node 1.30 words it. */
const noAdapter =
  '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n';
const noLoader = "Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file\n";

describe('the reason', () => {
  it('is none where the engine works', () => {
    const report = { ok: true, device: 'a', software: false, version: '1', stepMs: 1 } as const;
    expect(reasonFor('onnx:cpu', { kind: 'report', report, stderr: '' }, bare)).toBeNull();
  });

  it.each<[string, string, ProbeOutcome, Circumstances, string]>([
    [
      'no GPU',
      'onnx:webgpu',
      refused(noAdapter, noLoader),
      bare,
      'No GPU found. In a container or virtual machine, pass the GPU through; otherwise use onnx:cpu.',
    ],
    [
      'a GPU without the Vulkan loader',
      'onnx:webgpu',
      refused(noAdapter, noLoader),
      withGpu,
      'AMD Radeon RX 6800 is there, but the Vulkan loader libvulkan.so.1 is not: install it (Debian and Ubuntu: apt install libvulkan1 mesa-vulkan-drivers).',
    ],
    [
      'a GPU without a driver',
      'onnx:webgpu',
      refused(noAdapter),
      withGpu,
      "AMD Radeon RX 6800 is there, but no driver that WebGPU can use: install a Vulkan driver (mesa-vulkan-drivers, or NVIDIA's own).",
    ],
    [
      'a GPU without a driver on Windows',
      'onnx:webgpu',
      refused(noAdapter),
      { ...withGpu, platform: 'win32' },
      'AMD Radeon RX 6800 is there, but no driver that WebGPU can use: install a current graphics driver.',
    ],
    [
      'a build without WebGPU',
      'onnx:webgpu',
      refused("Invalid argument: sessionOptions.executionProviders[0] is unsupported: 'webgpu'."),
      { ...bare, arch: 'arm64' },
      'ONNX Runtime has no WebGPU on linux arm64. Use onnx:cpu.',
    ],
    [
      'an operation that only the processor can do',
      'onnx:webgpu',
      refused(
        'This session contains graph nodes that are assigned to the default CPU EP, but fallback to CPU EP has been explicitly disabled by the user.',
      ),
      withGpu,
      'The GPU cannot do every operation that training needs (This session contains graph nodes that are assigned to the default CPU EP, but fallback to CPU EP has been explicitly disabled by the user.). Use onnx:cpu.',
    ],
    [
      'another error of the GPU',
      'onnx:webgpu',
      refused('Out of device memory\nstack'),
      withGpu,
      'The GPU could not be opened (Out of device memory). Update the driver of the GPU, or use onnx:cpu.',
    ],
    [
      'a missing library',
      'onnx:cpu',
      refused("Cannot find module '../bin/napi-v6/darwin/x64/onnxruntime_binding.node'\nRequire stack:"),
      { platform: 'darwin', arch: 'x64', gpus: [] },
      "ONNX Runtime does not load on darwin x64 (Cannot find module '../bin/napi-v6/darwin/x64/onnxruntime_binding.node'). Reinstall it with npm ci.",
    ],
    [
      'wrong results',
      'onnx:webgpu',
      {
        kind: 'report',
        report: { ok: false, kind: 'wrong', message: 'the loss of training step 3 is NaN' },
        stderr: '',
      },
      withGpu,
      'It computes wrong results: the loss of training step 3 is NaN. Update the driver of the GPU, or use onnx:cpu.',
    ],
    [
      'a crash',
      'onnx:webgpu',
      { kind: 'crash', how: 'SIGABRT', stderr: 'first\nterminate called after throwing\n' },
      withGpu,
      'Its test process ended without an answer (SIGABRT: terminate called after throwing). Update the driver of the GPU, or use onnx:cpu.',
    ],
    [
      'a crash in silence',
      'onnx:cpu',
      { kind: 'crash', how: 'SIGSEGV', stderr: '' },
      bare,
      'Its test process ended without an answer (SIGSEGV). Reinstall Critic with npm ci.',
    ],
    [
      'a hang',
      'tensorflow',
      { kind: 'timeout', seconds: 60 },
      bare,
      'It did not finish a few training steps within 60 seconds. Reinstall TensorFlow, or use onnx:cpu.',
    ],
    [
      'what tensorflow says itself',
      'tensorflow',
      refused('TensorFlow is not installed: do.'),
      bare,
      'TensorFlow is not installed: do.',
    ],
  ])('names %s and a next step', (_what, id, outcome, circumstances, sentence) => {
    expect(reasonFor(id, outcome, circumstances)).toBe(sentence);
  });
});
