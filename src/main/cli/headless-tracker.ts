import { join } from 'node:path';
import type { TrackerBundle } from '../../shared/contract/backend.ts';
import { HeadlessPage } from '../capture/headless-page.ts';
import { HeadlessPages } from '../capture/headless-pages.ts';
import { SILENT_LOG } from '../services/log/log.ts';
import { readShippedCatalog } from '../services/packs/catalog.ts';
import { findTrackerBundles } from '../services/packs/tracker-bundles.ts';
import type { CommandContext } from './command.ts';
import { headlessBrowsers } from './headless-browsers.ts';

/** The best tracker bundle there is, and the pages without a window that run it; the pages are to be disposed of. */
export interface HeadlessTracker {
  readonly bundle: TrackerBundle;
  readonly pages: HeadlessPages;
}

/** Finds what a command needs to track faces; a browser starts with the first page that is asked for. */
export async function findHeadlessTracker(context: CommandContext): Promise<HeadlessTracker> {
  const { bundles, officialFile } = await findTrackerBundles(context.dataFolder, readShippedCatalog());
  const [bundle] = bundles;
  if (bundle === undefined) {
    throw new Error('the assembled bundle is always there');
  }
  const pages = new HeadlessPages(() =>
    HeadlessPage.open({
      rendererFolder: join(context.projectFolder, 'out', 'renderer'),
      officialBundle: officialFile,
      browsers: headlessBrowsers(context),
      log: SILENT_LOG,
    }),
  );
  return { bundle, pages };
}
