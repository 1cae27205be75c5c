import type { StreamState, TargetState } from '../../../shared/contract/backend.ts';
import { copyFaceFrame, createFaceFrame, type FaceFrame } from '../../../shared/core/face/face-frame.ts';
import { writeLostFaceFrame } from '../../../shared/core/face/lost-face-frame.ts';
import type { Target } from '../../../shared/core/output/target.ts';
import { quantile } from './recent-sends.ts';
import { TargetSender } from './target-sender.ts';
import { type HostLookup, lookUpHost } from './udp-sender.ts';

/** How often the state is told, and how often a face that is gone is said to be. */
const REPORT_MILLISECONDS = 500;
/** A source that has been silent for this long has stopped: the slowest camera gives a frame every 200 ms. */
const SILENCE_MILLISECONDS = 1000;

interface StreamServiceOptions {
  /** Milliseconds of the service's monotonic clock. */
  readonly now: () => number;
  /** Receives the state about twice a second and after each change of targets. */
  readonly onState: (state: StreamState) => void;
  readonly lookUp?: HostLookup;
}

/**
 * Sends the frames to all enabled targets. When frames stop coming, because the camera was unplugged or its window
 * closed, the targets are told that the face is lost and get a neutral one instead of a frozen face; likewise when a
 * target is switched off and when the service ends.
 */
export class StreamService {
  readonly #options: StreamServiceOptions & { readonly lookUp: HostLookup };
  readonly #timer: NodeJS.Timeout;
  readonly #lastFrame = createFaceFrame();
  readonly #lostFrame = createFaceFrame();
  #lastTime = Number.NaN;
  #targets: readonly Target[] = [];
  #senders: ReadonlyMap<string, TargetSender> = new Map();

  constructor(options: StreamServiceOptions) {
    this.#options = { lookUp: lookUpHost, ...options };
    this.#timer = setInterval(() => this.#report(), REPORT_MILLISECONDS);
  }

  /** Makes these the targets. Those that stay the same keep their sockets and counts. */
  configure(targets: readonly Target[]): void {
    const previous = this.#senders;
    const enabled = targets.filter((target) => target.enabled);
    this.#targets = targets;
    this.#senders = new Map(
      enabled.map((target) => {
        const sender = previous.get(target.id);
        const isSame = JSON.stringify(sender?.target) === JSON.stringify(target);
        return [target.id, sender && isSame ? sender : new TargetSender(target, this.#options)];
      }),
    );
    for (const [id, sender] of previous) {
      if (this.#senders.get(id) !== sender) {
        const { host, port } = sender.target;
        if (!enabled.some((target) => target.host === host && target.port === port)) {
          this.#sayLostTo(sender);
        }
        void sender.close();
      }
    }
    this.#options.onState(this.state());
  }

  /**
   * Sends a frame to every enabled target whose rate admits it. The frame is read before this returns and not kept.
   *
   * @param captureClockOffset added to `frame.time` it gives the service's clock; undefined when that is not known,
   *   the latency then is not either
   */
  publish(frame: FaceFrame, captureClockOffset?: number): void {
    const captureTime = frame.time + (captureClockOffset ?? Number.NaN);
    for (const sender of this.#senders.values()) {
      sender.publish(frame, captureTime);
    }
    copyFaceFrame(frame, this.#lastFrame);
    this.#lastTime = this.#options.now();
  }

  /** Tells every enabled target at once that the face is gone, without waiting for the silence to be noticed. */
  sayLost(): void {
    for (const sender of this.#senders.values()) {
      this.#sayLostTo(sender);
    }
  }

  /** What each target's sender is doing, in the order of the settings. */
  state(): StreamState {
    const latencies = [...this.#senders.values()]
      .flatMap((sender) => sender.recentLatencies())
      .filter((latency) => !Number.isNaN(latency));
    return {
      targets: this.#targets.map(({ id }) => this.#senders.get(id)?.state() ?? offState(id)),
      latencyMedian: quantile(latencies, 0.5),
      latencyP95: quantile(latencies, 0.95),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.sayLost();
    const senders = [...this.#senders.values()];
    this.#senders = new Map();
    await Promise.all(senders.map((sender) => sender.close()));
  }

  #report(): void {
    if (this.#options.now() - this.#lastTime >= SILENCE_MILLISECONDS) {
      this.sayLost();
    }
    this.#options.onState(this.state());
  }

  /** Does nothing before the first frame: there is no face to lose yet. */
  #sayLostTo(sender: TargetSender): void {
    const silence = this.#options.now() - this.#lastTime;
    if (Number.isNaN(silence)) {
      return;
    }
    writeLostFaceFrame(this.#lastFrame, this.#lastFrame.time + silence, this.#lostFrame);
    sender.send(this.#lostFrame);
  }
}

function offState(id: string): TargetState {
  return { id, status: 'off', packets: 0, bytes: 0, rate: 0, message: undefined };
}
