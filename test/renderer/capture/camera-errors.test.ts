import { describe, expect, it } from 'vitest';
import { cameraError } from '../../../src/renderer/capture/camera-errors.ts';

describe('cameraError', () => {
  it.each([
    ['NotAllowedError', 'camera/denied'],
    ['SecurityError', 'camera/denied'],
    ['NotFoundError', 'camera/missing'],
    ['OverconstrainedError', 'camera/missing'],
    ['NotReadableError', 'camera/busy'],
    ['AbortError', 'camera/busy'],
    ['TypeError', 'camera/failed'],
  ])('takes %s for %s', (name, code) => {
    const thrown = new DOMException('said so', name);

    expect(cameraError(thrown)).toMatchObject({ code, cause: thrown });
  });

  it('has a word for what is no error at all', () => {
    expect(cameraError('odd')).toMatchObject({
      code: 'camera/failed',
      message: expect.stringContaining('odd'),
    });
  });
});
