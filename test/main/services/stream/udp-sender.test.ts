import { describe, expect, it, vi } from 'vitest';
import { UdpSender } from '../../../../src/main/services/stream/udp-sender.ts';
import type { Datagrams } from '../../../../src/shared/core/output/datagrams.ts';
import { openUdpReceiver } from '../../../support/udp-receiver.ts';

function datagrams(...packets: readonly (readonly number[])[]): Datagrams {
  const ends = packets.map((_, index) => packets.slice(0, index + 1).flat().length);
  return {
    bytes: Uint8Array.from(packets.flat()),
    count: packets.length,
    start: (packet) => ends[packet - 1] ?? 0,
    end: (packet) => ends[packet] ?? 0,
  };
}

function lookUpFailure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function senderTo(host: string, port: number, lookUp = vi.fn(async () => '127.0.0.1'), now = () => 0) {
  const sender = new UdpSender({ host, port, lookUp, now });
  return { sender, lookUp };
}

describe('UdpSender', () => {
  it('sends each datagram as it stands at the moment of sending', async () => {
    await using receiver = await openUdpReceiver();
    const { sender, lookUp } = senderTo('127.0.0.1', receiver.port);
    const frame = datagrams([1, 2, 3], [4, 5]);

    expect(sender.send(frame)).toBe(true);
    // The encoder writes the next frame into the same buffer at once.
    frame.bytes.fill(9);

    expect([...(await receiver.packet())]).toEqual([1, 2, 3]);
    expect([...(await receiver.packet())]).toEqual([4, 5]);
    expect(lookUp).not.toHaveBeenCalled();
    await sender.close();
  });

  it('looks a name up once for all packets', async () => {
    await using receiver = await openUdpReceiver();
    const { sender, lookUp } = senderTo('studio', receiver.port);
    await vi.waitUntil(() => sender.maximumBytes !== undefined);

    sender.send(datagrams([1]));
    sender.send(datagrams([2]));

    expect([...(await receiver.packet()), ...(await receiver.packet())]).toEqual([1, 2]);
    expect(lookUp).toHaveBeenCalledTimes(1);
    await sender.close();
  });

  it('has small datagrams for a network and large ones for this machine', async () => {
    const senders = ['127.0.0.1', '::1', '192.0.2.7'].map((host) => senderTo(host, 9).sender);

    // Where there is no IPv6 its loopback cannot be bound, which is said rather than guessed.
    const [own, ownVersion6, other] = senders.map(({ maximumBytes }) => maximumBytes);

    expect(own).toBe(9216);
    expect([9216, undefined]).toContain(ownVersion6);
    expect(other).toBe(1396);
    await Promise.all(senders.map((sender) => sender.close()));
  });

  it('says that a name is unknown, tries again after a while and recovers', async () => {
    await using receiver = await openUdpReceiver();
    let time = 0;
    const lookUp = vi.fn(async () => '127.0.0.1');
    lookUp.mockRejectedValueOnce(lookUpFailure('ENOTFOUND'));
    const { sender } = senderTo('nowhere', receiver.port, lookUp, () => time);
    await vi.waitUntil(() => sender.failure !== undefined);

    expect(sender.failure).toMatch(/No machine called "nowhere" was found\. Check the name/);
    expect(sender.send(datagrams([1]))).toBe(false);
    time = 1999;
    sender.retry();
    expect(lookUp).toHaveBeenCalledTimes(1);
    time = 2000;
    sender.retry();
    await vi.waitUntil(() => sender.maximumBytes !== undefined);
    sender.send(datagrams([7]));

    expect([...(await receiver.packet())]).toEqual([7]);
    await vi.waitUntil(() => sender.failure === undefined);
    await sender.close();
  });

  it('does not take an absent listener for a failure', async () => {
    const receiver = await openUdpReceiver();
    await receiver[Symbol.asyncDispose]();
    const { sender } = senderTo('127.0.0.1', receiver.port);

    for (let count = 0; count < 5; count++) {
      expect(sender.send(datagrams([1]))).toBe(true);
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(sender.failure).toBeUndefined();
    await sender.close();
  });

  it('says that a whole network is no receiver', async () => {
    const { sender } = senderTo('255.255.255.255', 9);

    sender.send(datagrams([1]));
    await vi.waitUntil(() => sender.failure !== undefined);

    expect(sender.failure).toMatch(/Enter the address of one machine|no way from this machine/);
    await sender.close();
  });

  it('sends nothing once closed, even when the look-up ends later', async () => {
    let finish = (_address: string) => {};
    const lookUp = vi.fn(
      () =>
        new Promise<string>((resolve) => {
          finish = resolve;
        }),
    );
    const { sender } = senderTo('late', 9, lookUp);
    // The look-up begins in a later tick.
    await vi.waitUntil(() => lookUp.mock.calls.length === 1);

    await sender.close();
    finish('127.0.0.1');
    await new Promise((resolve) => setImmediate(resolve));

    expect(sender.maximumBytes).toBeUndefined();
    expect(sender.send(datagrams([1]))).toBe(false);
  });
});
