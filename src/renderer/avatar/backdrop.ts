import type { AvatarLook } from '../../shared/core/avatar/avatar-look.ts';

/** What is behind the head: the background of the element that holds the avatar's canvas. */
export class Backdrop {
  readonly #element: HTMLElement;
  #picture: Uint8Array | undefined;
  #address: string | undefined;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /**
   * Shows a background; where there is none, whatever is behind the element.
   * @param picture an encoded picture file, for the background `picture`
   */
  show(
    { background, backgroundColor }: Pick<AvatarLook, 'background' | 'backgroundColor'>,
    picture: Uint8Array | undefined,
  ): void {
    const { style } = this.#element;
    style.backgroundColor = background === 'color' ? backgroundColor : '';
    this.#keep(background === 'picture' ? picture : undefined);
    style.backgroundImage = this.#address === undefined ? '' : `url("${this.#address}")`;
    style.backgroundSize = 'cover';
    style.backgroundPosition = 'center';
  }

  dispose(): void {
    this.#keep(undefined);
  }

  #keep(picture: Uint8Array | undefined): void {
    if (picture === this.#picture) {
      return;
    }
    if (this.#address !== undefined) {
      URL.revokeObjectURL(this.#address);
    }
    this.#picture = picture;
    this.#address = picture && URL.createObjectURL(new Blob([new Uint8Array(picture)]));
  }
}
