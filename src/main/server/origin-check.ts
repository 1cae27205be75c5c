/** The names under which a page may have reached a server on loopback. */
const OWN_HOST_NAMES = ['127.0.0.1', 'localhost'];

/**
 * Whether a `Host` header names this server. Another name that merely resolves to 127.0.0.1 is DNS rebinding: a
 * foreign page that has made itself same-origin with us.
 */
export function isOwnHost(host: string | undefined, port: number | undefined): boolean {
  return OWN_HOST_NAMES.some((name) => host === `${name}:${port}`);
}

/** Whether an `Origin` header names a page that this server has served. */
export function isOwnOrigin(origin: string | undefined, port: number | undefined): boolean {
  return OWN_HOST_NAMES.some((name) => origin === `http://${name}:${port}`);
}
