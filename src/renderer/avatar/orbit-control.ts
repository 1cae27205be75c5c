import type { AvatarView } from './avatar-view.ts';

/** Radians per CSS pixel that the pointer is dragged, and per press of an arrow key. */
const RADIANS_PER_PIXEL = 0.008;
const RADIANS_PER_PRESS = 0.12;
/** How much nearer one press, or a notch of the wheel (100 units in most browsers), brings the camera. */
const FACTOR_PER_PRESS = 1.1;
const FACTOR_PER_WHEEL = 1.0011;

/**
 * Lets the user go round the head: by dragging and the wheel, or with arrow keys, + and − while the canvas has the focus;
 * a double click or Home goes back to the front.
 * @returns the function that ends it.
 */
export function controlOrbit(canvas: HTMLCanvasElement, view: AvatarView): () => void {
  const { portrait } = view;
  const closing = new AbortController();
  const { signal } = closing;
  const move = (change: () => void) => {
    change();
    view.redraw();
  };

  canvas.addEventListener('pointerdown', (event) => canvas.setPointerCapture(event.pointerId), { signal });
  canvas.addEventListener(
    'pointermove',
    ({ pointerId, movementX, movementY }) => {
      if (canvas.hasPointerCapture(pointerId)) {
        move(() => portrait.orbit(-movementX * RADIANS_PER_PIXEL, movementY * RADIANS_PER_PIXEL));
      }
    },
    { signal },
  );
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      move(() => portrait.zoom(FACTOR_PER_WHEEL ** event.deltaY));
    },
    { signal, passive: false },
  );
  canvas.addEventListener('dblclick', () => move(() => portrait.reset()), { signal });

  const keys = new Map([
    ['ArrowLeft', () => portrait.orbit(-RADIANS_PER_PRESS, 0)],
    ['ArrowRight', () => portrait.orbit(RADIANS_PER_PRESS, 0)],
    ['ArrowUp', () => portrait.orbit(0, RADIANS_PER_PRESS)],
    ['ArrowDown', () => portrait.orbit(0, -RADIANS_PER_PRESS)],
    ['+', () => portrait.zoom(1 / FACTOR_PER_PRESS)],
    ['=', () => portrait.zoom(1 / FACTOR_PER_PRESS)],
    ['-', () => portrait.zoom(FACTOR_PER_PRESS)],
    ['Home', () => portrait.reset()],
  ]);
  canvas.addEventListener(
    'keydown',
    (event) => {
      const change = keys.get(event.key);
      if (change !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        move(change);
      }
    },
    { signal },
  );
  return () => closing.abort();
}
