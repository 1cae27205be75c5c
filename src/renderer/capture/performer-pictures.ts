import { AppError } from '../../shared/contract/app-error.ts';
import { createFaceFrame, type FaceFrame } from '../../shared/core/face/face-frame.ts';
import { findPerformerLook, PERFORMER_NAMES } from '../../shared/core/performance/performer-look.ts';
import { ScriptedPerformance } from '../../shared/core/performance/scripted-performance.ts';
import type { PerformerStage } from '../performer/performer-stage.ts';

/** Pictures as webcams give them. */
const WIDTH = 640;
const HEIGHT = 480;

/** Camera pictures of the demo performer, at any time of the performance. */
export class PerformerPictures {
  readonly #performance = new ScriptedPerformance();
  readonly #frame: FaceFrame = createFaceFrame();
  readonly #canvas: OffscreenCanvas;
  readonly #stage: PerformerStage;

  private constructor(canvas: OffscreenCanvas, stage: PerformerStage) {
    this.#canvas = canvas;
    this.#stage = stage;
  }

  /**
   * @param performer name of one of PERFORMER_LOOKS.
   * @param origin where the page and its models are served.
   * @throws AppError `camera/missing` for a performer that does not exist, or `model/load-failed`
   */
  static async open(performer: string, origin: string): Promise<PerformerPictures> {
    const look = findPerformerLook(performer);
    if (look === undefined) {
      throw new AppError(
        'camera/missing',
        `There is no demo performer "${performer}"; choose from ${PERFORMER_NAMES.join(', ')}.`,
      );
    }
    try {
      // Drawing comes as a file of its own, for those who want a performer.
      const { openPerformerStage } = await import('../performer/performer-stage.ts');
      const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
      return new PerformerPictures(canvas, await openPerformerStage(canvas, look, origin));
    } catch (cause) {
      throw new AppError(
        'model/load-failed',
        'The demo performer could not be drawn. Check that graphics acceleration (WebGL) is available; if it is, install Furrow again.',
        { cause },
      );
    }
  }

  /** Milliseconds after which the performance begins again. */
  get duration(): number {
    return this.#performance.duration;
  }

  /**
   * The picture at a time of the performance, milliseconds. `ScriptedPerformance.at` the same time tells what it shows.
   * @param timestamp of the picture, milliseconds.
   */
  draw(time: number, timestamp: number): VideoFrame {
    this.#performance.at(time, this.#frame);
    this.#stage.draw(this.#frame);
    return new VideoFrame(this.#canvas, { timestamp: Math.round(timestamp * 1000), alpha: 'discard' });
  }

  close(): void {
    this.#stage.dispose();
  }
}
