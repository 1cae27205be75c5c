import { useEffect, useRef, useState } from 'react';
import { DECA_PARTS, type DecaPart } from '../../shared/contract/pack-import.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { DECA_FILE_NAMES, decaPartOf, droppedFiles } from './deca-files.ts';

type ChosenFiles = Readonly<Partial<Record<DecaPart, File>>>;

/** Takes the user's own copy of DECA: what each file is, where it comes from, what its licence forbids. */
export function PackImportDialog(props: { readonly onClose: () => void }) {
  const text = useText().facePacks;
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<ChosenFiles>({});
  const [agrees, setAgrees] = useState(false);
  const progress = useAppState((state) => state.packImport);
  const isBusy = progress.status === 'reading' || progress.status === 'importing';
  useEffect(() => dialog.current?.showModal(), []);

  const take = (given: Iterable<File>) =>
    setFiles((known) => ({
      ...known,
      ...Object.fromEntries(
        [...given].flatMap((file) => {
          const part = decaPartOf(file.name);
          return part === undefined ? [] : [[part, file]];
        }),
      ),
    }));

  return (
    <dialog ref={dialog} className="pack-import" aria-labelledby="pack-import-title" onClose={props.onClose}>
      <h2 id="pack-import-title">{text.importTitle}</h2>
      <p>{text.importIntroduction}</p>
      <section
        className="drop-zone"
        aria-label={text.drop}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void droppedFiles(event.dataTransfer.items).then(take);
        }}
      >
        <ul>
          {DECA_PARTS.map((part) => (
            <PartLine key={part} part={part} file={files[part]} />
          ))}
        </ul>
        <div className="choose">
          <span>{text.drop}</span>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label={text.choose}
            onChange={({ target }) => take(target.files ?? [])}
          />
          <button type="button" disabled={isBusy} onClick={() => input.current?.click()}>
            {text.choose}
          </button>
        </div>
      </section>
      <h3>{text.licenceTitle}</h3>
      <ul className="forbidden">
        {text.forbidden.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <label className="agree">
        <input type="checkbox" checked={agrees} onChange={({ target }) => setAgrees(target.checked)} />
        {text.agree}
      </label>
      {isBusy && (
        <label className="importing">
          {progress.status === 'reading' ? text.reading : text.importing}
          <progress value={progress.share} max={1} />
        </label>
      )}
      {progress.status === 'done' && <p role="status">{text.done}</p>}
      <div className="buttons">
        <button
          type="button"
          className="quiet"
          onClick={() => {
            session.cancelPackImport();
            dialog.current?.close();
          }}
        >
          {isBusy ? text.cancel : text.close}
        </button>
        <button
          type="button"
          className="primary"
          disabled={isBusy || !agrees || !isComplete(files)}
          onClick={() => isComplete(files) && void session.importDeca(files)}
        >
          {text.start}
        </button>
      </div>
    </dialog>
  );
}

function PartLine(props: { readonly part: DecaPart; readonly file: File | undefined }) {
  const text = useText().facePacks;
  const { part, file } = props;
  return (
    <li data-given={file !== undefined}>
      <strong>{DECA_FILE_NAMES[part]}</strong>
      <small>
        {text.parts[part]} {file !== undefined && text.given(file.name, file.size / 1e6)}
      </small>
    </li>
  );
}

function isComplete(files: ChosenFiles): files is Readonly<Record<DecaPart, File>> {
  return DECA_PARTS.every((part) => files[part] !== undefined);
}
