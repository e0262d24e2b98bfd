import { createSocket } from "node:dgram";
import { connect } from "node:net";
import type { Message } from "../../dns/message.ts";
import type { Address } from "../address/address.ts";
import { isIpv6 } from "../address/ip-version.ts";
import { type Random, type ResolverQuery, readReply } from "./resolver-query.ts";

/** What came of sending a query to a resolver. */
export type Exchanged =
  | { readonly kind: "reply"; readonly message: Message }
  /** Something came that is no reply to it, be it by mistake or made by somebody else. */
  | { readonly kind: "wrong"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

/** Sends a query to a resolver and waits so many milliseconds. It never rejects. */
export type Exchange = (address: Address, query: ResolverQuery, patience: number) => Promise<Exchanged>;

/** Over UDP, from a socket of its own at a random port (RFC 5452 §9.2) that hears nobody but this resolver. */
export function udpExchange(random: Random): Exchange {
  return async ({ host, port }, query, patience) => {
    const { promise, resolve } = Promise.withResolvers<Exchanged>();
    const socket = createSocket({ type: isIpv6(host) ? "udp6" : "udp4" });
    const timer = setTimeout(resolve, patience, SILENT);
    let isBound = false;
    socket.on("message", (octets) => resolve(judge(octets, query)));
    socket.on("error", (error) => {
      // The port is taken: then the system chooses one, which it does at random, too.
      if (isBound) return resolve({ kind: "failed", reason: error.message });
      isBound = true;
      socket.bind(0);
    });
    socket.on("listening", () => {
      isBound = true;
      socket.connect(port, host);
    });
    socket.on("connect", () => {
      socket.send(query.octets, (error) => error && resolve({ kind: "failed", reason: error.message }));
    });
    socket.bind(LOWEST_PORT + random(0x10000 - LOWEST_PORT));
    const exchanged = await promise;
    clearTimeout(timer);
    socket.close();
    return exchanged;
  };
}

/** Over TCP (RFC 7766), on a connection of its own. */
export const exchangeTcp: Exchange = async ({ host, port }, query, patience) => {
  const { promise, resolve } = Promise.withResolvers<Exchanged>();
  const socket = connect({ host, port, noDelay: true });
  const timer = setTimeout(resolve, patience, SILENT);
  let input: Buffer = Buffer.alloc(0);
  socket.on("connect", () => {
    const { octets } = query;
    socket.write(Buffer.from([octets.length >>> 8, octets.length & 0xff, ...octets]));
  });
  socket.on("data", (data: Buffer) => {
    input = Buffer.concat([input, data]);
    if (input.length >= 2 && input.length >= 2 + input.readUInt16BE(0)) {
      resolve(judge(input.subarray(2, 2 + input.readUInt16BE(0)), query));
    }
  });
  socket.on("error", (error) => resolve({ kind: "failed", reason: error.message }));
  socket.on("close", () => resolve({ kind: "failed", reason: "the connection was closed" }));
  const exchanged = await promise;
  clearTimeout(timer);
  socket.destroy();
  return exchanged;
};

const LOWEST_PORT = 1024;
const SILENT: Exchanged = { kind: "failed", reason: "timeout" };

function judge(octets: Uint8Array, query: ResolverQuery): Exchanged {
  const message = readReply(octets, query);
  return "fault" in message ? { kind: "wrong", reason: message.fault } : { kind: "reply", message };
}
