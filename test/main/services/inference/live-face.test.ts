import { rename } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runInBackground } from '../../../../src/main/background/run-in-background.ts';
import type { InferenceContract, ModelSpec } from '../../../../src/main/inference/inference-contract.ts';
import { WorkerHost } from '../../../../src/main/inference/worker-host.ts';
import { splitCrops } from '../../../../src/main/services/inference/eight-bit-graphs.ts';
import { LiveFace, type LiveFaceOptions } from '../../../../src/main/services/inference/live-face.ts';
import { type FacePack, findFacePack } from '../../../../src/main/services/packs/face-packs.ts';
import { AppError } from '../../../../src/shared/contract/app-error.ts';
import type {
  FaceCropPicture,
  FaceDisplacement,
  LiveFaceState,
  LivePerson,
} from '../../../../src/shared/contract/live-face.ts';
import type { SteppedMaps } from '../../../../src/shared/core/detail/basis/stepped-maps.ts';
import type { InferenceResult } from '../../../../src/shared/core/face/face-observation.ts';
import { formulaImage, formulaValues } from '../../../support/deca-formula.ts';
import { startBackgroundWorker, startInferenceWorker } from '../../../support/inference-worker.ts';
import { installSmallPack } from '../../../support/small-face-pack.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let pack: FacePack;
let processes: ReturnType<typeof startInferenceWorker>[];
let states: LiveFaceState[];
let people: LivePerson[];
let displacements: FaceDisplacement[];
let standIns: (SteppedMaps | undefined)[];
let details: { readonly pack: string; readonly code: Float32Array }[];
let live: LiveFace;
/** The service's clock, moved by hand so that nobody waits for a pause to end. */
let time: number;

beforeEach(async () => {
  folder = await temporaryFolder();
  pack = await installSmallPack(folder, { relief: 1e-3, loudChannel: 0 });
  processes = [];
  states = [];
  people = [];
  displacements = [];
  details = [];
  standIns = [];
  time = 0;
});

afterEach(() => live[Symbol.asyncDispose]());

function createHost(): WorkerHost {
  return new WorkerHost(() => {
    const started = startInferenceWorker();
    processes.push(started);
    return started;
  });
}

function start(changes: Partial<LiveFaceOptions> = {}): void {
  live = new LiveFace({
    host: createHost(),
    threads: 1,
    providers: ['cpu'],
    now: () => time,
    findPack: (name) => findFacePack(folder, name),
    knownDetail: () => undefined,
    knownWrinkles: () => undefined,
    onStandIn: (maps) => standIns.push(maps),
    makeEightBit: () => Promise.reject(new Error('not here')),
    onDetail: (name, code) => details.push({ pack: name, code }),
    onState: (state) => states.push(state),
    onPerson: (person) => people.push(person),
    onDisplacement: (displacement) => displacements.push(displacement),
    ...changes,
  });
  live.choose('small');
}

function crop(frameIndex: number): FaceCropPicture {
  return {
    frameIndex,
    pixels: formulaImage(`image${frameIndex % 5}`, 224, 224),
    expression: formulaValues(`expression${frameIndex % 5}`, 52, 1).map(Math.abs),
  };
}

/** Reads crops, as a capturer cuts them, until something is found. */
async function read(frameIndex: number): Promise<InferenceResult> {
  return await vi.waitFor(
    async () => {
      const result = await live.read(crop(frameIndex));
      if (result === undefined) {
        throw new Error(JSON.stringify(states.at(-1)));
      }
      return result;
    },
    { timeout: 20_000, interval: 20 },
  );
}

/** Reads crops until the person is known. */
async function enrol(): Promise<InferenceResult> {
  for (let frameIndex = 0; ; frameIndex++) {
    const result = await read(frameIndex);
    if (result.wrinkles !== undefined) {
      return result;
    }
  }
}

const lastStatus = () => states.at(-1)?.status;

