import { type FaceObservation, LANDMARK_COUNT } from '../../shared/core/face/face-observation.ts';

/** Thin and quiet: the face stays the picture's subject. */
const CONTOUR_STYLE = 'rgba(94, 234, 212, 0.8)';
const POINT_STYLE = 'rgba(255, 255, 255, 0.5)';

/** Line width and point size as shares of the canvas's height. */
const CONTOUR_WIDTH = 1 / 400;
const POINT_SIZE = 1 / 280;

/** Two landmarks joined by a line. */
export interface Contour {
  readonly start: number;
  readonly end: number;
}

/** How the preview looks on the page. */
export interface PreviewLayout {
  /** Device pixels; 0 while nobody looks. */
  readonly width: number;
  readonly height: number;
  readonly landmarks: boolean;
}

/**
 * Draws each tracked frame, and over it its own landmarks, to a canvas of the page. The picture fills the canvas;
 * what does not fit is cut off at both sides alike. Mirroring is left to the page's styles.
 */
export class PreviewPainter {
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #contours: readonly Contour[];
  #hasLandmarks = true;
  #isShown = true;

  constructor(canvas: OffscreenCanvas, contours: readonly Contour[]) {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) {
      throw new Error('the preview canvas has no 2D context');
    }
    this.#context = context;
    this.#contours = contours;
  }

  configure(layout: PreviewLayout): void {
    const { canvas } = this.#context;
    canvas.width = Math.max(1, Math.round(layout.width));
    canvas.height = Math.max(1, Math.round(layout.height));
    this.#hasLandmarks = layout.landmarks;
    this.#isShown = layout.width > 0;
  }

  /** Paints a frame; `observation` is what was found in it. */
  paint(picture: VideoFrame, observation: FaceObservation): void {
    if (!this.#isShown) {
      return;
    }
    const { canvas } = this.#context;
    const scale = Math.max(canvas.width / picture.displayWidth, canvas.height / picture.displayHeight);
    const width = picture.displayWidth * scale;
    const height = picture.displayHeight * scale;
    const left = (canvas.width - width) / 2;
    const top = (canvas.height - height) / 2;
    this.#context.drawImage(picture, left, top, width, height);
    if (this.#hasLandmarks && observation.hasFace) {
      this.#paintPoints(observation.landmarks, width, height, left, top);
      this.#paintContours(observation.landmarks, width, height, left, top);
    }
  }

  clear(): void {
    const { canvas } = this.#context;
    this.#context.clearRect(0, 0, canvas.width, canvas.height);
  }

  #paintPoints(landmarks: Float32Array, width: number, height: number, left: number, top: number): void {
    const size = Math.max(1, this.#context.canvas.height * POINT_SIZE);
    this.#context.fillStyle = POINT_STYLE;
    for (let i = 0; i < LANDMARK_COUNT; i++) {
      const x = left + (landmarks[i * 3] ?? 0) * width;
      const y = top + (landmarks[i * 3 + 1] ?? 0) * height;
      this.#context.fillRect(x - size / 2, y - size / 2, size, size);
    }
  }

  #paintContours(landmarks: Float32Array, width: number, height: number, left: number, top: number): void {
    this.#context.strokeStyle = CONTOUR_STYLE;
    this.#context.lineWidth = Math.max(1, this.#context.canvas.height * CONTOUR_WIDTH);
    this.#context.beginPath();
    for (const { start, end } of this.#contours) {
      this.#context.moveTo(
        left + (landmarks[start * 3] ?? 0) * width,
        top + (landmarks[start * 3 + 1] ?? 0) * height,
      );
      this.#context.lineTo(
        left + (landmarks[end * 3] ?? 0) * width,
        top + (landmarks[end * 3 + 1] ?? 0) * height,
      );
    }
    this.#context.stroke();
  }
}
