import type { HeadlessPage } from './headless-page.ts';

/** The page one captures with: opened when it is first needed, and another when that one has been lost. */
export class HeadlessPages implements AsyncDisposable {
  readonly #open: () => Promise<HeadlessPage>;
  #page: HeadlessPage | undefined;

  constructor(open: () => Promise<HeadlessPage>) {
    this.#open = open;
  }

  /** @throws AppError `capture/no-browser` */
  async page(): Promise<HeadlessPage> {
    if (this.#page?.isLost === true) {
      await this.#page[Symbol.asyncDispose]();
      this.#page = undefined;
    }
    this.#page ??= await this.#open();
    return this.#page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#page?.[Symbol.asyncDispose]();
  }
}
