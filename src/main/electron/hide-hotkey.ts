import { globalShortcut } from 'electron';
import type { Log } from '../services/log/log.ts';
import type { SettingsService } from '../services/settings/settings-service.ts';

/** Works in whatever program is in front. */
const HIDE_HOTKEY = 'CommandOrControl+Shift+H';

/** Lets one key hide the face at once, and show it again, without the page's help. */
export function registerHideHotkey(settings: SettingsService, log: Log): void {
  const toggle = () => {
    const { pipeline } = settings.current;
    const concealment = pipeline.concealment === 'none' ? 'hide' : 'none';
    settings
      .update({ pipeline: { ...pipeline, concealment } })
      .catch((thrown: Error) => log.error(thrown.message));
  };
  if (!globalShortcut.register(HIDE_HOTKEY, toggle)) {
    log.warn('Another program has the hide hotkey.', { hotkey: HIDE_HOTKEY });
  }
}
