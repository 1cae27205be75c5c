import { DECA_PARTS, type DecaPart } from '../../shared/contract/pack-import.ts';

/** Names that DECA's files are published under; others of the same kind are accepted too. */
export const DECA_FILE_NAMES: Readonly<Record<DecaPart, string>> = {
  checkpoint: 'deca_model.tar',
  flame: 'generic_model.pkl',
  template: 'head_template.obj',
  landmarks: 'landmark_embedding.npy',
  mask: 'uv_face_eye_mask.png',
  fixedDisplacement: 'fixed_displacement_256.npy',
};

/** The parts whose kind of file no other part has: any name will do. */
const ENDINGS: Readonly<Record<string, DecaPart>> = { tar: 'checkpoint', pkl: 'flame', obj: 'template' };

/** What a file is in an import, by its name; undefined for one that has no part in it. */
export function decaPartOf(fileName: string): DecaPart | undefined {
  const published = DECA_PARTS.find((part) => DECA_FILE_NAMES[part] === fileName);
  return published ?? ENDINGS[fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()];
}

/** Every file that was dropped, those in folders included. */
export async function droppedFiles(items: DataTransferItemList): Promise<readonly File[]> {
  // Entries must all be taken before the first wait: the list is emptied then.
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<readonly File[]> {
  if (entry instanceof FileSystemFileEntry) {
    return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  }
  return entry instanceof FileSystemDirectoryEntry
    ? (await Promise.all((await childrenOf(entry)).map(filesOf))).flat()
    : [];
}

/** A reader gives a hundred entries at a time, and none when there are no more. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) {
      return children;
    }
    children.push(...some);
  }
}
