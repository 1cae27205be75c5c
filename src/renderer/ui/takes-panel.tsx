import { useState } from 'react';
import type { TakeEntry } from '../../shared/contract/takes.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { formatDuration, formatMegabytes } from './format-time.ts';
import { TakeTools } from './take-tools.tsx';
import type { Text } from './text/english.ts';

/** The recorded takes, newest first: play one to the avatar and the targets, rename it, delete it. */
export function TakesPanel() {
  const text = useText();
  const takes = useAppState((state) => state.takes);
  const [opened, setOpened] = useState<string>();
  return (
    <section className="panel takes" aria-label={text.takes.title}>
      <header className="panel-header">
        <h2>{text.takes.title}</h2>
      </header>
      {takes.length === 0 ? (
        <p className="hint">{text.takes.empty}</p>
      ) : (
        <ul>
          {takes.map((take) => (
            <li key={take.name}>
              <TakeLine take={take} onOpen={() => setOpened(opened === take.name ? undefined : take.name)} />
              {opened === take.name && <TakeTools take={take} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function TakeLine(props: { readonly take: TakeEntry; readonly onOpen: () => void }) {
  const text = useText();
  const { take } = props;
  return (
    <div className="take">
      <button type="button" className="target-name" onClick={props.onOpen}>
        <strong>{take.name}</strong>
        <small>{describe(text, take)}</small>
      </button>
      {take.status !== 'unreadable' && <PlayButton name={take.name} />}
    </div>
  );
}

function PlayButton(props: { readonly name: string }) {
  const text = useText();
  const session = useSession();
  const playback = useAppState((state) => state.playback);
  const isMine = playback.status !== 'stopped' && playback.take === props.name;
  if (!isMine) {
    return (
      <button type="button" className="quiet" onClick={() => void session.playTake(props.name)}>
        {text.takes.play}
      </button>
    );
  }
  const isPaused = playback.status === 'paused';
  return (
    <>
      <button
        type="button"
        className="quiet"
        onClick={() => void session.changePlayback({ paused: !isPaused })}
      >
        {isPaused ? text.takes.play : text.takes.pause}
      </button>
      <button type="button" className="quiet" onClick={() => void session.stopPlayback()}>
        {text.actions.stop}
      </button>
    </>
  );
}

function describe(text: Text, take: TakeEntry): string {
  const size = formatMegabytes(take.bytes);
  if (take.status === 'unreadable') {
    return `${size} · ${text.takes.unreadable}`;
  }
  if (take.duration === undefined) {
    return `${size} · ${text.takes.unfinished}`;
  }
  return `${formatDuration(take.duration)} · ${size}`;
}
