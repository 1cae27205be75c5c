import type { ImportStep } from '../../shared/contract/pack-import.ts';
import type { ContractParsers } from '../../shared/contract/rpc.ts';
import type { DecaImport } from '../import/deca/import-deca.ts';
import type { EightBitCrops } from '../services/inference/eight-bit-graphs.ts';
import type { FacePack } from '../services/packs/face-packs.ts';

/** Work that computes for seconds: in the services' own process it would hold up the stream. */
export interface BackgroundContract {
  readonly requests: {
    /** @returns the pack's folder. @throws as `importDecaPack` */
    importDeca: {
      params: Omit<DecaImport, 'host' | 'signal' | 'onProgress'>;
      result: string;
      progress: ImportStep;
    };
    /** @throws as `buildEightBitGraphs` */
    buildEightBitGraphs: {
      params: { readonly pack: FacePack; readonly crops: EightBitCrops };
      result: undefined;
      progress: never;
    };
  };
  readonly signals: Record<string, never>;
  readonly events: {
    /** The process has loaded and answers requests. */
    ready: undefined;
  };
}

/** Both ends are our own processes, started by us from one build: values are taken as they come. */
export const BACKGROUND_PARSERS: ContractParsers<BackgroundContract> = {
  requests: {
    importDeca: (value) => value as BackgroundContract['requests']['importDeca']['params'],
    buildEightBitGraphs: (value) => value as BackgroundContract['requests']['buildEightBitGraphs']['params'],
  },
  signals: {},
};
