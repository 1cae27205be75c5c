import type { Camera } from '../state/app-state.ts';

/** What is needed of a MediaDeviceInfo. */
export interface VideoDevice {
  readonly kind: string;
  readonly deviceId: string;
  readonly label: string;
}

/** A camera that is meant, by what is known of it: its id, its name, or both; empty where unknown. */
export interface CameraWish {
  readonly id: string;
  readonly label: string;
}

/**
 * The cameras among a browser's devices, in its order. Equal names are told apart by a number; cameras whose names
 * are hidden until the permission is given are called "Camera".
 */
export function listCameras(devices: readonly VideoDevice[]): Camera[] {
  const taken = new Set<string>();
  return devices
    .filter((device) => device.kind === 'videoinput')
    .map((device) => {
      const label = numberedName(plainName(device.label), taken);
      taken.add(label);
      return { id: device.deviceId, label };
    });
}

/** Chromium appends the USB vendor and product numbers, "Webcam (046d:082d)", which tell a person nothing. */
function plainName(label: string): string {
  return label.replace(/ \([0-9a-f]{4}:[0-9a-f]{4}\)$/i, '') || 'Camera';
}

function numberedName(name: string, taken: ReadonlySet<string>): string {
  let label = name;
  for (let number = 2; taken.has(label); number++) {
    label = `${name} (${number})`;
  }
  return label;
}

/**
 * The camera meant: the id when it is still known (ids change when site data is
 * cleared), else the label, which survives re-plugging; undefined when it is not connected.
 */
export function findCamera(cameras: readonly Camera[], { id, label }: CameraWish): Camera | undefined {
  return (
    cameras.find((camera) => id !== '' && camera.id === id) ??
    cameras.find((camera) => label !== '' && camera.label === label)
  );
}
