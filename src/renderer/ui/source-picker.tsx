import { type RefObject, useRef } from 'react';
import { useAppState, useSession, useText } from './app-context.tsx';

/** Value of the entry for a running source that is not among the cameras. */
const ACTIVE = 'active';

/** Chooses a camera or a video file, and stops either. */
export function SourcePicker(props: { readonly select: RefObject<HTMLSelectElement | null> }) {
  const text = useText();
  const session = useSession();
  const cameras = useAppState((state) => state.cameras);
  const chosen = useAppState((state) => state.settings.source.cameraId);
  const source = useAppState((state) => state.source);
  const fileInput = useRef<HTMLInputElement>(null);
  const isActive = source.status === 'running' || source.status === 'starting';
  // What runs is shown by its name: a video is no camera of the list, and a camera may have come back under another id.
  const active = isActive ? source.label : undefined;
  const activeCamera = cameras.find((camera) => camera.label === active)?.id;
  const shown = active === undefined ? chosen : (activeCamera ?? ACTIVE);
  return (
    <>
      <select
        ref={props.select}
        aria-label={text.actions.chooseCamera}
        value={shown}
        onChange={(event) => void session.startCamera(event.target.value)}
      >
        {shown === ACTIVE && <option value={ACTIVE}>{active}</option>}
        {shown !== ACTIVE && !cameras.some((camera) => camera.id === shown) && (
          <option value={shown}>
            {cameras.length === 0 ? text.camera.noCamera : text.actions.chooseCamera}
          </option>
        )}
        {cameras.map((camera) => (
          <option key={camera.id} value={camera.id}>
            {camera.label}
          </option>
        ))}
      </select>
      <button type="button" className="quiet" onClick={() => fileInput.current?.click()}>
        {text.actions.chooseFile}
      </button>
      <input
        ref={fileInput}
        type="file"
        accept="video/*"
        hidden={true}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) {
            void session.startVideo(file, file.name);
          }
          event.target.value = '';
        }}
      />
      {isActive && (
        <button type="button" className="quiet" onClick={() => session.stopSource()}>
          {text.actions.stop}
        </button>
      )}
    </>
  );
}
