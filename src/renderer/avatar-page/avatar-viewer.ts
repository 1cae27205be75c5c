import {
  type AvatarLook,
  type AvatarSetup,
  DEFAULT_AVATAR_LOOK,
} from '../../shared/core/avatar/avatar-look.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { AvatarView } from '../avatar/avatar-view.ts';
import type { Backdrop } from '../avatar/backdrop.ts';
import type { PackHead } from '../avatar/forge-head.ts';
import type { PersonalHead } from '../avatar/personal-head.ts';
import type { LinkState } from '../backend/backend-connection.ts';

type ShownView = Pick<AvatarView, 'setUp' | 'update' | 'setHead'>;

type LoadHead = (identity: Uint8Array | undefined, pack: PackHead | undefined) => Promise<PersonalHead>;

const NO_BACKGROUND: Pick<AvatarLook, 'background' | 'backgroundColor'> = {
  background: 'transparent',
  backgroundColor: '',
};

/** The avatar as the window shows it, but by default before nothing. Viewers get frames, not what the camera saw. */
export class AvatarViewer {
  readonly #view: ShownView;
  readonly #backdrop: Pick<Backdrop, 'show'>;
  readonly #loadHead: LoadHead;
  #identity: Uint8Array | undefined;
  #pack: PackHead | undefined;
  #look: AvatarLook = DEFAULT_AVATAR_LOOK;
  #picture: Uint8Array | undefined;
  /** Counts the heads asked for: one that comes late is not shown. */
  #wanted = 0;

  /** @param loadHead makes the head of a `.furrow` file, of nobody in particular without one, or that of a face pack. */
  constructor(view: ShownView, backdrop: Pick<Backdrop, 'show'>, loadHead: LoadHead) {
    this.#view = view;
    this.#backdrop = backdrop;
    this.#loadHead = loadHead;
  }

  /** Shows the head of another person. */
  async setIdentity(identity: Uint8Array | undefined): Promise<void> {
    this.#identity = identity;
    if (this.#pack === undefined) {
      await this.#showHead();
    }
  }

  /** Shows the head of a face pack, or the person's again. */
  async setPack(pack: PackHead | undefined): Promise<void> {
    const isNews = pack !== undefined || this.#pack !== undefined;
    this.#pack = pack;
    if (isNews) {
      await this.#showHead();
    }
  }

  async #showHead(): Promise<void> {
    this.#wanted += 1;
    const wanted = this.#wanted;
    try {
      const head = await this.#loadHead(this.#identity, this.#pack);
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
