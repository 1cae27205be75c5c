import { useCallback, useRef, useState } from 'react';
import type { Session } from '../session/session.ts';
import type { AppStore } from '../state/app-store.ts';
import { AlertStrip } from './alert-strip.tsx';
import { AppProvider } from './app-context.tsx';
import { AvatarPanel } from './avatar-panel.tsx';
import { CameraPanel } from './camera-panel.tsx';
import { EnrolmentDialog } from './enrolment/enrolment-dialog.tsx';
import { ExpressionPanel } from './expression-panel.tsx';
import { FirstRunCard } from './first-run-card.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { SettingsDrawer } from './settings-drawer.tsx';
import { TakesPanel } from './takes-panel.tsx';
import { TargetsPanel } from './targets-panel.tsx';
import { TopBar } from './top-bar.tsx';
import { useKeyboardShortcuts } from './use-keyboard-shortcuts.ts';

/** The window. */
export function App(props: { readonly store: AppStore; readonly session: Session }) {
  const [isSettingsOpen, setIsSettingsOpen] = useState(false);
  const openSettings = useCallback(() => setIsSettingsOpen(true), []);
  const [openedTarget, setOpenedTarget] = useState<string>();
  const sourcePicker = useRef<HTMLSelectElement>(null);
  useKeyboardShortcuts(props.session, props.store, openSettings);
  return (
    <AppProvider store={props.store} session={props.session}>
      <TopBar onOpenSettings={openSettings} />
      <AlertStrip onChooseSource={() => sourcePicker.current?.focus()} onEditTarget={setOpenedTarget} />
      <main>
        <CameraPanel sourcePicker={sourcePicker} />
        <AvatarPanel />
        <ExpressionPanel />
        <aside>
          <TargetsPanel opened={openedTarget} onOpen={setOpenedTarget} />
          <PeoplePanel />
          <TakesPanel />
        </aside>
      </main>
      {isSettingsOpen && <SettingsDrawer onClose={() => setIsSettingsOpen(false)} />}
      <FirstRunCard />
      <EnrolmentDialog />
    </AppProvider>
  );
}
