import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import { FramePipeline } from '../../shared/core/tracking/frame-pipeline.ts';
import { createDial, type Dial } from '../backend/dial.ts';
import { CameraFrameSource } from './camera-frame-source.ts';
import { EnrolmentFeed } from './enrolment/enrolment-feed.ts';
import { FaceLightProbe } from './face-light-probe.ts';
import { FACE_CONTOURS, FaceTracker } from './face-tracker.ts';
import { FramePublisher } from './frame-publisher.ts';
import type { FrameSource } from './frame-source.ts';
import { readGraphicsName } from './graphics-name.ts';
import { MeasuredTracker } from './measured-tracker.ts';
import { PerformerSource } from './performer-source.ts';
import { PreviewPainter } from './preview-painter.ts';
import { createSessionClock } from './session-clock.ts';
import { SourcePlayer } from './source-player.ts';
import type { PreviewName, TrackerCommand, TrackerReport } from './tracker-messages.ts';
import { TrackingLoop } from './tracking-loop.ts';
import { VideoFileSource } from './video-file-source.ts';

/** Milliseconds between two statistics. */
const STATISTICS_INTERVAL = 500;

/** What the worker gives its engine. */
export interface CaptureEngineOptions {
  readonly start: Extract<TrackerCommand, { type: 'start' }>;
  /** Where the page, the tracker's runtime and its bundles are served. */
  readonly origin: string;
  readonly report: (report: TrackerReport) => void;
  /** Gets a port to the backend through the page (Electron). */
  readonly requestPort: () => Promise<MessagePort>;
}

/** All that happens in the tracker worker: source → tracker → pipeline → services, page and preview. */
export class CaptureEngine {
  readonly #now: () => number;
  readonly #origin: string;
  readonly #report: (report: TrackerReport) => void;
  readonly #pipeline = new FramePipeline();
  readonly #tracker: MeasuredTracker;
  readonly #loop: TrackingLoop;
  readonly #player: SourcePlayer;
  readonly #publisher: FramePublisher;
  readonly #previews = new Map<PreviewName, PreviewPainter>();
  readonly #light = new FaceLightProbe();
  #enrolment: EnrolmentFeed | undefined;
  #isVisible = true;
  /** Of the source that is wanted now, if any. */
  #sourceId: number | undefined;
  /** Whether the page has taken the last frame it got. */
  #pageIsFree = true;
  #statisticsTimer: ReturnType<typeof setInterval> | undefined;

