import { cp, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkerHost } from '../../../../src/main/inference/worker-host.ts';
import { LearntLibrary } from '../../../../src/main/services/identities/learnt-library.ts';
import { FaceNetworks } from '../../../../src/main/services/inference/face-networks.ts';
import { LiveFace, type LiveFaceOptions } from '../../../../src/main/services/inference/live-face.ts';
import { ReliefMeasuring } from '../../../../src/main/services/inference/relief-measuring.ts';
import { WrinkleRefinement } from '../../../../src/main/services/inference/wrinkle-refinement.ts';
import { SILENT_LOG } from '../../../../src/main/services/log/log.ts';
import { EMBEDDED_PACK } from '../../../../src/main/services/packs/face-pack-manifest.ts';
import {
  type FacePack,
  findFacePack,
  loadWrinkleBasis,
} from '../../../../src/main/services/packs/face-packs.ts';
import type { FaceRelief, LiveFaceState } from '../../../../src/shared/contract/live-face.ts';
import { type SteppedMaps, unstepMaps } from '../../../../src/shared/core/detail/basis/stepped-maps.ts';
import { RELIEF_SIZE } from '../../../../src/shared/core/detail/relief/relief-observation.ts';
import { WRINKLE_REGIONS } from '../../../../src/shared/core/face/wrinkle-regions.ts';
import { startInferenceWorker } from '../../../support/inference-worker.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { createPerson, expressionOf, showWrinkles } from '../../../support/wrinkle-people.ts';

const TEXELS = RELIEF_SIZE * RELIEF_SIZE;
const BROWS = expressionOf({ browInnerUp: 1, browOuterUpLeft: 1, browOuterUpRight: 1 });
const FOREHEAD = WRINKLE_REGIONS.indexOf('forehead');

let host: WorkerHost;
let live: LiveFace;
let pack: FacePack;
let states: LiveFaceState[];
let time: number;

beforeEach(async () => {
  pack = await findFacePack('/', EMBEDDED_PACK);
  host = new WorkerHost(startInferenceWorker);
  states = [];
  time = 0;
});

afterEach(() => live[Symbol.asyncDispose]());

async function start(changes: Partial<LiveFaceOptions> = {}): Promise<void> {
  live = new LiveFace({
    host,
    threads: 1,
    providers: ['cpu'],
    now: () => time,
    findPack: async () => pack,
    knownDetail: () => undefined,
    knownWrinkles: () => undefined,
    makeEightBit: () => Promise.reject(new Error('not here')),
    onDetail: () => undefined,
    onState: (state) => states.push(state),
    onPerson: () => undefined,
    onDisplacement: () => undefined,
    onStandIn: () => undefined,
    ...changes,
  });
  live.choose(EMBEDDED_PACK);
  await expect.poll(() => states.length).toBeGreaterThan(0);
}

/** A face whose skin is even, seen as well as so much of 255 says. */
function evenSkin(frameIndex: number, expression: Float32Array, weight: number): FaceRelief {
  return {
    frameIndex,
    expression,
    shading: new Int8Array(TEXELS),
    weight: new Uint8Array(TEXELS).fill(weight),
  };
}

/** A copy of the open pack to be spoilt. */
async function copyPack(): Promise<FacePack> {
  const folder = join(await temporaryFolder(), 'open');
  await cp(pack.folder, folder, { recursive: true });
  return { ...pack, folder };
}

