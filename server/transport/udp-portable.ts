import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns";
import type { Address } from "../address/address.ts";
import { isIpv6 } from "../address/ip-version.ts";
import { type Counters, makeCounters, RECEIVED_IPV6 } from "../answer/counters.ts";
import { MAX_UDP_PAYLOAD } from "../answer/limits.ts";
import type { Respond } from "../answer/respond.ts";
import { type Client, writeAddress } from "../query/client.ts";
import type { Listener } from "./listener.ts";

/**
 * Answers over UDP with node:dgram, on every system that has Node. Rejects when the address cannot be used; a later
 * error of the socket goes to `onError`.
 */
export function listenUdp(
  address: Address,
  respond: Respond,
  onError: (error: Error) => void,
  counters: Counters = makeCounters(1)[0]!,
): Promise<Listener> {
  let isBound = false;
  // Clients are addresses already; asking the resolver's machinery for each answer costs more than the answer.
  const lookUp = (host: string, family: number, done: LookupDone): void => {
    if (isBound) done(null, host, family);
    else lookup(host, family, done);
  };
  const socket = createSocket({
    ...(isIpv6(address.host) ? { type: "udp6", ipv6Only: true } : { type: "udp4" }),
    lookup: lookUp as typeof lookup, // a socket calls it in this one way
  });
  const out = new Uint8Array(MAX_UDP_PAYLOAD);
  let sender = "";
  let port = 0;
  const client: Client = { address: (into, at) => writeAddress(sender, into, at), port: () => port };
  socket.on("message", (packet, from) => {
    sender = from.address;
    port = from.port;
    if (from.family === "IPv6") counters[RECEIVED_IPV6]! += 1;
    const length = respond(packet, packet.length, out, MAX_UDP_PAYLOAD, client);
    if (length > 0) send(socket, out, length, from.port, from.address);
  });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ address: address.host, port: address.port }, () => {
      isBound = true;
      socket.off("error", reject);
      socket.on("error", onError);
      resolve({
        address: { host: address.host, port: socket.address().port },
        close: () => new Promise((closed) => void socket.close(() => closed())),
      });
    });
  });
}

type LookupDone = (error: Error | null, address: string, family: number) => void;

/** Answers waiting to be sent, in octets. Beyond that the network is slower than we are, and answers are dropped. */
const MAX_UNSENT = 1 << 20;

function send(socket: Socket, out: Uint8Array, length: number, port: number, host: string): void {
  if (port === 0 || socket.getSendQueueSize() > MAX_UNSENT) return;
  // Sending may be put off, and `out` is used for the next answer: this one needs its own copy.
  socket.send(Buffer.from(out.subarray(0, length)), port, host, ignoreUnreachable);
}

/** That a client is gone is no fault of ours; without a callback the socket would emit an error. */
function ignoreUnreachable(): void {}
