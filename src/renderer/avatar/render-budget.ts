/** Pixel ratios tried, sharpest first: below half a pixel per pixel a face is no longer pleasant to look at. */
const PIXEL_RATIOS = [2, 1.5, 1, 0.75, 0.5] as const;
/**
 * Milliseconds within which a picture should be done. It is looked at once per screen refresh, so anything up to a
 * refresh at 60 Hz reads as 17.
 */
const TARGET_COST = 20;
/** Share of the time a slow avatar may keep the graphics busy: the tracker needs them too. */
const BUSY_SHARE = 1 / 3;
/** Slow pictures in a row before the sharpness falls, so that a single hiccup changes nothing. */
const SLOW_PATIENCE = 6;
/** Quick pictures in a row (10 s at 30 Hz) before more sharpness is tried again. */
const QUICK_PATIENCE = 300;

/**
 * Keeps the avatar from starving the tracker, which shares the graphics with it. Measures how long each picture
 * really takes, by a fence behind its commands, and lowers rate and sharpness when that is too long.
 */
export class RenderBudget {
  readonly #gl: WebGL2RenderingContext;
  readonly #sharpestLevel: number;
  #level: number;
  #fence: WebGLSync | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;
  #cost = 0;
  #slow = 0;
  #quick = 0;

  /**
   * @param gl context the pictures are drawn with
   * @param screenPixelRatio device pixels per CSS pixel; nothing is drawn more sharply than the screen shows
   */
  constructor(gl: WebGL2RenderingContext, screenPixelRatio: number) {
    this.#gl = gl;
    const level = PIXEL_RATIOS.findIndex((ratio) => ratio <= screenPixelRatio);
    this.#sharpestLevel = level < 0 ? PIXEL_RATIOS.length - 1 : level;
    this.#level = this.#sharpestLevel;
  }

  /** Pixels to draw per CSS pixel. */
  get pixelRatio(): number {
    return PIXEL_RATIOS[this.#level] ?? 1;
  }

  /** Whether the next picture may begin at `now`, milliseconds of the page's clock. Asked once per refresh. */
  mayDraw(now: number): boolean {
    this.#readFence(now);
    const rest = this.#cost <= TARGET_COST ? 0 : this.#cost / BUSY_SHARE;
    return this.#fence === undefined && now - this.#startedAt >= rest;
  }

  /**
   * Whether the picture that was begun last is still being drawn. To be asked every refresh until it is not: a fence
   * that nobody looks at until the next frame would count the wait for that frame as the picture's cost.
   */
  isDrawing(now: number): boolean {
    this.#readFence(now);
    return this.#fence !== undefined;
  }

  /** To be called right after a picture's commands. */
  drawn(now: number): void {
    this.#startedAt = now;
    this.#fence = this.#gl.fenceSync(this.#gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? undefined;
    this.#gl.flush();
  }

  /** Changes `pixelRatio` when the measurements ask for it; true if it did. */
  adapt(): boolean {
    if (this.#slow >= SLOW_PATIENCE && this.#level < PIXEL_RATIOS.length - 1) {
      this.#level++;
    } else if (this.#quick >= QUICK_PATIENCE && this.#level > this.#sharpestLevel) {
      this.#level--;
    } else {
      return false;
    }
    this.#slow = 0;
    this.#quick = 0;
    return true;
  }

  /** Forgets the picture under way: the context was lost, and its fence with it. */
  forget(): void {
    this.#fence = undefined;
  }

  #readFence(now: number): void {
    const fence = this.#fence;
    if (fence === undefined || this.#gl.clientWaitSync(fence, 0, 0) === this.#gl.TIMEOUT_EXPIRED) {
      return;
    }
    this.#gl.deleteSync(fence);
    this.#fence = undefined;
    this.#cost = now - this.#startedAt;
    const isQuick = this.#cost <= TARGET_COST;
    this.#quick = isQuick ? this.#quick + 1 : 0;
    this.#slow = isQuick ? 0 : this.#slow + 1;
  }
}
