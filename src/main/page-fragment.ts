/** What a page is told in the fragment of its address; `session/launch-options.ts` of the renderer reads it. */
export interface PageLaunch {
  /** Access token of browser mode. */
  readonly token?: string | undefined;
  /** A camera's id or label to start with. */
  readonly camera?: string | undefined;
  /** Path, on the page's own origin, of a video to start with. */
  readonly video?: string | undefined;
}

/** The fragment with its `#`, or nothing when there is nothing to tell. */
export function pageFragment(launch: PageLaunch): string {
  const given = Object.entries(launch).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `#${new URLSearchParams(given)}`;
}
