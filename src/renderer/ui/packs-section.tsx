import { useAppState, useSession, useText } from './app-context.tsx';

/** What can be downloaded: size, licence, progress. Nothing is fetched unless asked for here. */
export function PacksSection() {
  const text = useText();
  const session = useSession();
  const packs = useAppState((state) => state.packs);
  const downloads = useAppState((state) => state.downloads);
  return (
    <fieldset>
      <legend>{text.settings.packs}</legend>
      {packs.map((pack) => {
        const share = downloads[pack.name];
        return (
          <div key={pack.name} className="pack">
            <div>
              <strong>{pack.title}</strong>
              <small>
                {text.settings.packSize(pack.bytes / 1e6)} · {text.settings.licence}:{' '}
                <span title={pack.licenceUrl}>{pack.licenceName}</span>
              </small>
            </div>
            {pack.installed && <small className="good">{text.settings.installed}</small>}
            {!pack.installed && share === undefined && (
              <button type="button" onClick={() => void session.downloadPack(pack.name)}>
                {text.actions.download}
              </button>
            )}
            {share !== undefined && (
              <>
                <progress value={share} max={1} aria-label={pack.title} />
                <button type="button" className="quiet" onClick={() => session.cancelDownload(pack.name)}>
                  {text.actions.cancel}
                </button>
              </>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
