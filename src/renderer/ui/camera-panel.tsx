import { type DragEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { coversWindow } from '../state/enrolment-state.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { SourcePicker } from './source-picker.tsx';
import { useElementSize } from './use-element-size.ts';

/** The camera picture as it was tracked, with landmarks; also where a video file can be dropped. */
export function CameraPanel(props: { readonly sourcePicker: RefObject<HTMLSelectElement | null> }) {
  const text = useText();
  const session = useSession();
  const isRunning = useAppState((state) => state.source.status === 'running');
  const isMirrored = useAppState((state) => state.settings.source.mirror);
  const isCovered = useAppState((state) => coversWindow(state.enrolment));
  const [hasLandmarks, setHasLandmarks] = useState(true);
  const [isDropTarget, setIsDropTarget] = useState(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const isAttached = useRef(false);
  const size = useRef({ width: 0, height: 0 });

  useEffect(() => {
    // Control of the canvas goes to the tracker worker, which can happen only once per element.
    if (canvas.current !== null && !isAttached.current) {
      isAttached.current = true;
      session.attachPreview('camera', canvas.current);
    }
  }, [session]);

  const resize = useCallback(
    (width: number, height: number) => {
      size.current = {
        width: isCovered ? 0 : Math.round(width * devicePixelRatio),
        height: Math.round(height * devicePixelRatio),
      };
      session.configurePreview('camera', { ...size.current, landmarks: hasLandmarks });
    },
    [session, hasLandmarks, isCovered],
  );
  useElementSize(stage, resize);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsDropTarget(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) {
      void session.startVideo(file, file.name);
    }
  };

  return (
    <section
      className="panel stage"
      aria-label={text.camera.title}
      onDragOver={(event) => {
        event.preventDefault();
        setIsDropTarget(true);
      }}
      onDragLeave={() => setIsDropTarget(false)}
      onDrop={drop}
    >
      <div ref={stage} className="stage-picture" data-mirrored={isMirrored}>
        <canvas ref={canvas} />
      </div>
      {!isRunning && <StartHint />}
      {isDropTarget && <div className="drop-target">{text.camera.dropHere}</div>}
      <footer className="stage-bar">
        <SourcePicker select={props.sourcePicker} />
        <button
          type="button"
          className="quiet"
          aria-pressed={hasLandmarks}
          onClick={() => setHasLandmarks(!hasLandmarks)}
        >
          {text.camera.landmarks}
        </button>
        <MirrorButton />
      </footer>
    </section>
  );
}

function StartHint() {
  const text = useText();
  const session = useSession();
  const isStarting = useAppState((state) => state.source.status === 'starting');
  return (
    // Covers the canvas instead of hiding it: frames given to a canvas that is not on screen may block all later ones.
    <div className="stage-hint stage-cover">
      <button
        type="button"
        className="primary"
        disabled={isStarting}
        onClick={() => void session.startCamera()}
      >
        {isStarting ? text.status.starting : text.camera.start}
      </button>
      <p>{text.camera.hint}</p>
    </div>
  );
}

function MirrorButton() {
  const text = useText();
  const session = useSession();
  const source = useAppState((state) => state.settings.source);
  return (
    <button
      type="button"
      className="quiet"
      aria-pressed={source.mirror}
      onClick={() => void session.updateSettings({ source: { ...source, mirror: !source.mirror } })}
    >
      {text.camera.mirror}
    </button>
  );
}
