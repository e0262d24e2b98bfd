import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { describeSystemError, errorCodeOf } from "./dns-client-error.ts";

/**
 * Why this machine has no route to the address, or undefined when it has one. Nothing is sent: connecting a UDP
 * socket only makes the system look for a way. Any other difficulty is not about routes and shows when asking.
 */
export function noRouteTo(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const finish = (error?: Error) => {
      socket.close();
      resolve(error && NO_ROUTE.has(errorCodeOf(error)) ? describeSystemError(error) : undefined);
    };
    socket.once("error", finish);
    socket.connect(ANY_PORT, address, finish);
  });
}

const ANY_PORT = 53;
const NO_ROUTE: ReadonlySet<string> = new Set([
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "EAFNOSUPPORT",
]);
