// Module worker of the browser test: runs one FaceLandmarker over the pictures that it is sent.
import { FaceLandmarker } from '/vision_bundle.mjs';

const landmarker = await FaceLandmarker.createFromOptions(
  {
    wasmLoaderPath: new URL('/tracker/wasm/vision_wasm_module_internal.js', location.href).href,
    wasmBinaryPath: new URL('/tracker/wasm/vision_wasm_module_internal.wasm', location.href).href,
  },
  {
    baseOptions: {
      modelAssetPath: new URL(new URL(location.href).searchParams.get('bundle'), location.href).href,
      delegate: 'CPU',
    },
    canvas: new OffscreenCanvas(1, 1),
    runningMode: 'IMAGE',
    numFaces: 1,
    outputFaceBlendshapes: false,
    outputFacialTransformationMatrixes: true,
  },
);

addEventListener('message', ({ data: picture }) => {
  const { faceLandmarks, facialTransformationMatrixes } = landmarker.detect(picture);
  postMessage({
    landmarksPixels: (faceLandmarks[0] ?? []).map(({ x, y, z }) => [
      x * picture.width,
      y * picture.height,
      z * picture.width,
    ]),
    headMatrix: facialTransformationMatrixes[0]?.data ?? [],
  });
  picture.close();
});
postMessage('ready');
