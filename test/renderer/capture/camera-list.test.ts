import { describe, expect, it } from 'vitest';
import { findCamera, listCameras } from '../../../src/renderer/capture/camera-list.ts';

const device = (deviceId: string, label: string, kind = 'videoinput') => ({ deviceId, label, kind });

describe('listCameras', () => {
  it('numbers cameras of the same name', () => {
    const cameras = listCameras([
      device('a', 'HD Webcam (046d:082d)'),
      device('m', 'Microphone', 'audioinput'),
      device('b', 'HD Webcam (046d:082d)'),
      device('c', 'HD Webcam (2)'),
    ]);

    expect(cameras).toEqual([
      { id: 'a', label: 'HD Webcam' },
      { id: 'b', label: 'HD Webcam (2)' },
      { id: 'c', label: 'HD Webcam (2) (2)' },
    ]);
  });

  it('names cameras whose names are still hidden', () => {
    expect(listCameras([device('', ''), device('', '')]).map(({ label }) => label)).toEqual([
      'Camera',
      'Camera (2)',
    ]);
  });
});

describe('findCamera', () => {
  const cameras = listCameras([device('a', 'Front'), device('b', 'Back')]);

  it('goes by the id first', () => {
    expect(findCamera(cameras, { id: 'b', label: 'Front' })?.id).toBe('b');
  });

  it('goes by the label when the id is new', () => {
    expect(findCamera(cameras, { id: 'old', label: 'Front' })?.id).toBe('a');
  });

  it('finds nothing for an unknown or nameless one', () => {
    expect(findCamera(cameras, { id: 'x', label: 'y' })).toBeUndefined();
    expect(findCamera([{ id: '', label: '' }], { id: '', label: '' })).toBeUndefined();
  });
});
