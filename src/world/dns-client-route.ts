import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { describeSystemError, errorCodeOf } from "./dns-client-error.ts";

/**
 * Why this machine has no route to the address, or undefined when it has one. Nothing is sent: connecting a UDP
 * socket only makes the system look for a way. Any other difficulty is not about routes and shows when asking.
 *
 * @param connect connects a UDP socket to the address
 */
export async function noRouteTo(address: string, connect = connectUdp): Promise<string | undefined> {
  try {
    await connect(address);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return NO_ROUTE.has(errorCodeOf(error)) ? describeSystemError(error) : undefined;
  }
}

const NO_ROUTE: ReadonlySet<string> = new Set([
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "EAFNOSUPPORT",
]);

const ANY_PORT = 53;

function connectUdp(address: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  socket.once("error", reject);
  // Node hands over the error here, against its types.
  socket.connect(ANY_PORT, address, (error?: Error) => (error ? reject(error) : resolve()));
  return promise.finally(() => socket.close());
}
