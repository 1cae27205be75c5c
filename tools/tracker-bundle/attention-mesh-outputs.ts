import type { Builder } from 'flatbuffers';
import { IRIS_DEPTH_POINTS, IRIS_POINTS, MESH_POINTS, REFINED_REGIONS } from './face-mesh-refinement.ts';
import { type GraphTensor, TfliteModelExtension } from './tflite-model-extension.ts';
import { AXIS_OPTIONS, BUILTIN_OPERATOR, BUILTIN_OPTIONS, REDUCER_OPTIONS } from './tflite-schema.ts';

const LANDMARKS = MESH_POINTS + IRIS_DEPTH_POINTS.length * IRIS_POINTS;

/** All tensors here are rows `[1, 1, 1, length]`: the numbers run along the last axis. */
const ROW_AXIS = 3;

/**
 * Gives the attention mesh model the outputs that MediaPipe's face landmarker reads, by six operations at the
 * end of its graph:
 *
 *     iris depth (twice)  GATHER z of an eye's rim from the mesh, MEAN
 *     everything known    CONCATENATION of mesh, lips, eyes, irises and the two iris depths
 *     landmarks           GATHER of 478 × 3 numbers out of that
 *
 * The originals compute the same in a step after the model (LandmarksRefinementCalculator), which the face
 * landmarker does not have: its official model gives the 478 points at once.
 *
 * @param model `face_landmark_with_attention.tflite`: seven outputs
 * @returns the model with two outputs: landmarks `[1, 1, 1, 478 * 3]` (x, y, z in input pixels) and the face flag
 *   `[1, 1, 1, 1]` (before the sigmoid)
 * @throws Error when the model's outputs are not the seven expected.
 */
export function withLandmarkOutput(model: Uint8Array): Uint8Array {
  const graph = new TfliteModelExtension(model);
  const mesh = graph.output('output_mesh_identity', row(3 * MESH_POINTS));
  const regions = REFINED_REGIONS.map(({ output, points }) => graph.output(output, row(2 * points.length)));
  const faceFlag = graph.output('conv_faceflag', row(1));

  const irisDepths = IRIS_DEPTH_POINTS.map((points, iris) => {
    const depths = gather(graph, `iris_${iris}_rim_depths`, mesh, points.map(meshDepth));
    return mean(graph, `iris_${iris}_depth`, depths);
  });
  const known = concatenate(graph, 'mesh_and_refinements', [mesh, ...regions, ...irisDepths]);
  const landmarks = gather(graph, 'landmarks', known, landmarkSelection());

  graph.replaceOutputs([landmarks, faceFlag]);
  return graph.toBytes();
}

/**
 * For each of the 478 × 3 numbers of the landmarks, where it stands in the row of everything known: the mesh
 * (x, y, z of each point), x and y of each refined point, the two iris depths.
 */
export function landmarkSelection(): readonly number[] {
  const selection = Array.from({ length: 3 * LANDMARKS }, (_, index) => index);
  let source = 3 * MESH_POINTS;
  for (const point of REFINED_REGIONS.flatMap(({ points }) => points)) {
    selection[3 * point] = source;
    selection[3 * point + 1] = source + 1;
    source += 2;
  }
  for (let point = MESH_POINTS; point < LANDMARKS; point += 1) {
    const iris = Math.floor((point - MESH_POINTS) / IRIS_POINTS);
    selection[meshDepth(point)] = source + iris;
  }
  return selection;
}

function meshDepth(point: number): number {
  return 3 * point + 2;
}

function row(length: number): readonly number[] {
  return [1, 1, 1, length];
}

function gather(
  graph: TfliteModelExtension,
  name: string,
  source: GraphTensor,
  indices: readonly number[],
): GraphTensor {
  const output = graph.addTensor(name, row(indices.length));
  graph.addOperation({
    operator: BUILTIN_OPERATOR.gather,
    inputs: [source, graph.addConstant(`${name}_indices`, indices)],
    outputs: [output],
    optionsType: BUILTIN_OPTIONS.gather,
    writeOptions: writeAxisOptions,
  });
  return output;
}

function mean(graph: TfliteModelExtension, name: string, source: GraphTensor): GraphTensor {
  const output = graph.addTensor(name, row(1));
  graph.addOperation({
    operator: BUILTIN_OPERATOR.mean,
    inputs: [source, graph.addConstant(`${name}_axis`, [ROW_AXIS])],
    outputs: [output],
    optionsType: BUILTIN_OPTIONS.reducer,
    writeOptions: (builder) => {
      builder.startObject(REDUCER_OPTIONS.keepDimensions + 1);
      builder.addFieldInt8(REDUCER_OPTIONS.keepDimensions, 1, 0);
      return builder.endObject();
    },
  });
  return output;
}

function concatenate(
  graph: TfliteModelExtension,
  name: string,
  sources: readonly GraphTensor[],
): GraphTensor {
  const length = sources.reduce((total, { shape }) => total + (shape[ROW_AXIS] ?? 0), 0);
  const output = graph.addTensor(name, row(length));
  graph.addOperation({
    operator: BUILTIN_OPERATOR.concatenation,
    inputs: sources,
    outputs: [output],
    optionsType: BUILTIN_OPTIONS.concatenation,
    writeOptions: writeAxisOptions,
  });
  return output;
}

/** ConcatenationOptions and GatherOptions are alike: the axis, and a rest that stays at its defaults. */
function writeAxisOptions(builder: Builder): number {
  builder.startObject(AXIS_OPTIONS.axis + 1);
  builder.addFieldInt32(AXIS_OPTIONS.axis, ROW_AXIS, 0);
  return builder.endObject();
}