describe('a live face whose relief is read', () => {
  it('opens nothing before there is a relief, and says what it wants', async () => {
    await start();
    expect(states).toEqual([{ status: 'starting', pack: 'open', input: 'uv-relief' }]);
    expect(host.status.status).toBe('stopped');
  });

  it('gets the weights of its expression where nothing is seen', async () => {
    await start();
    const result = await live.readRelief(evenSkin(7, BROWS, 0));
    expect(result).toMatchObject({ frameIndex: 7, flame: undefined });
    expect(result?.wrinkles).toHaveLength(15);
    expect(result?.wrinkles?.[FOREHEAD]).toBeGreaterThan(0.7);
    expect(states.at(-1)).toMatchObject({ status: 'running', input: 'uv-relief', provider: 'cpu' });
  });

  it('has no wrinkles where its skin is seen to be smooth', async () => {
    await start();
    const result = await live.readRelief(evenSkin(7, BROWS, 255));
    expect(result?.wrinkles?.[FOREHEAD]).toBeLessThan(0.15);
  });

  it('is judged by the wrinkles of the person that it is known to be', async () => {
    const smooth = {
      maps: new Float32Array(createPerson(1).maps.length),
      confidence: new Float32Array(15).fill(1),
    };
    await start({ knownWrinkles: () => smooth });
    const result = await live.readRelief(evenSkin(7, BROWS, 0));
    expect(result?.wrinkles?.[FOREHEAD]).toBe(0);
  });

  it('has its wrinkles refined by what is seen of it', async () => {
    const worn: (SteppedMaps | undefined)[] = [];
    await using refinement = new WrinkleRefinement({
      library: new LearntLibrary(await temporaryFolder(), SILENT_LOG),
      isFrozen: () => false,
      now: () => time,
      onWorn: (maps) => worn.push(maps),
    });
    refinement.changePerson({ id: 'ada', revision: 1 });
    await start({ refinement });
    const isWorn = async () => {
      time += 4000;
      await live.readRelief(evenSkin(time, BROWS, 255));
      return worn.length;
    };
    await expect.poll(isWorn, { timeout: 30_000 }).toBe(1);
    const networks = new FaceNetworks(host, pack, 1);
    const seen = await networks.seeRelief(evenSkin(0, BROWS, 255), new AbortController().signal);
    const { average } = await loadWrinkleBasis(pack);
    const error = (maps: Float32Array) =>
      showWrinkles({ ...average, maps }, BROWS).reduce(
        (sum, depth, texel) =>
          sum + (seen.confidence[texel] ?? 0) * (depth - (seen.displacement[texel] ?? 0)) ** 2,
        0,
      );
    expect(error(unstepMaps(worn[0] as SteppedMaps))).toBeLessThan(error(average.maps));
  });

  it('finds nothing in crops', async () => {
    await start();
    await live.readRelief(evenSkin(1, BROWS, 0));
    expect(
      await live.read({
        frameIndex: 2,
        pixels: new Uint8Array(224 * 224 * 3),
        expression: new Float32Array(52),
      }),
    ).toBeUndefined();
    expect(states.at(-1)).toMatchObject({ status: 'running' });
  });

  it.each(['relief-network.onnx', 'wrinkle-basis.safetensors'])(
    'says so without %s, and is read again when it is back',
    async (file) => {
      const whole = pack;
      pack = await copyPack();
      await rm(join(pack.folder, file));
      await start();

      expect(await live.readRelief(evenSkin(1, BROWS, 0))).toBeUndefined();
      expect(states.at(-1)).toMatchObject({
        status: 'failing',
        input: 'uv-relief',
        problem: { code: 'model/missing' },
      });

      pack = whole;
      time += 1000;
      expect(await live.readRelief(evenSkin(2, BROWS, 0))).toMatchObject({ frameIndex: 2 });
    },
  );

  it('says so when the network is cut off', async () => {
    pack = await copyPack();
    await truncate(join(pack.folder, 'relief-network.onnx'), 1000);
    await start();
    expect(await live.readRelief(evenSkin(1, BROWS, 0))).toBeUndefined();
    expect(states.at(-1)).toMatchObject({ status: 'failing', problem: { code: 'model/hash-mismatch' } });
  });
});

describe('measuring a relief', () => {
  it('answers one after the other, in whole steps', async () => {
    await start();
    const measuring = new ReliefMeasuring({ host, threads: 1, findPack: async () => pack });
    const { signal } = new AbortController();
    const [unseen, smooth] = await Promise.all(
      [0, 255].map((weight) => measuring.measure(evenSkin(0, BROWS, weight), signal)),
    );
    expect(unseen?.confidence.every((share) => share === 0)).toBe(true);
    expect(smooth?.confidence.some((share) => share > 0)).toBe(true);
    expect(smooth?.displacement).toHaveLength(TEXELS);
  });

  it('fails with what is missing, and works when it is there', async () => {
    await start();
    const broken = await copyPack();
    await rm(join(broken.folder, 'relief-network.onnx'));
    let found = broken;
    const measuring = new ReliefMeasuring({ host, threads: 1, findPack: async () => found });
    const { signal } = new AbortController();
    await expect(measuring.measure(evenSkin(0, BROWS, 0), signal)).rejects.toMatchObject({
      code: 'model/missing',
    });
    found = pack;
    await expect(measuring.measure(evenSkin(0, BROWS, 0), signal)).resolves.toBeDefined();
  });
});
