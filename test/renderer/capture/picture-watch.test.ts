import { describe, expect, it } from 'vitest';
import { PictureWatch } from '../../../src/renderer/capture/picture-watch.ts';

describe('PictureWatch', () => {
  it('calls a picture black after two dark seconds', () => {
    const watch = new PictureWatch();
    for (let time = 0; time <= 2000; time += 50) {
      watch.frameArrived(time, () => 12);
    }

    expect(watch.isBlack(1900)).toBe(false);
    expect(watch.isBlack(2000)).toBe(true);
  });

  it('is content as soon as something can be seen', () => {
    const watch = new PictureWatch();
    watch.frameArrived(0, () => 0);
    watch.frameArrived(3000, () => 90);

    expect(watch.isBlack(3000)).toBe(false);
  });

  it('looks at a picture four times a second and no more', () => {
    const watch = new PictureWatch();
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
    const watch = new PictureWatch();
    const check = (times: number) => {
      for (let i = 0; i < times; i++) {
        watch.check();
      }
    };

    check(3);
    expect([watch.isQuiet, watch.isStalled]).toEqual([true, false]);
    check(6);
    expect(watch.isStalled).toBe(true);
    watch.frameArrived(0, () => 255);
    expect([watch.isQuiet, watch.isStalled]).toEqual([false, false]);
  });
});
