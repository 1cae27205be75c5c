import { useState } from 'react';
import type { LiveFaceState } from '../../shared/contract/live-face.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { PackImportDialog } from './pack-import-dialog.tsx';

/** Which face pack runs beside the tracker, what it is doing, and how another comes in. */
export function FacePacksSection() {
  const text = useText();
  const session = useSession();
  const [isImporting, setImporting] = useState(false);
  const chosen = useAppState((state) => state.settings.facePack.name);
  const packs = useAppState((state) => state.facePacks).filter((pack) => pack.hasNetworks);
  const licence = packs.find((pack) => pack.name === chosen)?.licence;
  return (
    <fieldset className="face-packs">
      <legend>{text.facePacks.title}</legend>
      <label className="field">
        <span>{text.facePacks.chosen}</span>
        <select
          value={chosen}
          onChange={({ target }) => void session.updateSettings({ facePack: { name: target.value } })}
        >
          <option value="">{text.facePacks.none}</option>
          {packs.map((pack) => (
            <option key={pack.name} value={pack.name}>
              {pack.title}
            </option>
          ))}
        </select>
      </label>
      <FaceState isOwn={chosen === ''} />
      {licence !== undefined && <small className="licence">{licence}</small>}
      <button type="button" onClick={() => setImporting(true)}>
        {text.facePacks.import}
      </button>
      {isImporting && <PackImportDialog onClose={() => setImporting(false)} />}
    </fieldset>
  );
}

/** @param isOwn whether Furrow's own pack runs, of which nothing but trouble needs to be told. */
function FaceState({ isOwn }: { readonly isOwn: boolean }) {
  const text = useText();
  const state = useAppState(({ liveFace }) => liveFace);
  return (
    <>
      <small className={state.status === 'failing' ? 'warning' : undefined} role="status">
        {isOwn && state.status !== 'failing' ? text.facePacks.own : describe(state, text.facePacks)}
      </small>
      {state.status === 'enrolling' && (
        <progress value={state.done} max={state.wanted} aria-label={text.facePacks.chosen} />
      )}
    </>
  );
}

function describe(state: LiveFaceState, text: ReturnType<typeof useText>['facePacks']): string {
  switch (state.status) {
    case 'off':
      return text.off;
    case 'starting':
      return text.starting;
    case 'enrolling':
      return text.enrolling;
    case 'running':
      return text.running(state);
    case 'failing':
      return text.failing(state.problem.message);
  }
}
