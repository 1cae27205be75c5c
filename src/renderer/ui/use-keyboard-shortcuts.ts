import { useEffect } from 'react';
import type { Session } from '../session/session.ts';
import type { AppStore } from '../state/app-store.ts';

/**
 * C calibrates, R records, H hides, F freezes, S opens the settings; not while typing, and never with a modifier, so that the
 * browser's and the system's own shortcuts stay theirs.
 */
export function useKeyboardShortcuts(session: Session, store: AppStore, openSettings: () => void): void {
  useEffect(() => {
    const conceal = (wanted: 'hide' | 'freeze') => {
      const { concealment } = store.getState().settings.pipeline;
      void session.conceal(concealment === wanted ? 'none' : wanted);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) {
        return;
      }
      switch (event.key.toLowerCase()) {
        case 'c':
          void session.calibrate();
          break;
        case 'h':
          conceal('hide');
          break;
        case 'f':
          conceal('freeze');
          break;
        case 'r':
          void (store.getState().recording.status === 'recording'
            ? session.stopRecording()
            : session.startRecording());
          break;
        case 's':
          openSettings();
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session, store, openSettings]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, select, textarea, dialog') !== null;
}
