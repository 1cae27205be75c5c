import type { TargetState } from '../../../shared/contract/backend.ts';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { Target } from '../../../shared/core/output/target.ts';
import { createTargetEncoder, type TargetEncoder } from '../../../shared/core/output/target-encoder.ts';
import { RateCap } from './rate-cap.ts';
import { RecentSends } from './recent-sends.ts';
import { type HostLookup, UdpSender } from './udp-sender.ts';

interface TargetSenderOptions {
  readonly lookUp: HostLookup;
  /** Milliseconds of the service's monotonic clock. */
  readonly now: () => number;
}

/** Sends frames to one enabled target at the target's own pace, and counts what it does. */
export class TargetSender {
  readonly target: Target;
  readonly #now: () => number;
  readonly #udp: UdpSender;
  readonly #cap: RateCap;
  readonly #recent = new RecentSends();
  #encoder: TargetEncoder | undefined;
  #packets = 0;
  #bytes = 0;

  constructor(target: Target, { lookUp, now }: TargetSenderOptions) {
    this.target = target;
    this.#now = now;
    this.#udp = new UdpSender({ host: target.host, port: target.port, lookUp, now });
    this.#cap = new RateCap(target.rate);
  }

  /**
   * Sends a frame if the rate cap admits it.
   *
   * @param captureTime when the frame was captured, on the service's clock; NaN when that is not known
   */
  publish(frame: FaceFrame, captureTime: number): void {
    this.#udp.retry();
    if (this.#cap.admit(this.#now()) && this.send(frame)) {
      const sendTime = this.#now();
      this.#recent.record(sendTime, sendTime - captureTime);
    }
  }

  /** Sends a frame whatever the rate cap; false when the receiver cannot be reached just now. */
  send(frame: FaceFrame): boolean {
    const maximumBytes = this.#udp.maximumBytes;
    if (maximumBytes === undefined) {
      return false;
    }
    this.#encoder ??= createTargetEncoder(this.target, maximumBytes);
    const datagrams = this.#encoder.encode(frame);
    if (!this.#udp.send(datagrams)) {
      return false;
    }
    this.#packets += datagrams.count;
    this.#bytes += datagrams.count === 0 ? 0 : datagrams.end(datagrams.count - 1);
    return true;
  }

  /** Latencies of the last second's sends in milliseconds, NaN where not known. */
  recentLatencies(): number[] {
    return this.#recent.latencies(this.#now());
  }

  state(): TargetState {
    const rate = this.recentLatencies().length;
    const message = this.#udp.failure;
    return {
      id: this.target.id,
      status: message !== undefined ? 'failing' : rate > 0 ? 'sending' : 'waiting',
      packets: this.#packets,
      bytes: this.#bytes,
      rate,
      message,
    };
  }

  close(): Promise<void> {
    return this.#udp.close();
  }
}
