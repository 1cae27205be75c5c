import { describe, expect, it } from 'vitest';
import { PictureWatch } from '../../../src/renderer/capture/picture-watch.ts';

describe('PictureWatch', () => {
  it('calls a picture black after two dark seconds', () => {
    const watch = new PictureWatch(0);
    for (let time = 0; time <= 2000; time += 50) {
      watch.frameArrived(time, () => 12);
    }

    expect(watch.isBlack(1900)).toBe(false);
    expect(watch.isBlack(2000)).toBe(true);
  });

  it('is content as soon as something can be seen', () => {
    const watch = new PictureWatch(0);
    watch.frameArrived(0, () => 0);
    watch.frameArrived(3000, () => 90);

    expect(watch.isBlack(3000)).toBe(false);
  });

  it('looks at a picture four times a second and no more', () => {
    const watch = new PictureWatch(0);
    let looks = 0;
    for (let time = 0; time < 1000; time += 10) {
      watch.frameArrived(time, () => {
        looks += 1;
        return 255;
      });
    }

    expect(looks).toBe(4);
  });

  it('notices when no picture comes, from the start too', () => {
    const watch = new PictureWatch(100);

    expect(watch.isStalled(2099)).toBe(false);
    expect(watch.isStalled(2100)).toBe(true);
    watch.frameArrived(2200, () => 255);
    expect(watch.isStalled(2300)).toBe(false);
    expect(watch.silence(2300)).toBe(100);
  });
});
