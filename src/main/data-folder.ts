import { join } from 'node:path';

/** What is needed of the environment to find the data folder, so that a test can stand in for it. */
export interface DataFolderEnvironment {
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Where Furrow keeps the user's data: FURROW_DATA when set, otherwise the platform's usual place
 * (XDG_DATA_HOME or ~/.local/share, ~/Library/Application Support, APPDATA).
 */
export function dataFolder({ platform, homeFolder, variables }: DataFolderEnvironment): string {
  if (variables.FURROW_DATA) {
    return variables.FURROW_DATA;
  }
  if (platform === 'darwin') {
    return join(homeFolder, 'Library', 'Application Support', 'Furrow');
  }
  if (platform === 'win32') {
    return join(variables.APPDATA || join(homeFolder, 'AppData', 'Roaming'), 'Furrow');
  }
  return join(variables.XDG_DATA_HOME || join(homeFolder, '.local', 'share'), 'furrow');
}

/** The data folder's own layout; packs lie in `packs/`, see `services/packs`. */
export function dataPaths(folder: string) {
  return {
    settings: join(folder, 'settings.json'),
    viewToken: join(folder, 'view-token'),
    /** Files that a page hands over for an import, until it is done. */
    handedOver: join(folder, 'handed-over'),
    windowState: join(folder, 'window.json'),
    log: join(folder, 'logs', 'furrow.log'),
    backgroundPicture: join(folder, 'avatar-background'),
    takes: join(folder, 'takes'),
    identities: join(folder, 'identities'),
  } as const;
}
