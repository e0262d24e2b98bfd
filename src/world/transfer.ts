import { randomInt } from "node:crypto";
import { createConnection } from "node:net";
import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, type Message, NO_FLAGS } from "../../dns/message.ts";
import { NOERROR, rcodeName } from "../../dns/message-rcode.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { WorldError } from "../files/world-error.ts";
import type { Nameserver } from "../verify/types.ts";
import { describeSystemError } from "./dns-client-error.ts";

const AXFR = 252; // RFC 5936
const QUIET = 30_000; // milliseconds without an octet after which a transfer is given up
const FRAME_HEAD = 2; // the length before each message (RFC 1035 §4.2.2)
const MOST_OCTETS = 1 << 30;

/** Asks a nameserver for a whole zone (AXFR, RFC 5936). The SOA that ends the transfer is left out. */
export function transferZone(zone: Name, { name, address, port }: Nameserver): Promise<ZoneRecord[]> {
  const what = `Cannot transfer ${printName(zone)} from ${name} (${address})`;
  const { promise, resolve, reject } = Promise.withResolvers<ZoneRecord[]>();
  const id = randomInt(0x10000);
  const socket = createConnection({ host: address, port });
  const records: ZoneRecord[] = [];
  const chunks: Buffer[] = [];
  let octets = 0;
  const fail = (reason: string) => {
    socket.destroy();
    reject(new WorldError(`${what}: ${reason}`));
  };
  socket.setTimeout(QUIET, () => fail(`nothing came for ${QUIET / 1_000} seconds`));
  socket.on("connect", () => socket.write(framed(encodeMessage(queryFor(zone, id)))));
  socket.on("error", (error) => fail(describeSystemError(error)));
  socket.on("close", () => fail("the server closed the connection before the end"));
  socket.on("data", (bytes: Buffer) => {
    octets += bytes.length;
    if (octets > MOST_OCTETS) return fail(`it is larger than ${MOST_OCTETS} octets`);
    chunks.push(bytes);
    for (let message = nextFrame(chunks); message !== undefined; message = nextFrame(chunks)) {
      const outcome = take(message, id, zone, records);
      if (outcome === "more") continue;
      if (outcome !== "end") return fail(outcome);
      socket.destroy();
      return resolve(records);
    }
  });
  return promise;
}

function queryFor(name: Name, id: number): Message {
  return {
    id,
    opcode: 0,
    rcode: 0,
    flags: NO_FLAGS,
    question: [{ name, type: AXFR, class: CLASS_IN }],
    answer: [],
    authority: [],
    additional: [],
  };
}

/** Adds a message's records. Gives "end" after the second SOA, or why this is no transfer. */
function take(bytes: Uint8Array, id: number, zone: Name, records: ZoneRecord[]): string {
  const message = decodeMessage(bytes);
  if ("fault" in message) return `its answer cannot be read: ${message.fault}`;
  if (message.id !== id || !message.flags.qr) return "it answers another question";
  if (message.rcode !== NOERROR)
    return `it answers ${rcodeName(message.rcode)}; allow this machine to transfer`;
  for (const { owner, type, ttl, rdata } of message.answer) {
    const isSoa = type === SOA && keyOf(owner) === keyOf(zone);
    if (records.length === 0 && !isSoa) return "its answer does not begin with the SOA";
    if (isSoa && records.length > 0) return "end";
    records.push({ owner, type, ttl, rdata });
  }
  return message.answer.length === 0 ? "its answer has no record" : "more";
}

/** The first whole message among the chunks, which it takes away. */
function nextFrame(chunks: Buffer[]): Uint8Array | undefined {
  const [first] = chunks;
  if (first === undefined) return undefined;
  const whole = chunks.length === 1 ? first : Buffer.concat(chunks);
  chunks.splice(0, chunks.length, whole);
  if (whole.length < FRAME_HEAD) return undefined;
  const end = FRAME_HEAD + whole.readUInt16BE(0);
  if (whole.length < end) return undefined;
  chunks.splice(0, 1, whole.subarray(end));
  return whole.subarray(FRAME_HEAD, end);
}

function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(FRAME_HEAD);
  head.writeUInt16BE(message.length);
  return Buffer.concat([head, message]);
}
