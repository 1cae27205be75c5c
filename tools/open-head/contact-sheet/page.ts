import { NeutralToneMapping, PerspectiveCamera, Vector3, WebGLRenderer } from 'three';
import { readFaceModel } from '../../../src/shared/core/face/face-model-file.ts';
import type { AtlasPicture, SkinPictures } from '../../../src/shared/core/face/paint-skin.ts';
import { gaussianRandom, seededRandom } from '../../../src/shared/core/performance/seeded-random.ts';
import type { IdentityMode } from '../identity/identity-table.ts';
import type { Look } from '../looks.ts';
import { Figure } from './figure.ts';
import type { Sheet, Shot } from './sheet.ts';
import { createStudio } from './studio.ts';

interface HeadDescription {
  readonly identity: readonly Pick<IdentityMode, 'name' | 'minimum' | 'maximum'>[];
  readonly looks: readonly Look[];
}

const FOLDER = '/models/open';
const JPEG_QUALITY = 0.9;

async function load() {
  const bytes = new Uint8Array(await (await fetch(`${FOLDER}/face-model.safetensors`)).arrayBuffer());
  const description: HeadDescription = await (await fetch(`${FOLDER}/head.json`)).json();
  const [tint, marks, growth, brows, parts] = await Promise.all(
    ['tint', 'marks', 'growth', 'brows', 'parts'].map((name) => loadPicture(`${FOLDER}/skin-${name}.png`)),
  );
  if (!tint || !marks || !growth || !brows || !parts) {
    throw new Error('a picture of the skin is missing');
  }
  return {
    model: readFaceModel(bytes),
    description,
    pictures: { tint, marks, growth, brows, parts } satisfies SkinPictures,
  };
}

async function loadPicture(url: string): Promise<AtlasPicture> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob(), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new Error('no canvas to read the pictures with');
  }
  context.drawImage(bitmap, 0, 0);
  return { size: bitmap.width, samples: context.getImageData(0, 0, bitmap.width, bitmap.height).data };
}

/** Draws a sheet and gives it as a data URL. */
async function drawSheet(sheet: Sheet): Promise<string> {
  const { model, description, pictures } = await load();
  const { width, height, columns, shots } = sheet;
  const renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  renderer.toneMapping = NeutralToneMapping;
  renderer.setSize(width * columns, height * Math.ceil(shots.length / columns));
  renderer.setScissorTest(true);
  const scene = createStudio(renderer);
  const figures = new Map<string, Figure>();
  const figureOf = (shot: Shot) => {
    const key = `${shot.look} ${shot.person ?? ''} ${JSON.stringify(shot.identity ?? {})}`;
    const known = figures.get(key);
    if (known !== undefined) {
      return known;
    }
    for (const other of figures.values()) {
      other.dispose();
    }
    figures.clear();
    const figure = createFigure(shot);
    figures.set(key, figure);
    return figure;
  };
  const createFigure = (shot: Shot) => {
    const look = description.looks.find(({ name }) => name === shot.look);
    if (look === undefined) {
      throw new Error(`no look ${shot.look}`);
    }
    const random = seededRandom((shot.person ?? 0) + 1);
    const chance = () => (shot.person === undefined ? 0 : gaussianRandom(random));
    const identity = Float32Array.from(description.identity, ({ name, minimum, maximum }) =>
      Math.min(
        Math.max((look.identity[name] ?? 0) + (shot.identity?.[name] ?? 0) + 0.85 * chance(), minimum),
        maximum,
      ),
    );
    return new Figure(model, identity, look.skin, pictures, sheet.skinSize);
  };
  shots.forEach((shot, index) => {
    const figure = figureOf(shot);
    scene.add(figure.object);
    renderer.setScissorTest(false);
    figure.pose(shot.expression ?? {}, renderer);
    renderer.setScissorTest(true);
    const x = (index % columns) * width;
    const y = (Math.ceil(shots.length / columns) - 1 - Math.floor(index / columns)) * height;
    renderer.setViewport(x, y, width, height);
    renderer.setScissor(x, y, width, height);
    renderer.render(scene, cameraOf(shot, width / height));
    scene.remove(figure.object);
  });
  const url = renderer.domElement.toDataURL('image/jpeg', JPEG_QUALITY);
  renderer.dispose();
  return url;
}

function cameraOf({ azimuth = 0, elevation = 0, target = [0, -2.6, -3], height = 34 }: Shot, aspect: number) {
  const distance = 8;
  const camera = new PerspectiveCamera(
    (2 * Math.atan(height / 20 / distance) * 180) / Math.PI,
    aspect,
    0.5,
    30,
  );
  const [turn, rise] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const aim = new Vector3(...target).multiplyScalar(0.1);
  camera.position
    .set(Math.sin(turn) * Math.cos(rise), Math.sin(rise), Math.cos(turn) * Math.cos(rise))
    .multiplyScalar(distance)
    .add(aim);
  camera.lookAt(aim);
  return camera;
}

Object.assign(globalThis, { drawSheet });
