import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { assembleTrackerBundle } from '../../../tools/tracker-bundle/assemble-tracker-bundle.ts';
import { FlatBufferTable } from '../../../tools/tracker-bundle/flatbuffer-table.ts';
import { readInstalledFaceMesh } from '../../../tools/tracker-bundle/installed-face-mesh.ts';
import { packedAsset } from '../../../tools/tracker-bundle/packed-assets.ts';
import {
  BUFFER,
  METADATA,
  MODEL,
  SUBGRAPH,
  TENSOR,
  TFLITE_IDENTIFIER,
} from '../../../tools/tracker-bundle/tflite-schema.ts';

const FACE_MESH = await readInstalledFaceMesh();

function bundleFile(name: string): Uint8Array {
  const file = unzipSync(assembleTrackerBundle(FACE_MESH))[name];
  if (file === undefined) {
    throw new Error(`no ${name} in the bundle`);
  }
  return file;
}

describe('assembleTrackerBundle', () => {
  it('packs the detector, the landmark model and the geometry under the names the landmarker looks for', () => {
    const files = unzipSync(assembleTrackerBundle(FACE_MESH));

    expect(Object.keys(files)).toEqual([
      'face_detector.tflite',
      'face_landmarks_detector.tflite',
      'geometry_pipeline_metadata_landmarks.binarypb',
    ]);
  });

  it('gives the same bytes every time', () => {
    const [first, second] = [assembleTrackerBundle(FACE_MESH), assembleTrackerBundle(FACE_MESH)];

    expect(Buffer.compare(first, second)).toBe(0);
  });

  it.each([
    ['face_detector.tflite', { mean: [127.5], std: [127.5] }, ['boxes', 'scores']],
    ['face_landmarks_detector.tflite', { mean: [0], std: [255] }, ['landmarks', 'presence']],
  ])('describes the input and the outputs of %s', (name, normalization, outputNames) => {
    const metadata = readMetadata(bundleFile(name));

    expect(metadata).toEqual({
      contentType: 2,
      colorSpace: 1,
      processUnitType: 1,
      normalization,
      outputNames,
    });
  });

  it('gives the landmark model two outputs: 478 × 3 numbers and the face flag', () => {
    const graph = onlyGraph(bundleFile('face_landmarks_detector.tflite'));

    const tensors = graph.tableVector(SUBGRAPH.tensors);
    const outputs = graph.int32Vector(SUBGRAPH.outputs).map((index) => tensors[index]);
    expect(outputs.map((tensor) => tensor?.string(TENSOR.name))).toEqual(['landmarks', 'conv_faceflag']);
    expect(outputs.map((tensor) => tensor?.int32Vector(TENSOR.shape))).toEqual([
      [1, 1, 1, 1434],
      [1, 1, 1, 1],
    ]);
  });

  it('appends six operations to the landmark model and none to the detector', () => {
    const operations = (model: Uint8Array) => onlyGraph(model).tableVector(SUBGRAPH.operators).length;

    expect(operations(bundleFile('face_landmarks_detector.tflite'))).toBe(
      operations(original('face_landmark_with_attention.tflite')) + 6,
    );
    expect(operations(bundleFile('face_detector.tflite'))).toBe(
      operations(original('face_detection_short_range.tflite')),
    );
  });

  it('keeps every weight as it was, and all constants of the landmark model aligned to 16 bytes', () => {
    const model = bundleFile('face_landmarks_detector.tflite');

    const constants = constantsOf(model);
    const originals = constantsOf(original('face_landmark_with_attention.tflite'));
    expect(
      originals.every((constant, index) => Buffer.compare(constant, constants[index] ?? model) === 0),
    ).toBe(true);
    const misaligned = constants.filter(({ byteOffset }) => (byteOffset - model.byteOffset) % 16 !== 0);
    expect(misaligned).toEqual([]);
  });

  it('says what is wrong and what to do when a model is not the expected one', () => {
    const renamed = FACE_MESH.loaderScript.replace('face_landmark_with_attention', 'face_landmark_with_more');
    const swapped = FACE_MESH.loaderScript
      .replace('face_landmark_with_attention', 'other')
      .replace('face_landmark.tflite', 'face_landmark_with_attention.tflite');
    const zeros = new Uint8Array(FACE_MESH.packedAssets.length);

    expect(() => assembleTrackerBundle({ ...FACE_MESH, loaderScript: renamed })).toThrow(
      /@mediapipe\/face_mesh: The packed assets hold no face_landmark_with_attention\.tflite.*run npm ci/,
    );
    expect(() => assembleTrackerBundle({ ...FACE_MESH, loaderScript: swapped })).toThrow(
      /Expected an output output_mesh_identity of shape \[1, 1, 1, 1404\], but the model has no such output/,
    );
    expect(() => assembleTrackerBundle({ ...FACE_MESH, packedAssets: zeros })).toThrow(
      /Expected a TFL3 FlatBuffer/,
    );
  });
});

function original(name: string): Uint8Array {
  return packedAsset(FACE_MESH.loaderScript, FACE_MESH.packedAssets, name);
}

function onlyGraph(model: Uint8Array): FlatBufferTable {
  return present(FlatBufferTable.root(model, TFLITE_IDENTIFIER).tableVector(MODEL.subgraphs)[0]);
}

function constantsOf(model: Uint8Array): readonly Uint8Array[] {
  return FlatBufferTable.root(model, TFLITE_IDENTIFIER)
    .tableVector(MODEL.buffers)
    .map((buffer) => buffer.bytes(BUFFER.data) ?? new Uint8Array(model.buffer, model.byteOffset, 0));
}

/** Reads TFLITE_METADATA by the field ids of metadata_schema.fbs, written out here a second time. */
function readMetadata(model: Uint8Array) {
  const root = FlatBufferTable.root(model, TFLITE_IDENTIFIER);
  const entry = root
    .tableVector(MODEL.metadata)
    .find((table) => table.string(METADATA.name) === 'TFLITE_METADATA');
  const buffer = root.tableVector(MODEL.buffers)[present(entry).int32(METADATA.buffer)];
  const graph = FlatBufferTable.root(present(buffer?.bytes(BUFFER.data)), 'M001').tableVector(3)[0];
  const input = present(graph?.tableVector(2)[0]);
  const processUnit = present(input.tableVector(4)[0]);
  return {
    contentType: input.table(3)?.uint8(0),
    colorSpace: input.table(3)?.table(1)?.uint8(0),
    processUnitType: processUnit.uint8(0),
    normalization: {
      mean: processUnit.table(1)?.float32Vector(0),
      std: processUnit.table(1)?.float32Vector(1),
    },
    outputNames: graph?.tableVector(3).map((output) => output.string(0)),
  };
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) {
    throw new Error('an expected part of the model is missing');
  }
  return value;
}
