import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import type { GuideView } from '../../../shared/core/identity/enrolment-guide.ts';
import type { EnrolmentStep } from '../../../shared/core/identity/enrolment-steps.ts';

/** Colours of the ring, as in the style sheet. */
const COLORS = {
  veil: 'rgba(9, 12, 13, 0.62)',
  idle: 'rgba(232, 237, 239, 0.3)',
  done: '#5ad1c0',
  problem: '#f2c063',
} as const;

const TICKS = 84;
/** Pixels of the page: how long ticks are, and how far outside the oval they begin. */
const TICK_LENGTH = 9;
const DONE_LENGTH = 17;
const GAP = 7;

/** The oval around a face: half its height and how far up its middle is, in heights from hairline to chin; its slimness. */
const HALF_HEIGHT = 0.71;
const RISE = 0.05;
const WIDTH = 0.77;
/** How much of the way to the face the oval goes with each picture. */
const FOLLOWING = 0.3;
/** And how fast the ring fills. */
const FILLING = 0.35;

/** Landmarks at the top, the chin and both sides of the face. */
const TOP = 10;
const BOTTOM = 152;
const SIDES = [234, 454] as const;

/** Where on the ring a head is to turn to, as seen by the person; radians, 0 to the right, clockwise. */
const DIRECTIONS: Partial<Record<EnrolmentStep, number>> = {
  turnLeft: Math.PI,
  turnRight: 0,
  lookUp: -Math.PI / 2,
  lookDown: Math.PI / 2,
};

/** An oval in pixels of the page. */
interface Oval {
  x: number;
  y: number;
  halfHeight: number;
}

/**
 * Draws a ring of ticks around the face in the camera picture, which fills as a step is done. Straight to a canvas: what
 * changes with every frame never goes through React.
 */
