import { existsSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '../../shared/contract/app-error.ts';
import { elementCount } from '../../shared/core/tensor/tensor.ts';
import type { FloatValues, ModelMeasurement, ModelPort, ModelSpec } from './inference-contract.ts';

interface OpenModel {
  readonly session: InferenceSession;
  readonly inputs: readonly ModelPort[];
}

/** Runs timed after the first, which compiles shaders and fills caches. */
const TIMED_RUNS = 3;

/** onnxruntime's log level `fatal`: refusals are reported as errors, with their reason, instead. */
const LOG_FATAL = 4;

function keyOf(model: ModelSpec): string {
  return JSON.stringify([model.path, model.provider, model.threads]);
}

/**
 * Owns every onnxruntime session; the one place that imports it. Its calls block the thread they are made on
 * although they return promises, which is why this lives in a process of its own.
 */
export class SessionOwner {
  readonly #models = new Map<string, Promise<OpenModel>>();

  /**
   * Opens a model, runs it on zeros and measures how long one run takes.
   *
   * @throws AppError `model/missing`, `model/load-failed` with the provider's reason, `inference/bad-output`.
   */
  async measure(model: ModelSpec): Promise<ModelMeasurement> {
    const { session, inputs } = await this.#open(model);
    const zeros = Object.fromEntries(
      inputs.map(({ name, shape }) => [name, new Float32Array(elementCount(shape))]),
    );
    await this.run(model, zeros);
    let fastest = Number.POSITIVE_INFINITY;
    let cheapest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < TIMED_RUNS; i++) {
      const start = performance.now();
      const startCpu = process.cpuUsage();
      await this.run(model, zeros);
      const { user, system } = process.cpuUsage(startCpu);
      fastest = Math.min(fastest, performance.now() - start);
      cheapest = Math.min(cheapest, (user + system) / 1000);
    }
    return { inputs, outputNames: session.outputNames, milliseconds: fastest, cpuMilliseconds: cheapest };
  }

  /**
   * Runs a model once on `inputs`; opens it when it is not open yet. The outputs are new arrays.
   *
   * @throws AppError as `measure`; `backend/bad-message` for inputs that do not fit the model.
   */
  async run(model: ModelSpec, inputs: FloatValues): Promise<FloatValues> {
    const open = await this.#open(model);
    const feeds = Object.fromEntries(open.inputs.map((port) => [port.name, feed(model, port, inputs)]));
    const results = await open.session.run(feeds);
    return Object.fromEntries(
      Object.entries(results).map(([name, value]) => [name, finiteOutput(model, name, value)]),
    );
  }

  /** Frees a model's memory. Does nothing for one that is not open. */
  async close(model: ModelSpec): Promise<void> {
    const opening = this.#models.get(keyOf(model));
    this.#models.delete(keyOf(model));
    const open = await opening?.catch(() => undefined);
    await open?.session.release();
  }

  #open(model: ModelSpec): Promise<OpenModel> {
    const key = keyOf(model);
    const known = this.#models.get(key);
    if (known !== undefined) {
      return known;
    }
    const opening = openModel(model);
    this.#models.set(key, opening);
    opening.catch(() => this.#models.delete(key));
    return opening;
  }
}

async function openModel(model: ModelSpec): Promise<OpenModel> {
  if (!existsSync(model.path)) {
    throw new AppError(
      'model/missing',
      `There is no model file ${model.path}. Import or download its face pack again.`,
    );
  }
  try {
    const session = await InferenceSession.create(model.path, {
      executionProviders: [model.provider],
      intraOpNumThreads: model.threads,
      logSeverityLevel: LOG_FATAL,
      // Waiting threads that spin double the CPU cost of a run and starve the tracker.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    return { session, inputs: session.inputMetadata.map((port) => inputPort(model, port)) };
  } catch (thrown) {
    if (thrown instanceof AppError) {
      throw thrown;
    }
    throw new AppError(
      'model/load-failed',
      `${model.path} cannot run on the provider ${model.provider}: ${firstLine(thrown)}`,
      { details: { path: model.path, provider: model.provider }, cause: thrown },
    );
  }
}

/** Our graphs take float32 of fixed shape only; anything else is a file that is not ours. */
function inputPort(model: ModelSpec, port: InferenceSession.ValueMetadata): ModelPort {
  if (!port.isTensor || port.type !== 'float32') {
    throw new AppError('model/malformed', `Input "${port.name}" of ${model.path} is not a float32 tensor.`);
  }
  const shape = port.shape.map((extent) => {
    if (typeof extent !== 'number') {
      throw new AppError('model/malformed', `Input "${port.name}" of ${model.path} has no fixed shape.`);
    }
    return extent;
  });
  return { name: port.name, shape };
}

function feed(model: ModelSpec, port: ModelPort, inputs: FloatValues): Tensor {
  const values = inputs[port.name];
  const length = elementCount(port.shape);
  if (values?.length !== length) {
    throw new AppError(
      'backend/bad-message',
      `${model.path} takes ${length} numbers as "${port.name}" and was given ${values?.length ?? 'none'}.`,
    );
  }
  return new Tensor('float32', values, port.shape);
}

function finiteOutput(model: ModelSpec, name: string, value: Tensor): Float32Array {
  if (!(value.data instanceof Float32Array)) {
    throw new AppError('model/malformed', `Output "${name}" of ${model.path} is not a float32 tensor.`);
  }
  if (!value.data.every(Number.isFinite)) {
    throw new AppError(
      'inference/bad-output',
      `${model.path} on ${model.provider} gave an output "${name}" that is not finite.`,
      { details: { path: model.path, provider: model.provider, output: name } },
    );
  }
  return value.data;
}

function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.trim().split('\n', 1)[0] ?? text;
}
