import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StreamService } from '../../../../src/main/services/stream/stream-service.ts';
import type { StreamState } from '../../../../src/shared/contract/backend.ts';
import { sampleFaceFrame, withDetail } from '../../../support/sample-face-frame.ts';
import { OSC_TARGET, VMC_TARGET } from '../../../support/targets.ts';
import { openUdpReceiver, type UdpReceiver } from '../../../support/udp-receiver.ts';

let time = 0;
let receiver: UdpReceiver;
let states: StreamState[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  time = 100_000;
  states = [];
  receiver = await openUdpReceiver();
});

afterEach(async () => {
  vi.useRealTimers();
  await receiver[Symbol.asyncDispose]();
});

function createService(lookUp?: (host: string) => Promise<string>): StreamService {
  return new StreamService({
    now: () => time,
    onState: (state) => states.push(state),
    ...(lookUp === undefined ? {} : { lookUp }),
  });
}

const osc = () => ({ ...OSC_TARGET, port: receiver.port });

/** Lets the service's report run, as half a second of silence would. */
function passReport(): void {
  time += 500;
  vi.advanceTimersByTime(500);
}

describe('StreamService', () => {
  it('sends a frame to every enabled target in its own way', async () => {
    await using second = await openUdpReceiver();
    await using service = createService();
    service.configure([
      osc(),
      { ...VMC_TARGET, port: second.port, mirror: true },
      { ...osc(), id: 'off', enabled: false },
    ]);

    service.publish(sampleFaceFrame());

    expect((await receiver.messages())[1]?.args).toEqual(['tracked', 0.75]);
    const vmc = await second.messages();
    expect(vmc[0]?.address).toBe('/VMC/Ext/OK');
    // Mirrored: the left eye's lid moves the avatar's right.
    const left = sampleFaceFrame().expression[8];
    expect(vmc.find(({ args }) => args[0] === 'EyeBlinkRight')?.args[1]).toBe(left);
    expect(service.state().targets.map(({ id, status, packets }) => [id, status, packets])).toEqual([
      ['osc', 'sending', 1],
      ['vmc', 'sending', 1],
      ['off', 'off', 0],
    ]);
  });

  it("keeps to each target's rate and counts what it sends", async () => {
    await using service = createService();
    service.configure([
      { ...osc(), id: 'slow', rate: 10 },
      { ...osc(), id: 'fast', rate: 60 },
    ]);

    for (let frame = 0; frame < 120; frame++) {
      time += 1000 / 60;
      service.publish(sampleFaceFrame());
    }

    const [slow, fast] = service.state().targets;
    expect(Math.abs((slow?.packets ?? 0) - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs((slow?.rate ?? 0) - 10)).toBeLessThanOrEqual(1);
    expect(fast?.packets).toBeGreaterThanOrEqual(119);
    expect(Math.abs((fast?.rate ?? 0) - 60)).toBeLessThanOrEqual(1);
    expect(fast?.bytes).toBe((fast?.packets ?? 0) * 2384);
  });

  it('measures the time from capture to send across the two clocks', async () => {
    await using service = createService();
    service.configure([osc()]);
    const frame = sampleFaceFrame();

    for (let index = 1; index <= 20; index++) {
      time += 20;
      // The capturer's clock is 90 s behind; the frame was captured `index` ms ago.
      frame.time = time - 90_000 - index;
      service.publish(frame, 90_000);
    }

    expect(service.state()).toMatchObject({ latencyMedian: 10, latencyP95: 19 });
  });

  it('knows no latency when the clocks are not compared', async () => {
    await using service = createService();
    service.configure([osc()]);

    service.publish(sampleFaceFrame());

    expect(service.state()).toMatchObject({ latencyMedian: undefined, latencyP95: undefined });
  });

  it('says that the face is lost when frames stop coming, again and again', async () => {
    await using service = createService();
    service.configure([osc()]);
    service.publish(withDetail(sampleFaceFrame()));
    const before = await receiver.messages();

    passReport();
    expect(receiver.pending).toBe(0);
    passReport();
    passReport();

    for (const seconds of [13.5, 14]) {
      const lost = await receiver.messages();
      expect(lost.map(({ address }) => address)).toEqual(before.map(({ address }) => address));
      expect(lost[0]?.args).toEqual([seconds]);
      expect(lost[1]?.args).toEqual(['lost', 0]);
      expect(lost[2]?.args).toEqual([1.5, -2.5, -48]);
      expect(lost[3]?.args).toEqual([0, 0, 0, 1]);
      expect(lost.slice(4).every(({ args }) => args.every((value) => value === 0))).toBe(true);
    }
    expect(service.state().targets[0]?.status).toBe('waiting');
  });

  it('says nothing before there was a face', async () => {
    await using service = createService();
    service.configure([osc()]);

    for (let report = 0; report < 5; report++) {
      passReport();
    }

    expect(service.state().targets[0]).toMatchObject({ status: 'waiting', packets: 0 });
  });

  it('says that the face is gone when a target is switched off and when the service ends', async () => {
    await using second = await openUdpReceiver();
    const service = createService();
    service.configure([osc(), { ...osc(), id: 'second', port: second.port }]);
    service.publish(sampleFaceFrame());

    service.configure([
      { ...osc(), enabled: false },
      { ...osc(), id: 'second', port: second.port },
    ]);
    await receiver.messages();
    expect((await receiver.messages())[1]?.args).toEqual(['lost', 0]);

    await service[Symbol.asyncDispose]();
    await second.messages();
    expect((await second.messages())[1]?.args).toEqual(['lost', 0]);
  });

  it('does not let the avatar flinch when a target is only changed', async () => {
    await using service = createService();
    service.configure([osc()]);
    service.publish(sampleFaceFrame());

    service.configure([{ ...osc(), prefix: '/other' }]);
    service.publish(sampleFaceFrame());

    expect((await receiver.messages())[1]?.address).toBe('/furrow/tracking');
    expect((await receiver.messages())[1]).toMatchObject({
      address: '/other/tracking',
      args: ['tracked', 0.75],
    });
  });

  it('keeps the counts of targets that stay as they are', async () => {
    await using service = createService();
    service.configure([osc()]);
    service.publish(sampleFaceFrame());

    service.configure([osc(), { ...osc(), id: 'another' }]);

    expect(service.state().targets.map(({ packets }) => packets)).toEqual([1, 0]);
  });

  it('tells why a target fails while the others go on', async () => {
    const lookUp = async () => {
      throw Object.assign(new Error(), { code: 'ENOTFOUND' });
    };
    await using service = createService(lookUp);
    service.configure([{ ...osc(), id: 'lost', host: 'nowhere' }, osc()]);
    await vi.waitUntil(() => service.state().targets[0]?.status === 'failing');

    service.publish(sampleFaceFrame());

    expect(service.state().targets[0]?.message).toMatch(/No machine called "nowhere"/);
    expect(service.state().targets[1]).toMatchObject({ status: 'sending', message: undefined });
  });

  it('tells its state twice a second and after a change of targets', async () => {
    await using service = createService();

    service.configure([osc()]);
    expect(states).toHaveLength(1);
    passReport();
    passReport();

    expect(states).toHaveLength(3);
    expect(states.at(-1)?.targets[0]?.id).toBe('osc');
  });

  it('goes on when a frame is full of NaN', async () => {
    await using service = createService();
    service.configure([osc()]);
    const frame = sampleFaceFrame();
    for (const values of [frame.headRotation, frame.headTranslation, frame.expression, frame.gazeLeft]) {
      values.fill(Number.NaN);
    }

    service.publish(frame);

    expect((await receiver.messages()).map(({ address }) => address)).toEqual([
      '/furrow/time',
      '/furrow/tracking',
      '/furrow/eye/right',
    ]);
  });
});
