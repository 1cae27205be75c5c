import { Builder } from 'flatbuffers';
import { float32Vector, offsetVector } from './flatbuffer-vectors.ts';
import { TfliteModelExtension } from './tflite-model-extension.ts';

/** Name under which a model carries its description for task libraries, and that description's identifier. */
const METADATA_NAME = 'TFLITE_METADATA';
const METADATA_IDENTIFIER = 'M001';

/**
 * Field ids of the metadata schema (tflite-support, metadata_schema.fbs, identifier M001). `content` and
 * `processUnit` lead to unions: their type, then the table.
 */
const MODEL_METADATA = { name: 0, subgraphs: 3 } as const;
const SUBGRAPH_METADATA = { inputs: 2, outputs: 3 } as const;
const TENSOR_METADATA = { name: 0, content: 3, processUnits: 4 } as const;
const CONTENT = { type: 0, properties: 1 } as const;
const IMAGE_PROPERTIES = { colorSpace: 0 } as const;
const PROCESS_UNIT = { type: 0, options: 1 } as const;
const NORMALIZATION_OPTIONS = { mean: 0, std: 1 } as const;

/** Types in the `ContentProperties` and `ProcessUnitOptions` unions, and a `ColorSpaceType`. */
const CONTENT_TYPE = { feature: 1, image: 2 } as const;
const PROCESS_UNIT_TYPE = { normalization: 1 } as const;
const COLOR_SPACE = { rgb: 1 } as const;

/** What a task library must know to feed a model of one RGB picture and to name what it gives. */
export interface PictureModelMetadata {
  readonly name: string;
  /** The model's input is (pixel − mean) / std, for pixels of 0..255. */
  readonly normalization: { readonly mean: number; readonly std: number };
  /** names of the outputs, in the graph's order */
  readonly outputNames: readonly string[];
}

/** The model with the metadata attached, without which MediaPipe's tasks refuse it. */
export function addPictureModelMetadata(model: Uint8Array, metadata: PictureModelMetadata): Uint8Array {
  const extension = new TfliteModelExtension(model);
  extension.addMetadata(METADATA_NAME, encodeMetadata(metadata));
  return extension.toBytes();
}

/** The metadata as a FlatBuffer: one graph, one RGB input with its normalization, the named outputs. */
function encodeMetadata({ name, normalization, outputNames }: PictureModelMetadata): Uint8Array {
  const builder = new Builder();
  const inputs = offsetVector(builder, [writePictureInput(builder, normalization)]);
  const outputs = offsetVector(
    builder,
    outputNames.map((outputName) => writeFeatureOutput(builder, outputName)),
  );
  builder.startObject(SUBGRAPH_METADATA.outputs + 1);
  builder.addFieldOffset(SUBGRAPH_METADATA.inputs, inputs, 0);
  builder.addFieldOffset(SUBGRAPH_METADATA.outputs, outputs, 0);
  const subgraphs = offsetVector(builder, [builder.endObject()]);

  const nameString = builder.createString(name);
  builder.startObject(MODEL_METADATA.subgraphs + 1);
  builder.addFieldOffset(MODEL_METADATA.name, nameString, 0);
  builder.addFieldOffset(MODEL_METADATA.subgraphs, subgraphs, 0);
  builder.finish(builder.endObject(), METADATA_IDENTIFIER);
  return builder.asUint8Array();
}

function writePictureInput(builder: Builder, { mean, std }: PictureModelMetadata['normalization']): number {
  const name = builder.createString('image');

  builder.startObject(IMAGE_PROPERTIES.colorSpace + 1);
  builder.addFieldInt8(IMAGE_PROPERTIES.colorSpace, COLOR_SPACE.rgb, 0);
  const content = writeContent(builder, CONTENT_TYPE.image, builder.endObject());

  const means = float32Vector(builder, [mean]);
  const stds = float32Vector(builder, [std]);
  builder.startObject(NORMALIZATION_OPTIONS.std + 1);
  builder.addFieldOffset(NORMALIZATION_OPTIONS.mean, means, 0);
  builder.addFieldOffset(NORMALIZATION_OPTIONS.std, stds, 0);
  const options = builder.endObject();
  builder.startObject(PROCESS_UNIT.options + 1);
  builder.addFieldInt8(PROCESS_UNIT.type, PROCESS_UNIT_TYPE.normalization, 0);
  builder.addFieldOffset(PROCESS_UNIT.options, options, 0);
  const processUnits = offsetVector(builder, [builder.endObject()]);

  builder.startObject(TENSOR_METADATA.processUnits + 1);
  builder.addFieldOffset(TENSOR_METADATA.name, name, 0);
  builder.addFieldOffset(TENSOR_METADATA.content, content, 0);
  builder.addFieldOffset(TENSOR_METADATA.processUnits, processUnits, 0);
  return builder.endObject();
}

function writeFeatureOutput(builder: Builder, outputName: string): number {
  const name = builder.createString(outputName);
  builder.startObject(0);
  const content = writeContent(builder, CONTENT_TYPE.feature, builder.endObject());
  builder.startObject(TENSOR_METADATA.content + 1);
  builder.addFieldOffset(TENSOR_METADATA.name, name, 0);
  builder.addFieldOffset(TENSOR_METADATA.content, content, 0);
  return builder.endObject();
}

function writeContent(builder: Builder, type: number, properties: number): number {
  builder.startObject(CONTENT.properties + 1);
  builder.addFieldInt8(CONTENT.type, type, 0);
  builder.addFieldOffset(CONTENT.properties, properties, 0);
  return builder.endObject();
}
