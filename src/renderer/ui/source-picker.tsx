import { type RefObject, useRef } from 'react';
import { PERFORMER_NAMES, parseDemoName } from '../../shared/core/performance/performer-look.ts';
import type { AppState } from '../state/app-state.ts';
import { useAppState, useSession, useText } from './app-context.tsx';

/** Value of the entry for a running source that is not among the cameras. */
const ACTIVE = 'active';

/** Chooses a camera, a video file or a demo performer, and stops them. */
export function SourcePicker(props: { readonly select: RefObject<HTMLSelectElement | null> }) {
  const text = useText();
  const session = useSession();
  const cameras = useAppState((state) => state.cameras);
  const chosen = useAppState((state) => state.settings.source.cameraId);
  const source = useAppState((state) => state.source);
  const fileInput = useRef<HTMLInputElement>(null);
  const isActive = source.status === 'running' || source.status === 'starting';
  const shown = isActive ? activeEntry(source, cameras) : chosen;
  const isListed = isActive || cameras.some((camera) => camera.id === shown);
  const choose = (entry: string) => {
    const performer = parseDemoName(entry);
    void (performer === undefined ? session.startCamera(entry) : session.startDemo(performer));
  };
  return (
    <>
      <select
        ref={props.select}
        aria-label={text.actions.chooseCamera}
        value={shown}
        onChange={(event) => choose(event.target.value)}
      >
        {isActive && shown === ACTIVE && <option value={ACTIVE}>{source.label}</option>}
        {!isListed && (
          <option value={shown}>
            {cameras.length === 0 ? text.camera.noCamera : text.actions.chooseCamera}
          </option>
        )}
        {cameras.map((camera) => (
          <option key={camera.id} value={camera.id}>
            {camera.label}
          </option>
        ))}
        <optgroup label={text.actions.demo}>
          {PERFORMER_NAMES.map((name) => (
            <option key={name} value={demoEntry(name)}>
              {name}
            </option>
          ))}
        </optgroup>
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

type ActiveSource = Extract<AppState['source'], { readonly label: string }>;

/** What runs is shown by its name: a video is no camera of the list, and a camera may have come back under another id. */
function activeEntry({ kind, label }: ActiveSource, cameras: AppState['cameras']): string {
  if (kind === 'demo') {
    return demoEntry(label);
  }
  return cameras.find((camera) => camera.label === label)?.id ?? ACTIVE;
}

/** A demo performer's value in the list; no camera's id looks like this. */
function demoEntry(performer: string): string {
  return `demo:${performer}`;
}
