// Where tests that need a GPU find one: the system's own driver, else SwiftShader, which computes on the processor
// and comes with Debian's chromium.

import { existsSync, readdirSync } from 'node:fs';

export type Webgpu =
  | { readonly kind: 'driver'; readonly environment: NodeJS.ProcessEnv; readonly name: string }
  | { readonly kind: 'none'; readonly reason: string };

const chromium = '/usr/lib/chromium';
const swiftShader = `${chromium}/vk_swiftshader_icd.json`;
const driverFolders = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d'];

/** The environment in which a process can be expected to open onnx:webgpu. */
export function findWebgpu(): Webgpu {
  const own = process.env;
  if (process.platform !== 'linux') return { kind: 'driver', environment: own, name: 'the system' };
  const set = own['VK_DRIVER_FILES'] ?? own['VK_ICD_FILENAMES'];
  if (set !== undefined && set !== swiftShader) return { kind: 'driver', environment: own, name: set };
  const installed = driverFolders.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
  if (set === undefined && installed) return { kind: 'driver', environment: own, name: 'the system' };
  if (!existsSync(swiftShader)) {
    return {
      kind: 'none',
      reason: 'onnx:webgpu is not tested: no Vulkan driver, and no chromium with SwiftShader',
    };
  }
  // The loader of Vulkan lies beside the driver.
  const libraries = [chromium, own['LD_LIBRARY_PATH'] ?? ''].filter((folder) => folder !== '').join(':');
  return {
    kind: 'driver',
    environment: { ...own, VK_ICD_FILENAMES: swiftShader, LD_LIBRARY_PATH: libraries },
    name: 'SwiftShader',
  };
}
