import { withLandmarkOutput } from './attention-mesh-outputs.ts';
import { packedAsset } from './packed-assets.ts';
import { storedZip } from './stored-zip.ts';
import { addPictureModelMetadata } from './tflite-metadata.ts';

/** What the npm package @mediapipe/face_mesh holds its models in. */
export interface FaceMeshPackage {
  /** text of `face_mesh_solution_packed_assets_loader.js` */
  readonly loaderScript: string;
  /** bytes of `face_mesh_solution_packed_assets.data` */
  readonly packedAssets: Uint8Array;
}

/** Pixels of 0..255 to −1..1, as the detector was trained, and to 0..1, as the landmark model was. */
const DETECTOR_NORMALIZATION = { mean: 127.5, std: 127.5 } as const;
const LANDMARK_NORMALIZATION = { mean: 0, std: 255 } as const;

const GEOMETRY = 'geometry_pipeline_metadata_landmarks.binarypb';

/**
 * Builds a bundle (.task) for MediaPipe's FaceLandmarker out of the models that @mediapipe/face_mesh ships for the
 * older face mesh solution: the detector with its metadata, the attention mesh with the landmarks as its output,
 * and the canonical face for the head matrix. There is no blendshape model inside: the landmarker must be created
 * with `outputFaceBlendshapes: false`.
 *
 * A pure function: same package, same bytes.
 * @throws Error when the package is laid out differently from what is expected here.
 */
export function assembleTrackerBundle({ loaderScript, packedAssets }: FaceMeshPackage): Uint8Array {
  return fromFaceMesh(() => {
    const attentionMesh = packedAsset(loaderScript, packedAssets, 'face_landmark_with_attention.tflite');
    return storedZip([
      {
        name: 'face_detector.tflite',
        content: faceDetector({ loaderScript, packedAssets }),
      },
      {
        name: 'face_landmarks_detector.tflite',
        content: addPictureModelMetadata(withLandmarkOutput(attentionMesh), {
          name: 'Attention mesh with 478 landmarks',
          normalization: LANDMARK_NORMALIZATION,
          outputNames: ['landmarks', 'presence'],
        }),
      },
      { name: GEOMETRY, content: packedAsset(loaderScript, packedAssets, GEOMETRY) },
    ]);
  });
}

/**
 * The model (.tflite) for MediaPipe's FaceDetector from the same package: where faces are, without landmarks.
 * @throws Error when the package is laid out differently from what is expected here.
 */
export function extractFaceDetector(faceMesh: FaceMeshPackage): Uint8Array {
  return fromFaceMesh(() => faceDetector(faceMesh));
}

function faceDetector({ loaderScript, packedAssets }: FaceMeshPackage): Uint8Array {
  const model = packedAsset(loaderScript, packedAssets, 'face_detection_short_range.tflite');
  return addPictureModelMetadata(model, {
    name: 'Short range face detection',
    normalization: DETECTOR_NORMALIZATION,
    outputNames: ['boxes', 'scores'],
  });
}

function fromFaceMesh(extract: () => Uint8Array): Uint8Array {
  try {
    return extract();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `Cannot assemble the face tracker's models from @mediapipe/face_mesh: ${reason} ` +
        'The package must be exactly the version that package-lock.json names: run npm ci.',
      { cause },
    );
  }
}
