import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { useAppState, useSession } from '../app-context.tsx';
import { useElementSize } from '../use-element-size.ts';
import { FaceRing } from './face-ring.ts';

/** The camera picture with the ring around the face. */
export function EnrolmentStage() {
  const session = useSession();
  const isMirrored = useAppState((state) => state.settings.source.mirror);
  const stage = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const ring = useRing(overlay, isMirrored);

  useEffect(() => {
    if (picture.current === null) {
      return undefined;
    }
    session.attachPreview('enrolment', picture.current);
    // A canvas that is gone is not to be painted any more.
    return () => session.configurePreview('enrolment', { width: 0, height: 0, landmarks: false });
  }, [session]);

  const resize = useCallback(
    (width: number, height: number) => {
      ring.current?.resize(width, height, devicePixelRatio);
      ring.current?.paint(0);
      session.configurePreview('enrolment', {
        width: Math.round(width * devicePixelRatio),
        height: Math.round(height * devicePixelRatio),
        landmarks: false,
      });
    },
    [session, ring],
  );
  useElementSize(stage, resize);

  return (
    <div ref={stage} className="enrolment-picture">
      <canvas ref={picture} data-mirrored={isMirrored} />
      <canvas ref={overlay} />
    </div>
  );
}

/** The ring on its canvas, painted at most once per frame and screen refresh. */
function useRing(
  canvas: RefObject<HTMLCanvasElement | null>,
  isMirrored: boolean,
): RefObject<FaceRing | undefined> {
  const session = useSession();
  const ring = useRef<FaceRing>(undefined);
  useEffect(() => {
    if (canvas.current === null) {
      return undefined;
    }
    ring.current ??= new FaceRing(canvas.current);
    const { current } = ring;
    let scheduled: number | undefined;
    const ends = [
      session.enrolment.onProgress((view) => current.tell(view)),
      session.onFrame((_, observation) => {
        current.follow(observation, isMirrored);
        scheduled ??= requestAnimationFrame((time) => {
          scheduled = undefined;
          current.paint(time);
        });
      }),
    ];
    return () => {
      for (const end of ends) {
        end();
      }
      if (scheduled !== undefined) {
        cancelAnimationFrame(scheduled);
      }
    };
  }, [session, canvas, isMirrored]);
  return ring;
}
