import type { TargetState } from '../../shared/contract/backend.ts';
import type { Target, TargetKind } from '../../shared/core/output/target.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { createTarget } from './create-target.ts';
import { TargetEditor } from './target-editor.tsx';
import type { Text } from './text/english.ts';

/** Who receives the stream: one line each, with a switch, what is being sent, and an editor behind it. */
export function TargetsPanel(props: {
  readonly opened: string | undefined;
  readonly onOpen: (targetId: string | undefined) => void;
}) {
  const { opened, onOpen } = props;
  const text = useText();
  const session = useSession();
  const targets = useAppState((state) => state.settings.targets);
  const states = useAppState((state) => state.stream.targets);
  const save = (next: readonly Target[]) => void session.updateSettings({ targets: [...next] });
  const add = (kind: TargetKind) => {
    const target = createTarget(kind, targets);
    onOpen(target.id);
    save([...targets, target]);
  };
  return (
    <section className="panel targets" aria-label={text.targets.title}>
      <header className="panel-header">
        <h2>{text.targets.title}</h2>
        <div className="spacer" />
        <button type="button" className="quiet" onClick={() => add('osc')}>
          + {text.targets.addOsc}
        </button>
        <button type="button" className="quiet" onClick={() => add('vmc')}>
          + {text.targets.addVmc}
        </button>
      </header>
      {targets.length === 0 && <p className="hint">{text.targets.empty}</p>}
      <ul>
        {targets.map((target) => (
          <li key={target.id} data-open={opened === target.id}>
            <TargetLine
              target={target}
              state={states.find((state) => state.id === target.id)}
              onToggle={(enabled) =>
                save(targets.map((other) => (other.id === target.id ? { ...target, enabled } : other)))
              }
              onOpen={() => onOpen(opened === target.id ? undefined : target.id)}
            />
            {opened === target.id && (
              <TargetEditor
                target={target}
                onChange={(changed) =>
                  save(targets.map((other) => (other.id === target.id ? changed : other)))
                }
                onRemove={() => save(targets.filter((other) => other.id !== target.id))}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function TargetLine(props: {
  readonly target: Target;
  readonly state: TargetState | undefined;
  readonly onToggle: (enabled: boolean) => void;
  readonly onOpen: () => void;
}) {
  const text = useText();
  const { target, state } = props;
  return (
    <div className="target-line" data-status={state?.status ?? 'off'}>
      <label className="switch">
        <input
          type="checkbox"
          checked={target.enabled}
          onChange={(event) => props.onToggle(event.target.checked)}
          aria-label={`${text.targets.enabled}: ${target.name}`}
        />
        <span />
      </label>
      <button
        type="button"
        className="target-name"
        onClick={props.onOpen}
        aria-label={`${text.targets.edit}: ${target.name}`}
      >
        <strong>{target.name}</strong>
        <small>
          {target.kind.toUpperCase()} · {target.host}:{target.port}
        </small>
      </button>
      <small className="target-status" title={state?.message}>
        {describe(text, target, state)}
      </small>
    </div>
  );
}

function describe(text: Text, target: Target, state: TargetState | undefined): string {
  if (!target.enabled || state === undefined || state.status === 'off') {
    return text.targets.off;
  }
  if (state.status === 'failing') {
    return state.message ?? '';
  }
  return state.status === 'sending' ? text.targets.sending(state.rate) : text.targets.waiting;
}
