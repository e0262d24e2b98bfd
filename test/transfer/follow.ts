import { createSocket } from "node:dgram";
import { decodeMessage } from "../../dns/message.ts";
import { recordTypeOf } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { queryOf } from "../serve-text.ts";

/**
 * Tells a secondary again and again that its zone has changed (NOTIFY, RFC 1996), and asks for its serial, until that is
 * the one that is waited for.
 */
export function untilSerial(port: number, zone: string, serial: number): Promise<void> {
  const query = queryOf(`${zone} SOA`);
  const notify = Buffer.from(query);
  notify[2] = 0x24; // NOTIFY with AA
  return untilShown(port, serial, [notify, query]);
}

/** Asks a secondary for its serial, and tells it nothing, until that is the one that is waited for. */
export function untilToldSerial(port: number, zone: string, serial: number): Promise<void> {
  return untilShown(port, serial, [queryOf(`${zone} SOA`)]);
}

async function untilShown(port: number, serial: number, packets: readonly Buffer[]): Promise<void> {
  const socket = createSocket("udp4");
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on("message", (octets) => {
    if (serialIn(octets) === serial) resolve();
  });
  socket.on("error", () => {}); // nobody may listen there yet
  const ask = () => {
    for (const packet of packets) socket.send(packet, port, "127.0.0.1");
  };
  ask();
  const timer = setInterval(ask, 100);
  try {
    await promise;
  } finally {
    clearInterval(timer);
    socket.close();
  }
}

function serialIn(octets: Buffer): number | undefined {
  const message = decodeMessage(octets);
  if ("fault" in message || (octets[2]! & 0x78) !== 0) return undefined;
  const soa = message.answer.find(({ type }) => type === SOA);
  return soa === undefined ? undefined : (recordTypeOf(SOA)!.read(soa.rdata).serial as number); // as the table says
}
