// Names of devices, on made-up systems.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cpuName, gpuDrivers, gpuNames, openedGpu, thisSystem } from '../../../core/executors/devices.ts';
import type { SystemView } from '../../../core/executors/devices.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A Linux system with these files; `open` are device nodes that the process holds open. */
function linux(files: Readonly<Record<string, string>>, open: readonly string[] = []): SystemView {
  const root = mkdtempSync(join(tmpdir(), 'critic-devices-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'proc/self/fd'), { recursive: true });
  open.forEach((target, at) => {
    symlinkSync(target, join(root, 'proc/self/fd', String(at)));
  });
  return { platform: 'linux', root, environment: {}, run: () => null };
}

const nvidia = {
  'proc/driver/nvidia/gpus/0000:01:00.0/information':
    'Model: \t\t NVIDIA GeForce RTX 3080\nIRQ:   \t\t 131\nDevice Minor: \t 0\n',
  'sys/class/drm/renderD128/device/vendor': '0x10de\n',
  'sys/class/drm/renderD128/device/device': '0x2206\n',
};
const intel = {
  'sys/class/drm/card0/device/vendor': '0x8086\n',
  'sys/class/drm/renderD129/device/vendor': '0x8086\n',
  'sys/class/drm/renderD129/device/device': '0x46a6\n',
};
const pciIds = {
  'usr/share/misc/pci.ids':
    '# comment\n1002  Advanced Micro Devices, Inc.\n\t46a6  Something else\n8086  Intel Corporation\n\t1234  A chip\n\t\t8086 0001  A board\n\t46a6  Alder Lake-P GT2 [Iris Xe Graphics]\n8087  Intel Corp.\n',
};
const mapped = (library: string) => ({ 'proc/self/maps': `7f00-7f01 r-xp 0 08:01 1  ${library}\n` });

describe('the processor', () => {
  it('is named with its cores', () => {
    expect(cpuName()).toContain(cpus()[0].model.trim().split(/\s+/)[0]);
    expect(cpuName()).toMatch(new RegExp(`${cpus().length} cores?$`));
  });
});

describe('GPUs on Linux', () => {
  it('have the name that their driver or the PCI list gives', () => {
    expect(gpuNames(linux(nvidia))).toEqual(['NVIDIA GeForce RTX 3080']);
    expect(gpuNames(linux({ ...intel, ...pciIds }))).toEqual(['Intel Iris Xe Graphics']);
    expect(gpuNames(linux({ ...nvidia, ...intel }))).toEqual(['NVIDIA GeForce RTX 3080', 'Intel GPU 0x46a6']);
  });

  it('are none on a server whose display chip cannot render, and none where nothing is', () => {
    expect(gpuNames(linux({ 'sys/class/drm/renderD128/device/vendor': '0x1a03\n' }))).toEqual([]);
    expect(gpuNames(linux({}))).toEqual([]);
  });

  it('are named by the device that the process has really opened', () => {
    const both = { ...nvidia, ...intel, ...pciIds };
    expect(openedGpu(linux(both, ['/dev/null', '/dev/nvidia0']))).toEqual({
      name: 'NVIDIA GeForce RTX 3080',
      software: false,
    });
    expect(openedGpu(linux(both, ['/dev/dri/renderD129']))).toEqual({
      name: 'Intel Iris Xe Graphics',
      software: false,
    });
    expect(openedGpu(linux({}, ['/dev/dxg']))).toEqual({
      name: 'the GPU of the Windows host',
      software: false,
    });
  });

  it('are software where only a software driver is loaded, whatever hardware is there', () => {
    expect(openedGpu(linux({ ...intel, ...mapped('/usr/lib/chromium/libvk_swiftshader.so') }))).toEqual({
      name: 'SwiftShader (a software GPU)',
      software: true,
    });
    expect(openedGpu(linux(mapped('/usr/lib/x86_64-linux-gnu/libvulkan_lvp.so'))).software).toBe(true);
  });

  it('are hardware where a software driver is loaded beside the device in use', () => {
    const system = linux({ ...intel, ...mapped('/usr/lib/libvulkan_lvp.so') }, ['/dev/dri/renderD129']);
    expect(openedGpu(system).software).toBe(false);
  });
});

describe('GPUs on Windows', () => {
  const windows = (answer: string | null): SystemView => ({
    platform: 'win32',
    root: '/nowhere',
    environment: {},
    run: () => answer,
  });
  const adapters = (...names: string[]): string =>
    names
      .map((name) => `\r\nHKEY_LOCAL_MACHINE\\x\\0000\r\n    DriverDesc    REG_SZ    ${name}\r\n`)
      .join('');

  it('are those of the registry, software ones only where there is nothing else', () => {
    const mixed = windows(adapters('Microsoft Basic Display Adapter', 'AMD Radeon RX 6800'));
    expect(openedGpu(mixed)).toEqual({ name: 'AMD Radeon RX 6800', software: false });
    expect(openedGpu(windows(adapters('Microsoft Hyper-V Video')))).toEqual({
      name: 'Microsoft Hyper-V Video',
      software: true,
    });
  });

  it('have no name where the registry does not answer', () => {
    expect(gpuNames(windows(null))).toEqual([]);
    expect(openedGpu(windows(null))).toEqual({ name: 'an unnamed GPU', software: false });
  });
});

describe('the drivers of GPUs', () => {
  it('tell when one is installed or chosen', () => {
    const bare = gpuDrivers(linux({}));
    const installed = gpuDrivers(linux({ 'usr/share/vulkan/icd.d/radeon_icd.x86_64.json': '{}' }));
    expect(installed).not.toBe(bare);
    const system = linux({});
    expect(gpuDrivers({ ...system, environment: { VK_ICD_FILENAMES: '/a.json' } })).not.toBe(bare);
  });
});

describe('a program that the system is asked through', () => {
  it('may fail', () => {
    expect(thisSystem.run('critic-no-such-program', [])).toBeNull();
    expect(thisSystem.run(process.execPath, ['-e', 'process.exit(3)'])).toBeNull();
    expect(thisSystem.run(process.execPath, ['-e', 'console.log(1)'])).toBe('1\n');
  });
});
