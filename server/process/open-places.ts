import type { Address, Endpoint } from "../address/address.ts";
import type { Libc } from "../transport/libc.ts";
import type { Place } from "../transport/listener.ts";
import { cannotListen } from "../transport/listener.ts";
import { closeSockets, openTcp, openUdp } from "../transport/open-socket.ts";

/** Sockets for all endpoints. */
export interface OpenPlaces {
  /** For each thread that answers over UDP, a socket for each address. */
  readonly udp: readonly (readonly Place[])[];
  readonly tcp: readonly Place[];
}

/** Opens the sockets of all endpoints. Throws with the address and the reason where one cannot be used. */
export function openPlaces(libc: Libc, endpoints: readonly Endpoint[], udpThreads: number): OpenPlaces {
  const udp: Place[][] = Array.from({ length: udpThreads }, () => []);
  const tcp: Place[] = [];
  for (const endpoint of endpoints) {
    const opened = openEndpoint(libc, endpoint, udpThreads);
    for (const [thread, place] of opened.udp.entries()) udp[thread]!.push(place);
    tcp.push(...opened.tcp);
  }
  return { udp, tcp };
}

const MAX_TRIES = 20;

function openEndpoint(
  libc: Libc,
  { host, port, transport, isProxied = false }: Endpoint,
  udpThreads: number,
): { readonly udp: readonly Place[]; readonly tcp: readonly Place[] } {
  const place = (socket: { descriptor: number; port: number }): Place => ({ host, ...socket, isProxied });
  for (let tries = 1; ; tries++) {
    const udp =
      transport === "tcp"
        ? []
        : named({ host, port }, () => openUdp(libc, { host, port }, udpThreads).map(place));
    if (transport === "udp") return { udp, tcp: [] };
    const same = { host, port: udp[0]?.port ?? port };
    try {
      return { udp, tcp: [named(same, () => place(openTcp(libc, same)))] };
    } catch (error) {
      closeSockets(libc, udp as readonly Required<Place>[]); // they have been opened
      // A port that is free for UDP may be taken for TCP; where any will do, another may not be.
      if (transport !== "both" || port !== 0 || tries === MAX_TRIES) throw error;
    }
  }
}

function named<Result>(address: Address, open: () => Result): Result {
  try {
    return open();
  } catch (error) {
    throw cannotListen(address, error);
  }
}
