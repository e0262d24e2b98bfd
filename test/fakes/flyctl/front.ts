import { decodeMessage, encodeMessage, type Message } from "../../../dns/message.ts";
import { decode } from "../../../dns/records/index.ts";
import type { Transport } from "../../../src/verify/types.ts";
import { typeOf } from "../../zone-text.ts";
import type { Ailment } from "./ailment.ts";
import { askOnce, listenAt, type Place } from "./places.ts";

/** The one way to the server of a machine, on which its ailments lie. */
export interface Front {
  /** Where the machine's own self-check asks. In no output of flyctl. */
  readonly port: number;
  /** Asks the server behind it. */
  readonly ask: (query: Uint8Array, transport: Transport) => Promise<Uint8Array | undefined>;
  /** A program on the machine itself may ask as long as `during` lasts; anybody else never. */
  readonly admit: <Value>(during: () => Promise<Value>) => Promise<Value>;
  /** The server behind it has been started. */
  readonly restart: () => void;
  readonly close: () => Promise<void>;
}

/** What stands behind a front. */
export interface Behind {
  /** The server's port; undefined while there is none. */
  readonly port: () => number | undefined;
  readonly ailments: () => readonly Ailment["kind"][];
  /** Somebody came by the door of the machine who had no business there. */
  readonly onIntruder: () => void;
}

/** Opens the front of a machine. */
export async function openFront({ port, ailments, onIntruder }: Behind): Promise<Front> {
  let admitted = 0;
  let asked = 0;
  const ask: Front["ask"] = async (query, transport) => {
    const server = port();
    const suffers = ailments();
    asked += 1;
    if (suffers.includes("slow") && asked <= SLOW_QUERIES) return undefined;
    if (server === undefined || suffers.includes("unhealthy")) return undefined;
    if (transport === "udp" && suffers.includes("udp-dead")) return undefined;
    const reply = await askOnce(server, query, transport);
    return reply !== undefined && suffers.includes("wrong-serial") ? withSerialBefore(reply) : reply;
  };
  const place: Place = await listenAt("127.0.0.1", (query, transport) => {
    if (admitted === 0) onIntruder();
    return ask(query, transport);
  });
  return {
    port: place.port,
    ask,
    async admit(during) {
      admitted += 1;
      try {
        return await during();
      } finally {
        admitted -= 1;
      }
    },
    restart: () => {
      asked = 0;
    },
    close: place.close,
  };
}

const SLOW_QUERIES = 6;

const SOA = typeOf("SOA");

/** The reply with the serial before in its SOA records. */
function withSerialBefore(packet: Uint8Array): Uint8Array {
  const reply = decodeMessage(packet);
  if ("fault" in reply) return packet;
  const older = (records: Message["answer"]) =>
    records.map((record) => (record.type === SOA ? { ...record, rdata: decreased(record.rdata) } : record));
  return encodeMessage({ ...reply, answer: older(reply.answer), authority: older(reply.authority) });
}

/** The serial is the first of the five numbers at the end of a SOA (RFC 1035 §3.3.13). */
function decreased(rdata: Message["answer"][number]["rdata"]): typeof rdata {
  const soa = decode(SOA, rdata);
  if (soa.type !== "SOA") return rdata;
  const bytes = Buffer.from(rdata, "latin1");
  bytes.writeUInt32BE((soa.serial - 1) >>> 0, bytes.length - 20);
  return bytes.toString("latin1") as typeof rdata; // as many octets as before
}
