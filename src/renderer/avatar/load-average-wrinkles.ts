import { readBasisPrior } from '../../shared/core/detail/basis/basis-prior.ts';
import type { WrinkleBasis } from '../../shared/core/detail/basis/wrinkle-basis.ts';

/** Where the average person's wrinkles are served. */
const PATH = '/models/open/wrinkle-basis.safetensors';

/**
 * Loads the average person's wrinkles, in a page or a worker. A head without is smooth and still a head: where the file is
 * missing or damaged, that is said in the console and undefined returned.
 * @param origin where the page is served.
 */
export async function loadAverageWrinkles(origin: string): Promise<WrinkleBasis | undefined> {
  try {
    const response = await fetch(origin + PATH);
    if (!response.ok) {
      throw new TypeError(`${PATH} is not served`);
    }
    return readBasisPrior(new Uint8Array(await response.arrayBuffer())).average;
  } catch (thrown) {
    console.warn('The avatar has no wrinkles: the average person’s could not be loaded.', thrown);
    return undefined;
  }
}
