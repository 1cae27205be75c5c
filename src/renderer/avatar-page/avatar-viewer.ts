import {
  type AvatarLook,
  type AvatarSetup,
  DEFAULT_AVATAR_LOOK,
} from '../../shared/core/avatar/avatar-look.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { AvatarView } from '../avatar/avatar-view.ts';
import type { Backdrop } from '../avatar/backdrop.ts';
import type { PersonalHead } from '../avatar/personal-head.ts';
import type { LinkState } from '../backend/backend-connection.ts';

const NO_BACKGROUND: Pick<AvatarLook, 'background' | 'backgroundColor'> = {
  background: 'transparent',
  backgroundColor: '',
};

/** The avatar as the window shows it, but by default before nothing. Viewers get frames, not what the camera saw. */
export class AvatarViewer {
  readonly #view: Pick<AvatarView, 'setUp' | 'update' | 'setHead'>;
  readonly #backdrop: Pick<Backdrop, 'show'>;
  readonly #loadHead: (identity: Uint8Array | undefined) => Promise<PersonalHead>;
  #look: AvatarLook = DEFAULT_AVATAR_LOOK;
  #picture: Uint8Array | undefined;
  /** Counts the heads asked for: one that comes late is not shown. */
  #wanted = 0;

  /** @param loadHead makes the head of a `.furrow` file; of nobody in particular without one. */
  constructor(
    view: Pick<AvatarView, 'setUp' | 'update' | 'setHead'>,
    backdrop: Pick<Backdrop, 'show'>,
    loadHead: (identity: Uint8Array | undefined) => Promise<PersonalHead>,
  ) {
    this.#view = view;
    this.#backdrop = backdrop;
    this.#loadHead = loadHead;
  }

  /** Shows the head of another person. */
  async setIdentity(identity: Uint8Array | undefined): Promise<void> {
    this.#wanted += 1;
    const wanted = this.#wanted;
    try {
      const head = await this.#loadHead(identity);
      if (wanted === this.#wanted) {
        this.#view.setHead(head);
      }
    } catch (thrown) {
      console.warn('The head could not be loaded.', thrown);
    }
  }

  show(frame: FaceFrame): void {
    this.#view.update(frame, undefined);
  }

  setUp(setup: AvatarSetup): void {
    const { look } = setup;
    this.#look = look;
    // The tracked mesh is the camera's matter, which stays in the window.
    this.#view.setUp(look.display === 'mask' ? { ...setup, look: { ...look, display: 'clay' } } : setup);
    this.#showBackground();
  }

  setPicture(picture: Uint8Array | undefined): void {
    this.#picture = picture;
    this.#showBackground();
  }

  /** Says in the console why nothing is shown: the page itself stays clean. */
  connected(status: LinkState['status']): void {
    if (status === 'refused') {
      console.warn('Furrow does not accept this address any more. Copy the new one from its settings.');
    }
  }

  #showBackground(): void {
    this.#backdrop.show(this.#look.pageBackground ? this.#look : NO_BACKGROUND, this.#picture);
  }
}
