import { useEffect, useRef } from 'react';
import { LANGUAGES, TRACKER_DELEGATES } from '../../shared/contract/settings.ts';
import { AdjustmentsTable } from './adjustments-table.tsx';
import { useAppState, useSession, useText } from './app-context.tsx';
import { AvatarPageSection, AvatarSection } from './avatar-section.tsx';
import { FacePacksSection } from './face-packs-section.tsx';
import { CheckField, ChoiceField, NumberField, SliderField, TextField } from './fields.tsx';
import { PacksSection } from './packs-section.tsx';

/** All settings, in a drawer over the right edge; a real dialog, so Escape closes it and focus stays inside. */
export function SettingsDrawer(props: { readonly onClose: () => void }) {
  const text = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="drawer" onClose={props.onClose} aria-label={text.settings.title}>
      <header className="panel-header">
        <h2>{text.settings.title}</h2>
        <div className="spacer" />
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          {text.actions.close}
        </button>
      </header>
      <div className="drawer-body">
        <SourceSection />
        <AvatarSection />
        <AvatarPageSection />
        <SmoothingSection />
        <AdjustmentsTable />
        <TrackerSection />
        <FacePacksSection />
        <PacksSection />
        <RemoteControlSection />
        <LanguageSection />
      </div>
    </dialog>
  );
}

/** Picture sizes webcams offer; the tracker needs no more than the first. */
const RESOLUTIONS = ['640x480', '1280x720', '1920x1080'] as const;

function SourceSection() {
  const text = useText();
  const session = useSession();
  const source = useAppState((state) => state.settings.source);
  const change = (part: Partial<typeof source>) =>
    void session.updateSettings({ source: { ...source, ...part } });
  return (
    <fieldset>
      <legend>{text.settings.source}</legend>
      <ChoiceField
        label={text.settings.resolution}
        value={`${source.width}x${source.height}`}
        choices={[...new Set([...RESOLUTIONS, `${source.width}x${source.height}`])].map((value) => ({
          value,
          label: value.replace('x', ' × '),
        }))}
        onChange={(value) => {
          const [width = source.width, height = source.height] = value.split('x').map(Number);
          change({ width, height });
        }}
      />
      <NumberField
        label={text.settings.rate}
        value={source.rate}
        minimum={5}
        maximum={120}
        step={1}
        onChange={(rate) => change({ rate })}
      />
      <CheckField
        label={text.settings.mirror}
        value={source.mirror}
        onChange={(mirror) => change({ mirror })}
      />
      <CheckField
        label={text.settings.autoStart}
        value={source.autoStart}
        onChange={(autoStart) => change({ autoStart })}
      />
    </fieldset>
  );
}

function SmoothingSection() {
  const text = useText();
  const session = useSession();
  const pipeline = useAppState((state) => state.settings.pipeline);
  return (
    <fieldset>
      <legend>{text.settings.smoothing}</legend>
      <p className="hint">{text.settings.smoothingHint}</p>
      {(['head', 'eyes', 'brows', 'mouth'] as const).map((group) => (
        <SliderField
          key={group}
          label={text.settings[group]}
          value={pipeline.filter[group]}
          onChange={(strength) =>
            void session.updateSettings({
              pipeline: { ...pipeline, filter: { ...pipeline.filter, [group]: strength } },
            })
          }
        />
      ))}
      <CheckField
        label={text.settings.linkBlinks}
        value={pipeline.linkBlinks}
        onChange={(linkBlinks) => void session.updateSettings({ pipeline: { ...pipeline, linkBlinks } })}
      />
      {pipeline.neutral !== undefined && (
        <button type="button" className="quiet" onClick={() => void session.clearCalibration()}>
          {text.actions.clearCalibration}
        </button>
      )}
    </fieldset>
  );
}

function TrackerSection() {
  const text = useText();
  const session = useSession();
  const settings = useAppState((state) => state.settings.tracker);
  const tracker = useAppState((state) => state.tracker);
  return (
    <fieldset>
      <legend>{text.settings.tracker}</legend>
      <ChoiceField
        label={text.settings.delegate}
        value={settings.delegate}
        choices={TRACKER_DELEGATES.map((value) => ({ value, label: text.settings.delegates[value] }))}
        onChange={(delegate) => void session.updateSettings({ tracker: { ...settings, delegate } })}
      />
      {tracker.status === 'ready' && (
        <p className="hint">
          {text.settings.bundleInUse}: {text.settings.bundle[tracker.bundle]} ·{' '}
          {tracker.delegate.toUpperCase()}
        </p>
      )}
    </fieldset>
  );
}

function RemoteControlSection() {
  const text = useText();
  const session = useSession();
  const remoteControl = useAppState((state) => state.settings.remoteControl);
  const state = useAppState((app) => app.remoteControl);
  const change = (part: Partial<typeof remoteControl>) =>
    void session.updateSettings({ remoteControl: { ...remoteControl, ...part } });
  return (
    <fieldset>
      <legend>{text.settings.remoteControl}</legend>
      <p className="hint">{text.settings.remoteControlHint}</p>
      <CheckField
        label={text.settings.remoteControlEnabled}
        value={remoteControl.enabled}
        onChange={(enabled) => change({ enabled })}
      />
      <div className="field-row">
        <TextField
          label={text.targets.host}
          value={remoteControl.host}
          pattern={/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/}
          onChange={(host) => change({ host })}
        />
        <NumberField
          label={text.targets.port}
          value={remoteControl.port}
          minimum={1}
          maximum={65_535}
          step={1}
          onChange={(port) => change({ port })}
        />
      </div>
      {state.status === 'failed' && <p className="hint warning">{state.message}</p>}
    </fieldset>
  );
}

function LanguageSection() {
  const text = useText();
  const session = useSession();
  const language = useAppState((state) => state.settings.language);
  return (
    <fieldset>
      <legend>{text.settings.language}</legend>
      <ChoiceField
        label={text.settings.language}
        value={language}
        choices={LANGUAGES.map((value) => ({ value, label: text.settings.languages[value] }))}
        onChange={(chosen) => void session.updateSettings({ language: chosen })}
      />
    </fieldset>
  );
}