describe('a live face', () => {
  it('is first enrolled: its shape and code are estimated once, then fixed and told', async () => {
    start();

    const first = await read(0);
    expect(states.slice(0, 2).map(({ status }) => status)).toEqual(['starting', 'enrolling']);
    expect(first).toMatchObject({ frameIndex: 0, wrinkles: undefined });
    expect(first.flame?.expression).toHaveLength(50);
    expect(displacements).toEqual([]);

    await enrol();
    expect(states.at(-1)).toMatchObject({ status: 'running', provider: 'cpu', isEightBit: false });
    expect(people.at(-1)).toMatchObject({ pack: 'small', shape: expect.any(Float32Array) });
    expect(details).toEqual([{ pack: 'small', code: expect.any(Float32Array) }]);

    const result = await read(77);
    expect(displacements.at(-1)).toMatchObject({ frameIndex: 77 });
    expect(displacements.at(-1)?.expression.subarray(0, 50)).toEqual(result.flame?.expression);
    expect(displacements.at(-1)?.values.some((value) => value !== 0)).toBe(true);
    expect(result.wrinkles).toHaveLength(15);
    expect(details).toHaveLength(1);
  });

  it('uses the code of a person who has been enrolled before', async () => {
    const code = new Float32Array(128).fill(0.25);
    start({ knownDetail: (name) => (name === 'small' ? code : undefined) });

    await enrol();

    expect(details[0]?.code).toEqual(code);
  });

  it('makes networks in 8 bits of its own crops, and goes on with them as the same person', async () => {
    start({
      makeEightBit: async (name, crops) => {
        const pack = await findFacePack(folder, name);
        const params = { pack, crops: splitCrops(crops) };
        await runInBackground(startBackgroundWorker, 'buildEightBitGraphs', params, {});
      },
    });
    await enrol();
    const [before] = details;

    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ status: 'running', isEightBit: false }));
    await vi.waitFor(
      async () => {
        await live.read(crop(7));
        expect(states.at(-1)).toMatchObject({ status: 'running', isEightBit: true });
      },
      { timeout: 30_000, interval: 50 },
    );

    expect(details.at(-1)?.code).toEqual(before?.code);
    expect(people.at(-1)?.shape).toEqual(people.findLast(({ shape }) => shape !== undefined)?.shape);
  });

  it('shows maps sampled of the decoder where that is too slow, and says so', async () => {
    const host = createHost();
    const request = async (name: 'run', params: RunParams | ModelSpec) => {
      // A clock that only decoding moves.
      time += 'model' in params && params.model.path.includes('decoder') ? 150 : 0;
      return host.request(name, params as RunParams);
    };
    start({ host: asked(host, request as WorkerHost['request']) });
    await enrol();
    expect(standIns).toEqual([]);

    let result: InferenceResult | undefined;
    for (let frameIndex = 100; standIns.length === 0 && frameIndex < 300; frameIndex++) {
      result = await read(frameIndex);
    }

    expect(states.at(-1)).toMatchObject({ status: 'running', usesBasis: true });
    expect(standIns[0]).toBe(live.sampled);
    expect(standIns[0]?.maps.some((value) => value !== 0)).toBe(true);
    expect(result?.wrinkles).toHaveLength(15);
    const shown = displacements.length;
    for (let frameIndex = 300; frameIndex < 308; frameIndex++) {
      expect((await read(frameIndex)).wrinkles?.every(Number.isFinite)).toBe(true);
    }
    // One in four is decoded still, for what the person has not shown yet.
    expect(displacements).toHaveLength(shown + 2);

    live.choose('');
    expect(standIns.at(-1)).toBeUndefined();
  });

  it('has one crop read at a time', async () => {
    start();
    await read(0);

    const [one, other] = await Promise.all([live.read(crop(1)), live.read(crop(2))]);

    expect([one?.frameIndex, other]).toEqual([1, undefined]);
  });

  it('is nothing without a pack, and can be switched off at any time', async () => {
    start();
    await read(0);

    const reading = live.read(crop(1));
    live.choose('');

    expect(await reading).toBeUndefined();
    expect(lastStatus()).toBe('off');
    expect(await live.read(crop(2))).toBeUndefined();
  });
});

describe('trouble', () => {
  it.each(['SIGKILL', 'SIGSEGV'] as const)(
    'such as %s is told, and the next crops are read again with the same person',
    async (signal) => {
      start();
      await enrol();

      const reading = live.read(crop(100));
      // NaN is refused; 0 would be the test's own process group.
      process.kill(processes.at(-1)?.pid ?? Number.NaN, signal);
      expect(await reading).toBeUndefined();
      expect(states.at(-1)).toMatchObject({
        status: 'failing',
        problem: { code: 'inference/worker-crashed' },
        retryAfter: 1000,
      });

      expect(await live.read(crop(101))).toBeUndefined();
      time += 1000;
      expect(await read(102)).toMatchObject({ frameIndex: 102, wrinkles: expect.any(Float32Array) });
      expect(lastStatus()).toBe('running');
      expect(details).toHaveLength(1);
    },
  );

  it('with a pack that is deleted while in use ends when the pack is back', async () => {
    start();
    await enrol();
    const away = `${pack.folder}-away`;
    await rename(pack.folder, away);

    // The networks are in memory: nothing is missed until they have to be loaded again.
    await read(100);
    process.kill(processes.at(-1)?.pid ?? Number.NaN, 'SIGKILL');
    await vi.waitFor(async () => {
      time += 60_000;
      await live.read(crop(101));
      expect(states.at(-1)).toMatchObject({ status: 'failing', problem: { code: 'model/missing' } });
    }, 20_000);

    await rename(away, pack.folder);
    time += 60_000;
    await read(102);
    expect(lastStatus()).toBe('running');
  });

  it('with a provider that fails at the tenth crop leaves the CPU to go on', async () => {
    start({ host: failingAt(10, createHost()), providers: ['webgpu'] });

    await enrol();

    expect(states.at(-1)).toMatchObject({
      status: 'running',
      provider: 'cpu',
      fallback: { code: 'inference/bad-output', message: 'webgpu: the device was removed' },
    });
  });
});

/** A host that is asked in another way. */
function asked(host: WorkerHost, request: WorkerHost['request']): LiveFaceOptions['host'] {
  return {
    get status() {
      return host.status;
    },
    start: () => host.start(),
    request,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

/** A host whose provider `webgpu` is the CPU in disguise and fails from a number of crops on. */
function failingAt(limit: number, host: WorkerHost): LiveFaceOptions['host'] {
  let crops = 0;
  const run = (params: RunParams): RunParams => {
    crops += params.model.path.includes('coarse') ? 1 : 0;
    if (params.model.provider === 'webgpu' && crops >= limit) {
      throw new AppError('inference/bad-output', 'the device was removed');
    }
    return { ...params, model: onCpu(params.model) };
  };
  const request = async (name: 'run' | 'measure' | 'close', params: RunParams | ModelSpec) =>
    'model' in params ? host.request('run', run(params)) : host.request(name as 'close', onCpu(params));
  return asked(host, request as WorkerHost['request']);
}

type RunParams = InferenceContract['requests']['run']['params'];

function onCpu(model: ModelSpec): ModelSpec {
  return { ...model, provider: 'cpu' };
}
