import { useState } from 'react';
import type { TakeEntry } from '../../shared/contract/takes.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { DeleteButton } from './delete-button.tsx';

/** What can be done with one take: jump while it plays, rename, delete. */
export function TakeTools(props: { readonly take: TakeEntry }) {
  const text = useText();
  const session = useSession();
  const { name } = props.take;
  const [draft, setDraft] = useState(name);
  const newName = draft.trim();
  return (
    <>
      <PlaybackSlider name={name} />
      <div className="take-tools">
        <input
          type="text"
          value={draft}
          aria-label={text.targets.name}
          onChange={(event) => setDraft(event.target.value)}
        />
        <button
          type="button"
          disabled={newName === '' || newName === name}
          onClick={() => void session.renameTake(name, newName)}
        >
          {text.takes.rename}
        </button>
      </div>
      <p className="hint">{text.takes.private}</p>
      <div className="take-tools">
        <div className="spacer" />
        <DeleteButton
          label={text.takes.delete}
          question={text.takes.deleteSure}
          onDelete={() => void session.deleteTake(name)}
        />
      </div>
    </>
  );
}

function PlaybackSlider(props: { readonly name: string }) {
  const text = useText();
  const session = useSession();
  const playback = useAppState((state) => state.playback);
  if (playback.status === 'stopped' || playback.take !== props.name) {
    return undefined;
  }
  return (
    <div className="take-tools">
      <input
        type="range"
        min={0}
        max={playback.duration}
        step={10}
        value={playback.position}
        aria-label={text.takes.position}
        onChange={(event) => void session.changePlayback({ position: Number(event.target.value) })}
      />
    </div>
  );
}
