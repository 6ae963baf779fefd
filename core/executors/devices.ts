// The names of processors and GPUs, as far as the system tells them without extra libraries.
//
// On Linux a probe can say more than what is installed: once it has opened a GPU, the device nodes that its own
// process holds open and the driver libraries it has loaded tell which GPU computes, or that none does.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** A GPU that computes, or something that passes for one. */
export interface Gpu {
  readonly name: string;
  /** Whether it is a program on the processor: llvmpipe, SwiftShader, WARP. */
  readonly software: boolean;
}

/** Where to look; a test gives it a made-up system. */
export interface SystemView {
  readonly platform: NodeJS.Platform;
  /** Directory that holds `proc`, `sys`, `usr` and `etc`. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A program's standard output, or null where it fails. */
  readonly run: (program: string, commandArguments: readonly string[]) => string | null;
}

export const thisSystem: SystemView = {
  platform: process.platform,
  root: '/',
  environment: process.env,
  run(program, commandArguments) {
    try {
      return execFileSync(program, commandArguments, {
        encoding: 'utf8',
        timeout: 5000,
        windowsHide: true,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return null;
    }
  },
};

/** The processor's model and number of cores (as the system counts them), `AMD EPYC, 2 cores`. */
export function cpuName(): string {
  const all = cpus();
  const model = all[0]?.model.trim().replaceAll(/\s+/g, ' ');
  const count = `${all.length} ${all.length === 1 ? 'core' : 'cores'}`;
  return model ? `${model}, ${count}` : count;
}

/** Names of the GPUs in this machine, whether or not anything can compute on them. Empty where none is found. */
export function gpuNames(system: SystemView = thisSystem): readonly string[] {
  switch (system.platform) {
    case 'linux':
      return unique([
        ...nvidiaGpus(system).map(({ model }) => model),
        ...drmGpus(system).map(({ name }) => name),
      ]);
    case 'darwin':
      // The package of the runtime exists for Apple's own chips only, whose GPU has the name of the chip.
      return [`${cpus()[0]?.model ?? 'Apple'} GPU`];
    case 'win32':
      return unique(windowsGpus(system));
    default:
      return [];
  }
}

/** The GPU that this process has opened. To be asked while a session on it is open. */
export function openedGpu(system: SystemView = thisSystem): Gpu {
  if (system.platform !== 'linux') {
    const names = gpuNames(system);
    const hardware = names.filter((name) => !softwareName.test(name));
    const shown = hardware.length > 0 ? hardware : names;
    return {
      name: shown.join(' or ') || 'an unnamed GPU',
      software: names.length > 0 && hardware.length === 0,
    };
  }
  const nodes = openNodes(system);
  const names = unique([
    ...nvidiaGpus(system)
      .filter(({ minor }) => nodes.includes(`nvidia${minor}`))
      .map(({ model }) => model),
    ...drmGpus(system)
      .filter(({ node }) => nodes.includes(node))
      .map(({ name }) => name),
    ...(nodes.includes('dxg') ? ['the GPU of the Windows host'] : []),
  ]);
  if (names.length > 0) return { name: names.join(' or '), software: false };
  const drivers = loadedSoftware(system);
  if (drivers.length > 0) return { name: drivers.join(' or '), software: true };
  return { name: gpuNames(system).join(' or ') || 'an unnamed GPU', software: false };
}

/**
 * What decides whether a GPU can be opened, as one line of text: it changes when a driver is installed or removed,
 * and results of earlier probes are then no longer trusted.
 */
export function gpuDrivers(system: SystemView = thisSystem): string {
  const { environment } = system;
  const chosen = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES'];
  const settings = chosen.flatMap((name) => (environment[name] ? [`${name}=${environment[name]}`] : []));
  const installed =
    system.platform === 'linux' ? driverFolders.flatMap((folder) => list(system, folder)) : [];
  return [...settings, ...installed.toSorted()].join(' ');
}

const driverFolders = ['etc/vulkan/icd.d', 'usr/share/vulkan/icd.d', 'usr/local/share/vulkan/icd.d'];

/** Display adapters of Windows and virtual machines that compute on the processor or not at all. */
const softwareName =
  /basic (render|display)|remote display|hyper-v|vmware|virtualbox|parsec|citrix|indirect display/i;

const softwareDrivers: readonly { readonly library: RegExp; readonly name: string }[] = [
  { library: /libvk_swiftshader/, name: 'SwiftShader (a software GPU)' },
  { library: /libvulkan_lvp/, name: 'llvmpipe (a software GPU)' },
];

/** PCI vendors of GPUs; cards of others (server management chips, virtual displays) do not compute. */
const vendors: Readonly<Record<string, string | undefined>> = {
  '0x10de': 'NVIDIA',
  '0x1002': 'AMD',
  '0x8086': 'Intel',
  '0x1ed5': 'Moore Threads',
  '0x1010': 'Imagination',
  '0x5143': 'Qualcomm',
};

const unique = (names: readonly string[]): string[] => [...new Set(names)];

function read(system: SystemView, path: string): string | null {
  try {
    return readFileSync(join(system.root, path), 'utf8');
  } catch {
    return null;
  }
}

function list(system: SystemView, folder: string): string[] {
  try {
    return readdirSync(join(system.root, folder));
  } catch {
    return [];
  }
}

/** GPUs of NVIDIA's own driver, by the number of their device node. */
function nvidiaGpus(system: SystemView): { readonly minor: string; readonly model: string }[] {
  return list(system, 'proc/driver/nvidia/gpus').flatMap((bus) => {
    const text = read(system, `proc/driver/nvidia/gpus/${bus}/information`) ?? '';
    const model = /^Model:\s*(.+)$/m.exec(text)?.[1]?.trim();
    const minor = /^Device Minor:\s*(\d+)$/m.exec(text)?.[1];
    return model === undefined ? [] : [{ minor: minor ?? '0', model }];
  });
}

/** GPUs of the kernel's graphics drivers that can render, by their device node. NVIDIA's driver names its own. */
function drmGpus(system: SystemView): { readonly node: string; readonly name: string }[] {
  const nvidia = nvidiaGpus(system).length > 0;
  return list(system, 'sys/class/drm')
    .filter((node) => /^renderD\d+$/.test(node))
    .flatMap((node) => {
      const id = (file: string): string => read(system, `sys/class/drm/${node}/device/${file}`)?.trim() ?? '';
      const vendor = vendors[id('vendor')];
      if (vendor === undefined || (nvidia && vendor === 'NVIDIA')) return [];
      return [
        { node, name: pciName(system, id('vendor'), id('device')) ?? `${vendor} GPU ${id('device')}`.trim() },
      ];
    });
}

/** `Intel Iris Xe Graphics` from the system's list of PCI devices, where there is one. */
function pciName(system: SystemView, vendor: string, device: string): string | null {
  const table = read(system, 'usr/share/misc/pci.ids') ?? read(system, 'usr/share/hwdata/pci.ids');
  if (table === null) return null;
  const lines = table.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${vendor.slice(2)}  `));
  if (start === -1) return null;
  for (const line of lines.slice(start + 1)) {
    // A line that is not indented begins the next vendor.
    if (/^[0-9a-f]/.test(line)) return null;
    if (line.startsWith(`\t${device.slice(2)}  `)) {
      const product = line.slice(device.length).trim();
      // "Alder Lake-P GT2 [Iris Xe Graphics]": what is sold is in the brackets.
      return `${vendors[vendor] ?? ''} ${/\[(.+)\]/.exec(product)?.[1] ?? product}`.trim();
    }
  }
  return null;
}

/** Names of the device nodes of GPUs that this process holds open: `nvidia0`, `renderD128`, `dxg`. */
function openNodes(system: SystemView): string[] {
  return list(system, 'proc/self/fd').flatMap((descriptor) => {
    try {
      const target = readlinkSync(join(system.root, 'proc/self/fd', descriptor));
      const name = /^\/dev\/(?:dri\/)?(nvidia\d+|renderD\d+|dxg)$/.exec(target)?.[1];
      return name === undefined ? [] : [name];
    } catch {
      // Closed since it was listed.
      return [];
    }
  });
}

function loadedSoftware(system: SystemView): string[] {
  const maps = read(system, 'proc/self/maps') ?? '';
  return softwareDrivers.filter(({ library }) => library.test(maps)).map(({ name }) => name);
}

/** Display adapters that Windows has drivers for: class {4d36e968-…} of its registry. */
function windowsGpus(system: SystemView): string[] {
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';
  const answer = system.run('reg', ['query', key, '/s', '/v', 'DriverDesc']) ?? '';
  return [...answer.matchAll(/DriverDesc\s+REG_SZ\s+(.+)/g)].map((match) => match[1].trim());
}
