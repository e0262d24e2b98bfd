import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { setTimeout as pause } from "node:timers/promises";
import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, NO_FLAGS } from "../../dns/message.ts";
import { NOERROR, rcodeName } from "../../dns/message-rcode.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Notified, NotifyOrder } from "../world.ts";
import { signRequest, tsigError } from "./sign-tsig.ts";
import { type TsigKey, tsigKeyNamed } from "./tsig-keys.ts";

const NOTIFY = 4; // the opcode (RFC 1996)
const AT_ONCE = 50; // packets on their way: what any receive buffer has room for
const TRIES = 2;
const WAIT = 1_500; // milliseconds, after each time that it is sent

/**
 * Sends NOTIFY for zones to one place, signed with its key. Without the key nothing is sent: a secondary takes NOTIFY from its
 * primaries' addresses alone, or by the key. The answer is not verified, for nothing depends on it. A place that answers none
 * of the first zones is not told of the others.
 *
 * @param keys what `ZONEPIPE_TSIG_KEYS` says
 */
export async function sendNotify(
  { place, key: keyName, zones }: NotifyOrder,
  keys: string | undefined,
): Promise<Notified[]> {
  const key = keyName === undefined ? NO_KEY : tsigKeyNamed(keyName, keys);
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
  const take = (packet: Buffer, from: { readonly address: string; readonly port: number }) => {
    if (from.port !== port) return;
    const reply = decodeMessage(packet);
    if ("fault" in reply || !reply.flags.qr || reply.opcode !== NOTIFY) return;
    const index = (reply.id - first + 0x10000) % 0x10000;
    const [question] = reply.question;
    if (!open.has(index) || (question !== undefined && keyOf(question.name) !== keyOf(zones[index]!))) return;
    outcomes[index] = outcomeOf(reply.rcode, tsigError(reply.additional));
    open.delete(index);
    if (open.size === 0) done.resolve();
  };
  socket.on("message", take);
  try {
    for (let tried = 0; tried < TRIES && open.size > 0; tried++) {
      for (const index of open) {
        const packet = packetOf(zones[index]!, (first + index) % 0x10000);
        socket.send(signRequest(packet, key, Math.floor(Date.now() / 1_000)), port, address, () => {});
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

function outcomeOf(rcode: number, error: string | undefined): Notified {
  if (rcode === NOERROR && error === undefined) return { kind: "taken" };
  return {
    kind: "refused",
    rcode: error === undefined ? rcodeName(rcode) : `${rcodeName(rcode)} (${error})`,
  };
}

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
