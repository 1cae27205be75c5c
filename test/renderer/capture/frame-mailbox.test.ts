import { describe, expect, it } from 'vitest';
import { FrameMailbox } from '../../../src/renderer/capture/frame-mailbox.ts';

function picture() {
  return {
    isClosed: false,
    close() {
      this.isClosed = true;
    },
  };
}

describe('FrameMailbox', () => {
  it('keeps the newest frame, closes the older one and counts it', () => {
    const mailbox = new FrameMailbox<ReturnType<typeof picture>>();
    const [older, newer] = [picture(), picture()];

    mailbox.put({ picture: older, index: 0, time: 0, arrival: 1 });
    mailbox.put({ picture: newer, index: 1, time: 33, arrival: 34 });

    expect(mailbox.take()).toEqual({ picture: newer, index: 1, time: 33, arrival: 34 });
    expect(older.isClosed).toBe(true);
    expect(newer.isClosed).toBe(false);
    expect(mailbox.dropped).toBe(1);
    expect(mailbox.take()).toBeUndefined();
  });

  it('drops nothing that is taken in time', () => {
    const mailbox = new FrameMailbox<ReturnType<typeof picture>>();
    for (let index = 0; index < 5; index++) {
      mailbox.put({ picture: picture(), index, time: index, arrival: index });
      expect(mailbox.take()?.index).toBe(index);
    }

    expect(mailbox.dropped).toBe(0);
  });

  it('closes what is left when it is cleared', () => {
    const mailbox = new FrameMailbox<ReturnType<typeof picture>>();
    const left = picture();
    mailbox.put({ picture: left, index: 0, time: 0, arrival: 0 });

    mailbox.clear();

    expect(left.isClosed).toBe(true);
    expect(mailbox.take()).toBeUndefined();
  });
});
