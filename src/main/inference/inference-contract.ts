import type { ContractParsers } from '../../shared/contract/rpc.ts';

/** Execution providers onnxruntime can run a model on, as it names them. */
export const EXECUTION_PROVIDERS = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const;

export type ExecutionProvider = (typeof EXECUTION_PROVIDERS)[number];

/** A model file and how to run it. Equal specs share one session. */
export interface ModelSpec {
  /** Absolute path of the ONNX file. */
  readonly path: string;
  readonly provider: ExecutionProvider;
  /** Threads one run may use, the calling one included. */
  readonly threads: number;
}

/** Values by name, row-major; lengths are those of the model's ports. */
export type FloatValues = Readonly<Record<string, Float32Array>>;

/** A named input of a model. */
export interface ModelPort {
  readonly name: string;
  readonly shape: readonly number[];
}

/** What opening and running a model on zeros told. */
export interface ModelMeasurement {
  readonly inputs: readonly ModelPort[];
  readonly outputNames: readonly string[];
  /** Wall-clock time of the fastest of several runs. */
  readonly milliseconds: number;
  /** CPU time of all threads in the cheapest of them, which other programs' work hardly changes. */
  readonly cpuMilliseconds: number;
}

/** What the backend asks of the inference process. Sessions are opened when first needed and kept until closed. */
export interface InferenceContract {
  readonly requests: {
    /** Opens a model and measures it. @throws `model/missing`, `model/load-failed`, `inference/bad-output` */
    measure: { params: ModelSpec; result: ModelMeasurement; progress: never };
    /** Runs a model once. @throws as `measure`; `backend/bad-message` for inputs that do not fit the model */
    run: {
      params: { readonly model: ModelSpec; readonly inputs: FloatValues };
      result: FloatValues;
      progress: never;
    };
    /** Frees a model's memory. Does nothing for one that is not open. */
    close: { params: ModelSpec; result: undefined; progress: never };
  };
  readonly signals: Record<string, never>;
  readonly events: {
    /** The process has loaded and answers requests. */
    ready: undefined;
  };
}

/** Both ends are our own processes, started by us from one build: values are taken as they come. */
export const INFERENCE_PARSERS: ContractParsers<InferenceContract> = {
  requests: {
    measure: (value) => value as ModelSpec,
    run: (value) => value as InferenceContract['requests']['run']['params'],
    close: (value) => value as ModelSpec,
  },
  signals: {},
};