  constructor({ start, origin, report, requestPort }: CaptureEngineOptions) {
    this.#now = createSessionClock(performance, start.pageTimeOrigin);
    this.#origin = origin;
    this.#report = report;
    const now = this.#now;
    const dial: Dial = createDial(start.backend, requestPort);
    this.#publisher = new FramePublisher({
      dial,
      now,
      origin,
      onState: (state) => report({ type: 'publishing', state }),
      resetPipeline: () => {
        const { learned } = this.#pipeline;
        this.#pipeline.reset(learned);
        return learned;
      },
    });
    this.#tracker = new MeasuredTracker({
      origin,
      graphics: readGraphicsName(),
      now,
      fetch: (...request) => fetch(...request),
      loadTracker: (options) => FaceTracker.load(options),
      onState: (state) => report({ type: 'tracker', state }),
      onMeasured: (measured) => report({ type: 'measured', measured }),
    });
    this.#loop = new TrackingLoop({
      now,
      tracker: this.#tracker,
      pipeline: this.#pipeline,
      newestResult: () => this.#publisher.faceReading.newest,
      onFrame: (frame, observation) => this.#send(frame, observation),
      onPicture: (picture, observation, frame) => {
        this.#enrolment?.offer(picture, observation);
        this.#publisher.faceReading.look(picture, observation, frame);
        if (this.#isVisible) {
          this.#show(picture, observation);
        }
      },
    });
    this.#player = new SourcePlayer({
      now,
      report,
      deliver: (picture, time) => this.#loop.deliver(picture, time),
      onQuiet: () => {
        this.#tracker.forgetDuration();
        this.#loop.fade();
      },
    });
  }

  handle(command: Exclude<TrackerCommand, { type: 'start' | 'port' }>): void {
    switch (command.type) {
      case 'load':
        void this.#tracker.load(command.bundle, command.settings);
        break;
      case 'configure':
        this.#pipeline.configure(command.pipeline);
        this.#publisher.pipelineConfigured(command.pipeline);
        this.#publisher.faceReading.configure(command.pipeline);
        break;
      case 'person':
        this.#publisher.faceReading.changePerson(command.identity);
        break;
      case 'open-camera':
        void this.#open(new CameraFrameSource(command.handover, this.#now), command.sourceId);
        break;
      case 'open-video':
        void this.#open(new VideoFileSource(command.file, this.#now), command.sourceId);
        break;
      case 'open-demo':
        void this.#open(new PerformerSource(command.performer, this.#origin, this.#now), command.sourceId);
        break;
      case 'close-source':
        this.#closeSource();
        break;
      case 'measure-neutral':
        this.#report({ type: 'neutral', neutral: this.#pipeline.measureNeutral() });
        break;
      case 'attach-preview':
        this.#previews.set(command.name, new PreviewPainter(command.canvas, FACE_CONTOURS));
        break;
      case 'configure-preview':
        this.#previews.get(command.name)?.configure(command.layout);
        break;
      case 'feed-enrolment':
        this.#enrolment?.close();
        this.#enrolment = command.port && new EnrolmentFeed(command.port);
        break;
      case 'visibility':
        this.#isVisible = command.isVisible;
        break;
      case 'frame-taken':
        this.#pageIsFree = true;
        break;
      case 'take-over':
        this.#publisher.takeOver();
        break;
    }
  }

  #show(picture: VideoFrame, observation: FaceObservation): void {
    for (const preview of this.#previews.values()) {
      preview.paint(picture, observation);
    }
    const light = this.#light.look(picture, observation);
    if (light !== undefined) {
      this.#report({ type: 'light', light });
    }
  }

  #send(frame: FaceFrame, observation: FaceObservation): void {
    this.#publisher.publish(observation, frame);
    if (this.#pageIsFree) {
      this.#pageIsFree = false;
      this.#report({ type: 'frame', frame, observation });
    }
    const isAtRest = frame.tracking === 'lost' || frame.tracking === 'hidden';
    if (isAtRest && this.#sourceId === undefined) {
      this.#publisher.close();
    }
  }

  async #open(source: FrameSource, sourceId: number): Promise<void> {
    this.#player.close();
    this.#loop.reset();
    this.#publisher.pipelineReset();
    this.#publisher.faceReading.reset();
    this.#tracker.forgetDuration();
    this.#sourceId = sourceId;
    await this.#publisher.open();
    if (this.#sourceId === sourceId) {
      this.#player.open(source, sourceId);
      this.#statisticsTimer ??= setInterval(() => this.#reportStatistics(), STATISTICS_INTERVAL);
    }
  }

  #closeSource(): void {
    this.#sourceId = undefined;
    this.#player.close();
    for (const preview of this.#previews.values()) {
      preview.clear();
    }
    clearInterval(this.#statisticsTimer);
    this.#statisticsTimer = undefined;
    this.#loop.fade();
  }

  #reportStatistics(): void {
    const now = this.#now();
    const statistics = this.#loop.statistics.read(now, {
      droppedFrames: this.#loop.droppedFrames,
      unsentFrames: this.#publisher.unsentFrames,
    });
    this.#tracker.watchDuration(statistics.trackP95, now);
    this.#publisher.faceReading.watchRate(statistics.trackedRate, statistics.sourceRate);
    this.#report({ type: 'statistics', statistics });
  }
}
