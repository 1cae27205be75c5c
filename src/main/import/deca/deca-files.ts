/** A file that a DECA pack is made from, and how a person gets it. */
export interface DecaFile {
  /** Name as published; other names are accepted where the person gives the path. */
  readonly fileName: string;
  /** What it holds. */
  readonly content: string;
  /** Where its makers give it out. */
  readonly source: string;
  /** What its makers allow, as far as we know; their page has the last word. */
  readonly licence: string;
  /** More bytes than this are not taken for this file. */
  readonly mostBytes: number;
}

const MEGABYTE = 1 << 20;

const DECA_LICENCE =
  'DECA’s licence (Max Planck Society): non-commercial scientific research, education and art only; not to be passed on.';
const DECA_DATA = 'The folder "data" of the DECA repository, https://github.com/yfeng95/DECA.';

/** Files given one by one: the networks and the head they were trained with. */
export const DECA_CHECKPOINT: DecaFile = {
  fileName: 'deca_model.tar',
  content: 'DECA’s three trained networks, 434 MB.',
  source:
    'The README of https://github.com/yfeng95/DECA links to it ("download our pretrained model"). Do not unpack it.',
  licence: DECA_LICENCE,
  mostBytes: 4096 * MEGABYTE,
};

export const FLAME_MODEL: DecaFile = {
  fileName: 'generic_model.pkl',
  content: 'The head model FLAME 2020, 53 MB; DECA’s networks speak of this release and of no other.',
  source: 'https://flame.is.tue.mpg.de: register, then Download, "FLAME 2020", and unpack the archive.',
  licence: 'The licence shown there when you download; it differs between releases of FLAME.',
  mostBytes: 1024 * MEGABYTE,
};

/** Files found by their names in DECA's data folder. */
export const DECA_DATA_FILES = {
  template: {
    fileName: 'head_template.obj',
    content: 'The UV layout of the head.',
    source: DECA_DATA,
    licence: DECA_LICENCE,
    mostBytes: 64 * MEGABYTE,
  },
  landmarks: {
    fileName: 'landmark_embedding.npy',
    content: 'Where 68 landmarks lie on the head.',
    source: DECA_DATA,
    licence: DECA_LICENCE,
    mostBytes: 16 * MEGABYTE,
  },
  mask: {
    fileName: 'uv_face_eye_mask.png',
    content: 'Where the face is in the UV layout.',
    source: DECA_DATA,
    licence: DECA_LICENCE,
    mostBytes: 16 * MEGABYTE,
  },
  fixedDisplacement: {
    fileName: 'fixed_displacement_256.npy',
    content: 'A constant correction of the head’s surface.',
    source: DECA_DATA,
    licence: DECA_LICENCE,
    mostBytes: 16 * MEGABYTE,
  },
} as const satisfies Readonly<Record<string, DecaFile>>;

/** One file in lines for a terminal: what it is, where to get it, what is allowed. */
export function explainFile(file: DecaFile): string {
  return explainFiles([file]);
}

/** All the files, for the command's help. */
export function explainDecaFiles(): string {
  return [[DECA_CHECKPOINT], [FLAME_MODEL], Object.values(DECA_DATA_FILES)].map(explainFiles).join('\n');
}

/** Files of one source, in lines. */
function explainFiles(files: readonly DecaFile[]): string {
  const [first] = files;
  return [
    ...files.map(({ fileName, content }) => `  ${fileName}: ${content}`),
    `    From: ${first?.source}`,
    `    Licence: ${first?.licence}`,
  ].join('\n');
}
