import { builtinModules } from 'node:module';
import { describe, expect, test } from 'vitest';
import { importsOf, type SourceFile, sourceFiles } from '../support/source-files.ts';

/** From which folders the files of a folder may import, besides packages. The longest matching folder rules. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'src/shared/core': ['src/shared/core'],
  'src/shared/contract': ['src/shared/core', 'src/shared/contract'],
  'src/main': ['src/shared', 'src/main', 'models'],
  'src/preload': ['src/shared/contract'],
  'src/renderer': ['src/shared', 'src/renderer', 'virtual:'],
  'src/renderer/avatar': ['src/shared/core', 'src/renderer/avatar', 'virtual:'],
  'src/renderer/performer': ['src/shared/core', 'src/renderer/performer', 'src/renderer/avatar'],
  'src/renderer/capture': [
    'src/shared',
    'src/renderer/capture',
    'src/renderer/performer',
    'src/renderer/avatar/load-open-head.ts',
    'src/renderer/backend',
    'src/renderer/state',
    'virtual:',
  ],
  tools: ['src/shared', 'src/main', 'tools', 'models', 'docs', 'out'],
  // Draws the head with the avatar's own materials, in the tests' browser.
  'tools/open-head/contact-sheet': [
    'src/shared',
    'src/renderer/avatar',
    'tools',
    'models',
    'docs',
    'test/support',
    './',
  ],
};

/** Where alone each package may be imported. A new package gets a line here. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'node:': ['src/main', 'tools'],
  electron: ['src/main/electron', 'src/main/index.ts', 'src/preload'],
  ws: ['src/main/server', 'src/main/bench/contract-stage.ts'],
  'osc-js': ['src/main/services/remote-control'],
  'onnxruntime-node': ['src/main/inference/session-owner.ts'],
  // Pure code: takes are protobuf messages, and so is ONNX.
  '@bufbuild/protobuf': ['src/shared/core/take', 'src/main/import/onnx'],
  fflate: ['tools/open-head/skin'],
  '@mcap/core': ['src/main/services/recording'],
  zod: ['src/shared/contract', 'src/main'],
  three: ['src/renderer/avatar', 'src/renderer/performer', 'tools/open-head/contact-sheet'],
  '@mediapipe/tasks-vision': ['src/renderer/capture', 'tools/face-mesh-topology'],
  '@mediapipe/face_mesh': ['tools'],
  mediabunny: ['src/renderer/capture'],
  flatbuffers: ['tools/tracker-bundle'],
  'playwright-core': ['tools/landmark-embedding', 'tools/open-head/contact-sheet'],
  react: ['src/renderer/ui', 'src/renderer/main.tsx'],
  'react-dom': ['src/renderer/main.tsx'],
  zustand: ['src/renderer/state', 'src/renderer/ui'],
  vite: ['tools'],
};

const FILES = sourceFiles('src', 'tools');

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(':') ? folder : `${folder}/`);
}

/** `node:` for Node's own modules, `@scope/name` or `name` for others. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
    return 'node:';
  }
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function isOwnFile(specifier: string): boolean {
  return /^(src|tools|test|models|docs|resources|out|virtual:)/.test(specifier) || /^\.\.?\//.test(specifier);
}

function brokenLayers(file: SourceFile): string[] {
  const layer = Object.keys(LAYERS)
    .filter((folder) => isWithin(file.path, folder))
    .reduce((longest, folder) => (folder.length > longest.length ? folder : longest), '');
  const allowed = LAYERS[layer];
  return importsOf(file)
    .filter(isOwnFile)
    .filter((imported) => !allowed?.some((folder) => isWithin(imported, folder)))
    .map((imported) => `${file.path} imports ${imported}`);
}

function strayPackages(file: SourceFile): string[] {
  return importsOf(file)
    .filter((specifier) => !isOwnFile(specifier))
    .map(packageOf)
    .filter((name) => !OWNERS[name]?.some((owner) => isWithin(file.path, owner)))
    .map((name) => `${file.path} imports ${name}`);
}

describe('the layers of the code', () => {
  test('are seen by this test', () => {
    const [file] = sourceFiles('src/shared/contract').filter(({ path }) => path.endsWith('schemas.ts'));
    expect(file && importsOf(file)).toEqual(
      expect.arrayContaining(['zod', 'src/shared/contract/backend.ts']),
    );
    expect(brokenLayers({ path: 'src/shared/core/a.ts', text: "import '../contract/rpc.ts';" })).toHaveLength(
      1,
    );
    expect(
      brokenLayers({ path: 'src/main/a.ts', text: "export * from '../renderer/main.tsx';" }),
    ).toHaveLength(1);
    expect(
      brokenLayers({ path: 'src/renderer/avatar/a.ts', text: "await import('../ui/app.tsx')" }),
    ).toHaveLength(1);
    expect(strayPackages({ path: 'src/shared/core/a.ts', text: "import 'fs';" })).toHaveLength(1);
    expect(strayPackages({ path: 'src/main/a.ts', text: "import x from 'three/addons/x.js';" })).toHaveLength(
      1,
    );
  });

  test('import only from the layers below', () => {
    expect(FILES.flatMap(brokenLayers)).toEqual([]);
  });

  test('leave each package to its owner', () => {
    expect(FILES.flatMap(strayPackages)).toEqual([]);
  });

  test('import with the extension of the file', () => {
    const bare = FILES.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => isOwnFile(specifier) && /^(src|tools|test)\//.test(specifier))
        .filter((specifier) => !/\.(tsx?|json|css|html)(\?\w+)?$/.test(specifier))
        .map((specifier) => `${file.path} imports ${specifier}`),
    );
    expect(bare).toEqual([]);
  });
});