export class FaceRing {
  readonly #context: CanvasRenderingContext2D;
  #width = 0;
  #height = 0;
  #scale = 1;
  #oval: Oval | undefined;
  #share = 0;
  #view: GuideView | undefined;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (context === null) {
      throw new Error('the browser gives no 2D canvas');
    }
    this.#context = context;
  }

  /** Fits the canvas to its place on the page, in CSS pixels. */
  resize(width: number, height: number, pixelRatio: number): void {
    this.#width = width;
    this.#height = height;
    this.#scale = pixelRatio;
    this.#context.canvas.width = Math.round(width * pixelRatio);
    this.#context.canvas.height = Math.round(height * pixelRatio);
    this.#oval = undefined;
  }

  /** What the ring tells from now on; undefined for nothing. */
  tell(view: GuideView | undefined): void {
    this.#view = view;
  }

  /** Moves nearer to where the face is. @param isMirrored whether the picture under the ring is. */
  follow({ hasFace, landmarks, imageWidth, imageHeight }: FaceObservation, isMirrored: boolean): void {
    const wanted = this.#resting();
    if (hasFace && imageWidth > 0) {
      const scale = Math.max(this.#width / imageWidth, this.#height / imageHeight);
      const x = (i: number) => ((landmarks[i * 3] ?? 0) - 0.5) * imageWidth * scale;
      const y = (i: number) => ((landmarks[i * 3 + 1] ?? 0) - 0.5) * imageHeight * scale;
      const middle = (x(SIDES[0]) + x(SIDES[1])) / 2;
      wanted.x = this.#width / 2 + (isMirrored ? -middle : middle);
      const height = Math.hypot(x(TOP) - x(BOTTOM), y(TOP) - y(BOTTOM));
      wanted.y = this.#height / 2 + (y(TOP) + y(BOTTOM)) / 2 - height * RISE;
      wanted.halfHeight = height * HALF_HEIGHT;
    }
    const oval = this.#oval;
    if (oval === undefined) {
      this.#oval = wanted;
      return;
    }
    oval.x += (wanted.x - oval.x) * FOLLOWING;
    oval.y += (wanted.y - oval.y) * FOLLOWING;
    oval.halfHeight += (wanted.halfHeight - oval.halfHeight) * FOLLOWING;
  }

  /** @param time milliseconds, for what pulses. */
  paint(time: number): void {
    const context = this.#context;
    context.setTransform(this.#scale, 0, 0, this.#scale, 0, 0);
    context.clearRect(0, 0, this.#width, this.#height);
    const oval = this.#oval ?? this.#resting();
    this.#paintVeil(oval);
    const view = this.#view;
    const progress = view === undefined ? 0 : progressOf(view);
    this.#share = progress < this.#share ? progress : this.#share + (progress - this.#share) * FILLING;
    const filled = Math.round(this.#share * TICKS);
    this.#paintTicks(oval, filled, TICKS, TICK_LENGTH, COLORS.idle);
    this.#paintTicks(
      oval,
      0,
      filled,
      DONE_LENGTH,
      view?.problem === undefined ? COLORS.done : COLORS.problem,
    );
    const direction = view === undefined ? undefined : directionOf(view);
    if (direction !== undefined) {
      this.#paintArrow(oval, direction, time);
    }
  }

  #resting(): Oval {
    return { x: this.#width / 2, y: this.#height * 0.47, halfHeight: this.#height * 0.33 };
  }

  #paintVeil({ x, y, halfHeight }: Oval): void {
    const context = this.#context;
    context.beginPath();
    context.rect(0, 0, this.#width, this.#height);
    context.ellipse(x, y, halfHeight * WIDTH, halfHeight, 0, 0, 2 * Math.PI);
    context.fillStyle = COLORS.veil;
    context.fill('evenodd');
  }

  /** Ticks from the top clockwise. */
  #paintTicks(oval: Oval, first: number, end: number, length: number, color: string): void {
    const context = this.#context;
    context.strokeStyle = color;
    context.lineWidth = 3;
    context.lineCap = 'round';
    context.beginPath();
    for (let tick = first; tick < end; tick += 1) {
      const angle = -Math.PI / 2 + (2 * Math.PI * tick) / TICKS;
      this.#radial(oval, angle, GAP, GAP + length);
    }
    context.stroke();
  }

  #radial({ x, y, halfHeight }: Oval, angle: number, from: number, to: number): void {
    const cosine = Math.cos(angle);
    const sine = Math.sin(angle);
    const halfWidth = halfHeight * WIDTH;
    this.#context.moveTo(x + (halfWidth + from) * cosine, y + (halfHeight + from) * sine);
    this.#context.lineTo(x + (halfWidth + to) * cosine, y + (halfHeight + to) * sine);
  }

  #paintArrow({ x, y, halfHeight }: Oval, direction: number, time: number): void {
    const context = this.#context;
    const swing = (1 + Math.sin(time / 260)) / 2;
    const distance = GAP + DONE_LENGTH + 16 + swing * 8;
    context.save();
    context.translate(
      x + (halfHeight * WIDTH + distance) * Math.cos(direction),
      y + (halfHeight + distance) * Math.sin(direction),
    );
    context.rotate(direction);
    context.globalAlpha = 0.5 + swing / 2;
    context.strokeStyle = COLORS.done;
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(-5, -11);
    context.lineTo(6, 0);
    context.lineTo(-5, 11);
    context.stroke();
    context.restore();
  }
}

/** Of the step that is asked for; of all, where nobody is asked. */
function progressOf({ mode, progress, steps }: GuideView): number {
  return mode === 'guided'
    ? progress
    : steps.filter(({ status }) => status !== 'waiting').length / steps.length;
}

function directionOf({ mode, step, isDone, problem }: GuideView): number | undefined {
  const isAsked = mode === 'guided' && !isDone && problem === undefined;
  return isAsked && step !== undefined ? DIRECTIONS[step] : undefined;
}
