// What goes into the desktop app and its installers: electron-builder's configuration, as data.

import type { Configuration } from 'electron-builder';

/** Runtime data that native code opens by path, so it lies beside the archive: `resources/critic` of the app. */
const data = {
  from: 'resources',
  to: 'critic',
  filter: ['fashion-mnist/**/*', 'fonts/**/*', 'icons/512x512.png'],
};

/**
 * What is run, as build/bundle.ts makes it; everything that is not native is inside it. Of `node_modules` only
 * the native packages remain, with what they need when they run rather than when they are installed.
 */
const files = [
  'package.json',
  'dist/electron/**/*',
  'dist/renderer/**/*',
  'dist/chunks/**/*',
  'dist/trainer.js',
  'dist/exporter.js',
  'dist/probe.js',
  '!**/*.map',
  '!**/*.{ts,mts,cts,md,markdown}',
  '!node_modules/!(onnxruntime-node|onnxruntime-common|better-sqlite3|@napi-rs){,/**}',
  '!node_modules/onnxruntime-node/{lib,script,__commit.txt}{,/**}',
  '!node_modules/onnxruntime-common/{lib,dist/esm}{,/**}',
  '!node_modules/better-sqlite3/{deps,src}{,/**}',
];

/**
 * The files without everything native of other systems and processors. `own` are names as the packages have them.
 * Systems get whole lists: one of exclusions only, beside a list for all, would include the whole checkout.
 */
function filesWith(own: {
  readonly onnx: string;
  readonly sqlite: string;
  readonly canvas: string;
}): string[] {
  return [
    ...files,
    `!node_modules/onnxruntime-node/bin/napi-v6/!(${own.onnx}){,/**}`,
    `!node_modules/onnxruntime-node/bin/napi-v6/${own.onnx}/!(\${arch}){,/**}`,
    `!node_modules/better-sqlite3/prebuilds/!(${own.sqlite}.node)`,
    // On Linux npm brings the one for musl too.
    `!node_modules/@napi-rs/!(canvas|canvas-${own.canvas}){,/**}`,
  ];
}

/** A new one each time: electron-builder writes into what it is given. */
export const configuration = (): Configuration => ({
  appId: 'org.critic.workstation',
  productName: 'Critic',
  copyright: 'MIT License',
  directories: { output: 'dist/packages', buildResources: 'resources/icons' },
  extraMetadata: { main: 'dist/electron/main.js' },
  extraResources: [structuredClone(data)],
  // Of the native packages only what the system's loader opens lies beside the archive, whose content is checked
  // when it is loaded. Folders and not endings: libonnxruntime.so.1 has none that a detection would know.
  asar: { smartUnpack: false },
  asarUnpack: [
    'node_modules/onnxruntime-node/bin/**',
    'node_modules/better-sqlite3/prebuilds/**',
    'node_modules/@napi-rs/canvas-*/**',
  ],
  // Every native package is Node-API: one binary for Node and for Electron.
  npmRebuild: false,
  electronLanguages: ['en-US', 'en'],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  // There is nowhere to update from.
  publish: null,
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  linux: {
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
    files: filesWith({ onnx: 'linux', sqlite: 'linux-${arch}', canvas: 'linux-${arch}-gnu' }),
    icon: 'resources/icons',
    executableName: 'critic-workstation',
    category: 'Education;Science;ArtificialIntelligence',
    synopsis: 'Workstation for GAN experiments',
    maintainer: 'Critic',
    syncDesktopName: true,
    desktop: { entry: { Keywords: 'GAN;WGAN;Wasserstein;machine learning;', StartupNotify: 'true' } },
  },
  win: {
    target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
    files: filesWith({ onnx: 'win32', sqlite: 'win32-${arch}', canvas: 'win32-${arch}-msvc' }),
    icon: 'resources/icons/icon.ico',
  },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    // One installer per processor: two runtimes in one would double what is downloaded.
    buildUniversalInstaller: false,
    // Runs belong to the user.
    deleteAppDataOnUninstall: false,
  },
  mac: {
    target: [
      { target: 'dmg', arch: ['arm64'] },
      { target: 'zip', arch: ['arm64'] },
    ],
    files: [
      ...filesWith({ onnx: 'darwin', sqlite: 'darwin-${arch}', canvas: 'darwin-${arch}' }),
      // The same library a second time: the binding loads libonnxruntime.1.dylib.
      '!node_modules/onnxruntime-node/bin/**/libonnxruntime.*.*.*.dylib',
    ],
    icon: 'resources/icons/icon.icns',
    category: 'public.app-category.education',
    darkModeSupport: true,
    hardenedRuntime: true,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
  },
});
