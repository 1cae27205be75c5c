import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { FACE_MODEL_PATH } from '../../shared/contract/live-face.ts';
import { AVATAR_DISPLAYS, AVATAR_FRAMINGS, type AvatarSetup } from '../../shared/core/avatar/avatar-look.ts';
import { AvatarView } from '../avatar/avatar-view.ts';
import { Backdrop } from '../avatar/backdrop.ts';
import { controlOrbit } from '../avatar/orbit-control.ts';
import { loadPersonalHead } from '../avatar/personal-head.ts';
import type { AppState } from '../state/app-state.ts';
import { coversWindow } from '../state/enrolment-state.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { useElementSize } from './use-element-size.ts';

/** The avatar, drawn past React with every frame. */
export function AvatarPanel() {
  const text = useText();
  const isWaiting = useAppState((state) => state.source.status !== 'running');
  const display = useAppState((state) => state.settings.avatar.display);
  const isMirrored = useAppState((state) => state.settings.source.mirror);
  const stage = useRef<HTMLDivElement>(null);
  const behind = useRef<HTMLCanvasElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useRef({ width: 0, height: 0 });
  const { view, hasFailed } = useAvatarView(canvas);
  useBackdrop(stage);
  const layOutPicture = usePictureBehind(behind, size, display === 'overlay');

  const resize = useCallback(
    (width: number, height: number) => {
      size.current = { width, height };
      view?.resize(width, height);
      layOutPicture();
    },
    [view, layOutPicture],
  );
  useElementSize(stage, resize);

  return (
    <section className="panel stage avatar" aria-label={text.avatar.title}>
      <div ref={stage} className="stage-picture">
        <canvas ref={behind} className="behind" data-mirrored={isMirrored} hidden={display !== 'overlay'} />
        <canvas ref={canvas} className="turnable" tabIndex={0} aria-label={text.avatar.turn} />
      </div>
      {isWaiting && <p className="stage-hint">{text.avatar.waiting}</p>}
      {hasFailed && <p className="stage-hint warning">{text.avatar.failed}</p>}
      <AvatarBar
        onReset={() => {
          view?.portrait.reset();
          view?.redraw();
        }}
      />
    </section>
  );
}

function AvatarBar(props: { readonly onReset: () => void }) {
  const text = useText();
  const session = useSession();
  const look = useAppState((state) => state.settings.avatar);
  const change = (part: Partial<typeof look>) =>
    void session.updateSettings({ avatar: { ...look, ...part } });
  return (
    <footer className="stage-bar">
      <select
        aria-label={text.avatar.display}
        value={look.display}
        onChange={({ target }) => {
          const display = AVATAR_DISPLAYS.find((name) => name === target.value);
          change(display === undefined ? {} : { display });
        }}
      >
        {AVATAR_DISPLAYS.map((name) => (
          <option key={name} value={name}>
            {text.avatar.displays[name]}
          </option>
        ))}
      </select>
      <div className="spacer" />
      {look.display !== 'overlay' && (
        <>
          {AVATAR_FRAMINGS.map((framing) => (
            <button
              key={framing}
              type="button"
              className="quiet"
              aria-pressed={look.framing === framing}
              onClick={() => change({ framing })}
            >
              {text.avatar.framings[framing]}
            </button>
          ))}
          <button type="button" className="quiet" title={text.avatar.reset} onClick={props.onReset}>
            <svg viewBox="0 0 16 16" className="icon" role="img" aria-label={text.avatar.reset}>
              <path d="M3 8a5 5 0 1 0 1.6-3.7M3 2.6v2.6h2.6" />
            </svg>
          </button>
        </>
      )}
    </footer>
  );
}

/** The view on a canvas, kept up to date with frames, light and settings. */
function useAvatarView(canvas: RefObject<HTMLCanvasElement | null>) {
  const session = useSession();
  const [view, setView] = useState<AvatarView>();
  const [hasFailed, setHasFailed] = useState(false);
  const look = useAppState((state) => state.settings.avatar);
  const mirror = useAppState((state) => state.settings.source.mirror);
  const fieldOfView = useAppState((state) => state.settings.pipeline.fieldOfView);
  const identity = useAppState((state) => state.shownIdentity);
  const isConnected = useAppState((state) => state.connection.status === 'ready');
  const person = useAppState((state) => state.livePerson);
  const refined = useAppState((state) => state.refinedWrinkles);
  const sampled = useAppState((state) => state.sampledWrinkles);
  const isCovered = useRef(false);
  isCovered.current = useAppState((state) => coversWindow(state.enrolment));
  const rest = useAppState((state: AppState): AvatarSetup['rest'] => state.settings.pipeline.neutral);

  useEffect(() => {
    if (canvas.current === null) {
      return undefined;
    }
    const avatar = new AvatarView(canvas.current);
    const ends = [
      controlOrbit(canvas.current, avatar),
      session.onFrame((frame, observation) => {
        if (!isCovered.current) {
          avatar.update(frame, observation);
        }
      }),
      session.onLight((light) => avatar.followLight(light)),
      session.onRelief((relief) => avatar.showRelief(relief)),
    ];
    setView(avatar);
    return () => {
      for (const end of ends) {
        end();
      }
      avatar.dispose();
    };
  }, [session, canvas]);

  useEffect(() => {
    // Whose head it is, is known as soon as the services have answered.
    if (view === undefined || !isConnected) {
      return undefined;
    }
    let isWanted = true;
    const pack = person.pack === undefined ? undefined : { path: FACE_MODEL_PATH, shape: person.shape };
    loadPersonalHead(location.origin, identity, pack).then(
      (head) => {
        if (isWanted) {
          setHasFailed(false);
          view.setHead(head);
        }
      },
      () => setHasFailed(true),
    );
    return () => {
      isWanted = false;
    };
  }, [view, isConnected, identity, person.pack, person.shape]);

  useEffect(() => view?.refineWrinkles(refined), [view, refined]);
  useEffect(() => view?.standInForDecoder(sampled), [view, sampled]);
  useEffect(() => view?.setUp({ look, mirror, fieldOfView, rest }), [view, look, mirror, fieldOfView, rest]);
  return { view, hasFailed };
}

function useBackdrop(stage: RefObject<HTMLElement | null>): void {
  const backdrop = useRef<Backdrop>(undefined);
  const look = useAppState((state) => state.settings.avatar);
  const picture = useAppState((state) => state.backgroundPicture);
  useEffect(() => {
    if (stage.current !== null) {
      backdrop.current ??= new Backdrop(stage.current);
      backdrop.current.show(look, picture);
    }
  }, [stage, look, picture]);
  useEffect(() => () => backdrop.current?.dispose(), []);
}

/** The camera's picture behind the avatar; returns what fits it to its place. */
function usePictureBehind(
  canvas: RefObject<HTMLCanvasElement | null>,
  size: RefObject<{ readonly width: number; readonly height: number }>,
  isShown: boolean,
): () => void {
  const session = useSession();
  const isAttached = useRef(false);
  useEffect(() => {
    // Control of the canvas goes to the tracker worker, which can happen only once per element.
    if (canvas.current !== null && !isAttached.current) {
      isAttached.current = true;
      session.attachPreview('avatar', canvas.current);
    }
  }, [session, canvas]);
  const layOut = useCallback(() => {
    const scale = isShown ? devicePixelRatio : 0;
    session.configurePreview('avatar', {
      width: Math.round(size.current.width * scale),
      height: Math.round(size.current.height * scale),
      landmarks: false,
    });
  }, [session, size, isShown]);
  useEffect(layOut, [layOut]);
  return layOut;
}
