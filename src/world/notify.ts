import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { setTimeout as pause } from "node:timers/promises";
import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, NO_FLAGS } from "../../dns/message.ts";
import { NOERROR, rcodeName } from "../../dns/message-rcode.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { appendSignature, signatureRoom } from "../../dns/tsig/append.ts";
import { answerFault, describeFault } from "../../dns/tsig/check-answer.ts";
import { parseTsigKey, type TsigKey } from "../../dns/tsig/key.ts";
import { TSIG_KEYS, writtenKeys } from "../../dns/tsig/variables.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Notified, NotifyOrder } from "../world.ts";

const NOTIFY = 4; // the opcode (RFC 1996)
const AT_ONCE = 50; // packets on their way: what any receive buffer has room for
const TRIES = 2;
const WAIT = 1_500; // milliseconds, after each time that it is sent

/**
 * Sends NOTIFY for zones to one place, signed with its key. Without the key nothing is sent: a secondary takes NOTIFY from its
 * primaries' addresses alone, or by the key. An answer counts as taken with its right signature alone (RFC 8945 §5.4). A place
 * that answers none of the first zones is not told of the others.
 *
 * @param environment its variables `ZONEPIPE_TSIG_KEYS` and `ZONEPIPE_TSIG_KEYS_…` have the keys
 */
export async function sendNotify(
  { place, key: keyName, zones }: NotifyOrder,
  environment: { readonly [name: string]: string | undefined },
): Promise<Notified[]> {
  const key = keyName === undefined ? NO_KEY : findKey(keyName, environment);
  if ("fault" in key) return zones.map(() => ({ kind: "not-sent", reason: key.fault }));
  const socket = createSocket(place.address.includes(":") ? "udp6" : "udp4");
  socket.on("error", () => {}); // a closed port is silence
  const outcomes: Notified[] = [];
  try {
    for (let at = 0; at < zones.length; at += AT_ONCE) {
      const isDead = at > 0 && outcomes.every(({ kind }) => kind === "no-answer");
      const some = zones.slice(at, at + AT_ONCE).map(({ zone }) => zone);
      if (isDead) outcomes.push(...some.map((): Notified => ({ kind: "no-answer" })));
      else outcomes.push(...(await notifySome(socket, place, key, some)));
    }
  } finally {
    socket.close();
  }
  return outcomes;
}

/** The key of a name; or why there is none, as a clause, which never has a part of a secret. */
function findKey(
  name: Name,
  environment: { readonly [name: string]: string | undefined },
): TsigKey | { readonly fault: string } {
  const written = writtenKeys(environment);
  if (written.length === 0) return { fault: `${TSIG_KEYS} is not set here` };
  const faults: string[] = [];
  for (const { text, place } of written) {
    const key = parseTsigKey(text);
    if ("fault" in key) faults.push(`${place} ${key.fault}`);
    else if (key.name === keyOf(name)) return key;
  }
  return { fault: faults[0] ?? `${TSIG_KEYS} has no key of this name here` };
}

const NO_KEY = { fault: "it has no key in _config.yaml" };

/** Tells of some zones at once. */
async function notifySome(
  socket: Socket,
  { address, port }: NotifyOrder["place"],
  key: TsigKey,
  zones: readonly Name[],
): Promise<Notified[]> {
  const outcomes: Notified[] = zones.map(() => ({ kind: "no-answer" }));
  const first = randomInt(0x10000);
  const open = new Set(zones.keys());
  const done = Promise.withResolvers<void>();
  const macs = new Map<number, Uint8Array>();
  // Signed once, so that an answer to either time that it is sent is verified by the same MAC.
  const packets = zones.map((zone, index) => {
    const plain = packetOf(zone, (first + index) % 0x10000);
    const octets = new Uint8Array(plain.length + signatureRoom(key));
    octets.set(plain);
    const { length, mac } = appendSignature(key, octets, plain.length, now());
    macs.set(index, mac);
    return octets.subarray(0, length);
  });
  const take = (packet: Buffer, from: { readonly address: string; readonly port: number }) => {
    if (from.port !== port) return;
    const reply = decodeMessage(packet);
    if ("fault" in reply || !reply.flags.qr || reply.opcode !== NOTIFY) return;
    const index = (reply.id - first + 0x10000) % 0x10000;
    const [question] = reply.question;
    if (!open.has(index) || (question !== undefined && keyOf(question.name) !== keyOf(zones[index]!))) return;
    const prior = macs.get(index)!;
    const fault = answerFault(packet, key, now(), { prior });
    const why = fault === undefined ? "" : ` (${describeFault(fault)})`;
    const isTaken = reply.rcode === NOERROR && fault === undefined;
    outcomes[index] = isTaken
      ? { kind: "taken" }
      : { kind: "refused", rcode: `${rcodeName(reply.rcode)}${why}` };
    // Anybody may have sent it where it is not signed; what it refuses by itself is told at once all the same.
    if (reply.rcode === NOERROR && fault !== undefined) return;
    open.delete(index);
    if (open.size === 0) done.resolve();
  };
  socket.on("message", take);
  try {
    for (let tried = 0; tried < TRIES && open.size > 0; tried++) {
      for (const index of open) {
        socket.send(packets[index]!, port, address, () => {});
      }
      const timer = new AbortController();
      await Promise.race([done.promise, pause(WAIT, undefined, { signal: timer.signal })]).finally(() =>
        timer.abort(),
      );
    }
  } finally {
    socket.off("message", take);
  }
  return outcomes;
}

/** Seconds since 1970. */
const now = () => Math.floor(Date.now() / 1_000);

/** The zone has changed; what its serial is, the secondary asks (RFC 1996 §3.7 leaves the answer section to us). */
function packetOf(zone: Name, id: number): Uint8Array {
  return encodeMessage({
    id,
    opcode: NOTIFY,
    rcode: NOERROR,
    flags: { ...NO_FLAGS, aa: true },
    question: [{ name: zone, type: SOA, class: CLASS_IN }],
    answer: [],
    authority: [],
    additional: [],
  });
}
