import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { Session } from '../session/session.ts';
import type { AppState } from '../state/app-state.ts';
import type { AppStore } from '../state/app-store.ts';
import { ENGLISH, type Text } from './text/english.ts';
import { JAPANESE } from './text/japanese.ts';

interface AppContextValue {
  readonly store: AppStore;
  readonly session: Session;
}

const AppContext = createContext<AppContextValue | undefined>(undefined);

/** Gives the interface its store and session. */
export function AppProvider(props: AppContextValue & { readonly children: ReactNode }) {
  return (
    <AppContext.Provider value={{ store: props.store, session: props.session }}>
      {props.children}
    </AppContext.Provider>
  );
}

function useAppContext(): AppContextValue {
  const value = useContext(AppContext);
  if (value === undefined) {
    throw new Error('the interface is used outside its AppProvider');
  }
  return value;
}

/** One part of the app's state; the component renders again when that part changes. */
export function useAppState<Part>(select: (state: AppState) => Part): Part {
  return useStore(useAppContext().store, select);
}

/** What the interface can do. */
export function useSession(): Session {
  return useAppContext().session;
}

/** The interface's words in the chosen language. */
export function useText(): Text {
  const language = useAppState((state) => state.settings.language);
  const chosen = language === 'system' ? navigator.language.slice(0, 2) : language;
  return chosen === 'ja' ? JAPANESE : ENGLISH;
}
