/**
 * Says why nothing reaches a receiver and what to do about it, from the code of a failed look-up, bind or send.
 *
 * @param code Node's error code, e.g. `ENETUNREACH`
 */
export function describeSendFailure(code: string, host: string, port: number): string {
  switch (code) {
    case 'ENOTFOUND':
      return `No machine called "${host}" was found. Check the name, or enter the receiver's address (like 192.168.1.20).`;
    case 'EAI_AGAIN':
      return `The name "${host}" could not be looked up just now. Check the network, or enter the receiver's address (like 192.168.1.20).`;
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return `There is no way from this machine to ${host}. Check that both are on the same network and that the address is right.`;
    case 'EACCES':
    case 'EPERM':
      return `The system does not let Furrow send to ${host}:${port}. Enter the address of one machine rather than of a whole network, and check the firewall.`;
    default:
      return `Sending to ${host}:${port} failed (${code}). Check the target's host and port.`;
  }
}
