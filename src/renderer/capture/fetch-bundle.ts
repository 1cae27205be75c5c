import { AppError } from '../../shared/contract/app-error.ts';

/**
 * The bytes of a tracker bundle.
 * @throws AppError `tracker/load-failed`
 */
export async function fetchBundle(address: URL, fetchFrom: typeof fetch): Promise<Uint8Array> {
  const response = await fetchFrom(address);
  if (!response.ok) {
    throw new AppError(
      'tracker/load-failed',
      `The face tracker’s model is not there (${response.status} for ${address.pathname}). Run "npm run build" again.`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}
