// Why an engine cannot be used, as a sentence with a next step, from what its probe left behind.

import type { ProbeOutcome } from './probe-process.ts';

/** What a sentence may need to know about the machine. */
export interface Circumstances {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** GPUs in the machine, whether or not they can be used. */
  readonly gpus: readonly string[];
}

/** The reason for the engine `id` not being available; null if the probe found that it is. */
export function reasonFor(id: string, outcome: ProbeOutcome, circumstances: Circumstances): string | null {
  switch (outcome.kind) {
    case 'timeout':
      return `It did not finish a few training steps within ${outcome.seconds} seconds. ${advice(id)}`;
    case 'crash':
      return `Its test process ended without an answer (${ending(outcome)}). ${advice(id)}`;
    case 'report': {
      const { report, stderr } = outcome;
      if (report.ok) return null;
      if (report.kind === 'wrong') return `It computes wrong results: ${report.message}. ${advice(id)}`;
      return refusal(id, report.message, stderr, circumstances);
    }
    default:
      return outcome satisfies never;
  }
}

function ending({ how, stderr }: { readonly how: string; readonly stderr: string }): string {
  const lastLine = stderr.trim().split('\n').at(-1)?.trim();
  return lastLine ? `${how}: ${lastLine}` : how;
}

function advice(id: string): string {
  switch (id) {
    case 'onnx:webgpu':
      return 'Update the driver of the GPU, or use onnx:cpu.';
    case 'tensorflow':
      return 'Reinstall TensorFlow, or use onnx:cpu.';
    default:
      return 'Reinstall Critic with npm ci.';
  }
}

function refusal(
  id: string,
  message: string,
  stderr: string,
  { platform, arch, gpus }: Circumstances,
): string {
  // Its messages are written as reasons.
  if (id === 'tensorflow') return message;
  const firstLine = message.split('\n')[0].trim();
  if (/onnxruntime_binding|Cannot find (module|package) '?onnxruntime-node/.test(message)) {
    return `ONNX Runtime does not load on ${platform} ${arch} (${firstLine}). Reinstall it with npm ci.`;
  }
  if (id !== 'onnx:webgpu') return `It could not be opened (${firstLine}). ${advice(id)}`;
  if (
    /unsupported|not supported in this build|no available backend/i.test(message) &&
    !noAdapter.test(message)
  ) {
    return `ONNX Runtime has no WebGPU on ${platform} ${arch}. Use onnx:cpu.`;
  }
  if (/fallback to CPU EP has been explicitly disabled/i.test(message)) {
    return `The GPU cannot do every operation that training needs (${firstLine}). Use onnx:cpu.`;
  }
  if (!noAdapter.test(message)) return `The GPU could not be opened (${firstLine}). ${advice(id)}`;
  if (gpus.length === 0) {
    return 'No GPU found. In a container or virtual machine, pass the GPU through; otherwise use onnx:cpu.';
  }
  const found = gpus.join(', ');
  if (/Couldn't load Vulkan/.test(stderr)) {
    return `${found} is there, but the Vulkan loader libvulkan.so.1 is not: install it (Debian and Ubuntu: apt install libvulkan1 mesa-vulkan-drivers).`;
  }
  const driver =
    platform === 'linux'
      ? "a Vulkan driver (mesa-vulkan-drivers, or NVIDIA's own)"
      : 'a current graphics driver';
  return `${found} is there, but no driver that WebGPU can use: install ${driver}.`;
}

const noAdapter = /No supported adapters|Failed to get a WebGPU adapter/;
