import { randomInt } from "node:crypto";
import { createConnection } from "node:net";
import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, type Message, NO_FLAGS } from "../../dns/message.ts";
import { NOERROR, rcodeName } from "../../dns/message-rcode.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { TransferError } from "../published/transfer-error.ts";
import { transferSession } from "../tsig/transfer-session.ts";
import type { Nameserver } from "../verify/types.ts";
import type { TransferPatience } from "../world.ts";
import { describeSystemError } from "./dns-client-error.ts";

const AXFR = 252; // RFC 5936
const FRAME_HEAD = 2; // the length before each message (RFC 1035 §4.2.2)

/** Where a transfer ends that the server does not end. */
export interface TransferLimits extends TransferPatience {
  readonly records: number;
  /** What comes, and likewise what the records of it hold: compressed names (RFC 1035 §4.1.4) take little room. */
  readonly octets: number;
}

/** Room for any zone that somebody would want to have in YAML. */
const LIMITS: TransferLimits = { records: 1_000_000, octets: 1 << 28, quiet: 30_000, total: 600_000 };

/**
 * Asks a nameserver for a whole zone (AXFR, RFC 5936). The SOA that ends the transfer is left out. With a key the question is
 * signed, and so has to be the answer (RFC 8945).
 */
export function transferZone(
  zone: Name,
  { name, address, port }: Nameserver,
  given: Partial<TransferLimits> = {},
  key?: TsigKey,
): Promise<ZoneRecord[]> {
  const limits = { ...LIMITS, ...given };
  const what = `Cannot transfer ${printName(zone)} from ${name} (${address})`;
  const { promise, resolve, reject } = Promise.withResolvers<ZoneRecord[]>();
  const id = randomInt(0x10000);
  const session = key && transferSession(key, Date.now);
  const socket = createConnection({ host: address, port });
  const taken: Taken = { records: [], octets: 0 };
  const pending: Pending = { chunks: [], octets: 0 };
  let octets = 0;
  const fail = (reason: string) => {
    clearTimeout(deadline);
    socket.destroy();
    reject(new TransferError(what, reason));
  };
  const deadline = setTimeout(
    () => fail(`it does not end within ${limits.total / 1_000} seconds; ${INSTEAD}`),
    limits.total,
  );
  const question = () => {
    const query = encodeMessage(queryFor(zone, id));
    return session?.sign(query) ?? query;
  };
  socket.setTimeout(limits.quiet, () => fail(`nothing came for ${limits.quiet / 1_000} seconds`));
  socket.on("connect", () => socket.write(framed(question())));
  socket.on("error", (error) => fail(describeSystemError(error)));
  socket.on("close", () => fail("the server closed the connection before the end"));
  socket.on("data", (bytes: Buffer) => {
    octets += bytes.length;
    if (octets > limits.octets) return fail(tooLarge(`${limits.octets} octets`));
    pending.chunks.push(bytes);
    pending.octets += bytes.length;
    for (let message = nextFrame(pending); message !== undefined; message = nextFrame(pending)) {
      const fault = session?.take(message);
      if (fault !== undefined) return fail(fault);
      const outcome = take(message, id, zone, taken, limits);
      if (outcome === "more") continue;
      if (outcome !== "end") return fail(outcome);
      const last = session?.end();
      if (last !== undefined) return fail(last);
      clearTimeout(deadline);
      socket.destroy();
      return resolve(taken.records);
    }
  });
  return promise;
}

const INSTEAD = "take its zone file with --zone-file";

function tooLarge(most: string): string {
  return `it has more than ${most}, which is the most that is taken; ${INSTEAD}`;
}

/** What came so far. */
interface Taken {
  readonly records: ZoneRecord[];
  /** Of owners and data. */
  octets: number;
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

/** Adds a message's records. Gives "end" after the second SOA, or why it is given up. */
function take(bytes: Uint8Array, id: number, zone: Name, taken: Taken, limits: TransferLimits): string {
  const { records } = taken;
  const message = decodeMessage(bytes);
  if ("fault" in message) return `its answer cannot be read: ${message.fault}`;
  if (message.id !== id || !message.flags.qr) return "it answers another question";
  if (message.rcode !== NOERROR)
    return `it answers ${rcodeName(message.rcode)}; allow this machine to transfer`;
  for (const { owner, type, ttl, rdata } of message.answer) {
    const isSoa = type === SOA && keyOf(owner) === keyOf(zone);
    if (records.length === 0 && !isSoa) return "its answer does not begin with the SOA";
    if (isSoa && records.length > 0) return "end";
    if (records.length === limits.records) return tooLarge(`${limits.records} records`);
    taken.octets += owner.length + rdata.length;
    if (taken.octets > limits.octets) return tooLarge(`${limits.octets} octets`);
    records.push({ owner, type, ttl, rdata });
  }
  return message.answer.length === 0 ? "its answer has no record" : "more";
}

/** What came and was not read yet. */
interface Pending {
  chunks: Buffer[];
  octets: number;
}

/** The first whole message, which it takes away. Chunks are put together only where a message is whole. */
function nextFrame(pending: Pending): Uint8Array | undefined {
  if (pending.octets < FRAME_HEAD) return undefined;
  if (pending.chunks[0]!.length < FRAME_HEAD) pending.chunks = [Buffer.concat(pending.chunks)];
  const end = FRAME_HEAD + pending.chunks[0]!.readUInt16BE(0);
  if (pending.octets < end) return undefined;
  const whole = pending.chunks.length === 1 ? pending.chunks[0]! : Buffer.concat(pending.chunks);
  pending.chunks = [whole.subarray(end)];
  pending.octets -= end;
  return whole.subarray(FRAME_HEAD, end);
}

function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(FRAME_HEAD);
  head.writeUInt16BE(message.length);
  return Buffer.concat([head, message]);
}
