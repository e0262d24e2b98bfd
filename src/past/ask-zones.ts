import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, type Message, NO_FLAGS } from "../../dns/message.ts";
import { keyOf, type Name, parentOf } from "../../dns/name.ts";
import { isError, type Problem } from "../../dns/problem.ts";
import { DS } from "../../dns/records/ds.ts";
import { windowOf } from "../../dns/signing/window.ts";
import { policyIn } from "../dnssec/policy.ts";
import { servedSerial } from "../dnssec/served-serial.ts";
import { WorldError } from "../files/world-error.ts";
import { targetsOf } from "../lint/targets-of.ts";
import { writeZones } from "../published/write-zones.ts";
import { type RenderedZone, renderZone } from "../render/render-zone.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Question } from "../verify/types.ts";
import type { World } from "../world.ts";
import type { Sources } from "../zones/load.ts";
import { unreadIn } from "../zones/unread.ts";
import { readZones } from "../zones/validate.ts";
import { type Way, wayOf } from "./way.ts";
import { inWhole } from "./zone-content.ts";

/** What came of a question to the zones of some time. */
export type Asked =
  | {
      readonly kind: "answered";
      readonly reply: Message;
      /** Those that had a part in it, with the serials that they were served with. */
      readonly zones: readonly AskedZone[];
      readonly way: Way;
    }
  /** The name lies in none of the zones. */
  | { readonly kind: "outside"; readonly origins: readonly Name[] }
  /** Zones that the answer needs could not be read. */
  | { readonly kind: "unread"; readonly problems: readonly Problem[] };

/** A zone that was served for the question. */
export interface AskedZone {
  readonly zone: SourceZone;
  /** What it answered: of a zone that our nameservers sign that of the week. */
  readonly serial: number;
  /** Our nameservers sign it, so the signatures here are stand-ins. */
  readonly isSigned: boolean;
}

/** What a question to the zones of some time is answered with, beside the zones. */
export interface AskedTime {
  /** The serial of a zone's file. */
  readonly serialOf: (zone: SourceZone) => number;
  /** For the week of this time zones are signed that our nameservers sign. */
  readonly week: Date;
}

/**
 * Has the nameserver's own code answer a question from zones. Only those are read and rendered that the answer needs: the
 * zone of the name and, as long as the answer leaves them, the zones that it leads into.
 *
 * @param scratch a folder for zone files
 */
export async function askZones(
  sources: Sources,
  question: Question,
  { serialOf, week }: AskedTime,
  scratch: string,
  world: World,
): Promise<Asked> {
  const origins = new Set(sources.zones.map(({ origin }) => keyOf(origin)));
  const zoneOf = (name: Name) => originAbove(origins, name);
  const own = zoneOf(question.name);
  if (own === undefined) return { kind: "outside", origins: sources.zones.map(({ origin }) => origin) };
  const wanted = new Set([own]);
  // DS of an apex is the parent's to answer (RFC 4035 §3.1.4.1).
  if (question.type === DS.code && own === keyOf(question.name)) addZones(wanted, [parentOf(own)], zoneOf);
  for (;;) {
    const read = readZones(sources, (origin) => wanted.has(keyOf(origin)));
    const unread = unreadIn(read);
    if (unread.zones.size > 0) return { kind: "unread", problems: read.told().filter(isError) };
    const zones = read.zones.map(({ zone }) => zone);
    const way = await wayIn(zones, question.name, zoneOf);
    const onWay = way.steps.flatMap(({ name, records }) => [name, ...records.flatMap(targetsOf)]);
    if (addZones(wanted, onWay, zoneOf)) continue;
    const rendered = zones.map((zone) => renderZone(zone, serialOf(zone)));
    const reply = await serveOnce(rendered, week, question, scratch, world);
    const named = [...reply.answer, ...reply.authority].flatMap(targetsOf);
    if (addZones(wanted, named, zoneOf)) continue;
    const asked = zones.map((zone, index) => askedZone(zone, rendered[index]!.serial, week));
    return { kind: "answered", reply, zones: asked, way };
  }
}

function askedZone(zone: SourceZone, serial: number, week: Date): AskedZone {
  const policy = policyIn(zone);
  if (policy === undefined) return { zone, serial, isSigned: false };
  const served = servedSerial(serial, policy, windowOf(week.getTime() / 1_000));
  return { zone, serial: served, isSigned: true };
}

/** The longest of these origins at or above a name. */
function originAbove(origins: ReadonlySet<Name>, name: Name): Name | undefined {
  for (let at = keyOf(name); ; at = parentOf(at)) {
    if (origins.has(at)) return at;
    if (parentOf(at) === at) return undefined;
  }
}

/** Adds the zones of the names; tells whether any is new. */
function addZones(
  wanted: Set<Name>,
  names: readonly Name[],
  zoneOf: (name: Name) => Name | undefined,
): boolean {
  const before = wanted.size;
  for (const name of names) {
    const origin = zoneOf(name);
    if (origin !== undefined) wanted.add(origin);
  }
  return wanted.size > before;
}

/** The way of a name as far as these zones know it. */
function wayIn(
  zones: readonly SourceZone[],
  name: Name,
  zoneOf: (name: Name) => Name | undefined,
): Promise<Way> {
  const contents = new Map(zones.map((zone) => [keyOf(zone.origin), inWhole(zone)]));
  return wayOf(name, (at) => {
    const origin = zoneOf(at);
    const content = origin === undefined ? undefined : contents.get(origin);
    return Promise.resolve(
      content === undefined ? { kind: "outside" } : { kind: "zone", origin: origin!, content },
    );
  });
}

/** Serves the zones for one question. */
async function serveOnce(
  rendered: readonly RenderedZone[],
  week: Date,
  question: Question,
  scratch: string,
  world: World,
): Promise<Message> {
  await writeZones(rendered, scratch, world);
  const server = await world.startAnswering(scratch, week);
  try {
    return readReply(await server.ask(inFrame(encodeMessage(queryOf(question)))));
  } finally {
    await server.stop();
  }
}

const MAX_UDP_PAYLOAD = 1232; // what dig says; over a pipe nothing is cut

function queryOf({ name, type, dnssec = false }: Question): Message {
  return {
    id: 0,
    opcode: 0,
    rcode: 0,
    flags: NO_FLAGS,
    question: [{ name, type, class: CLASS_IN }],
    answer: [],
    authority: [],
    additional: [],
    edns: { version: 0, size: MAX_UDP_PAYLOAD, do: dnssec, options: [] },
  };
}

/** A message behind its length (RFC 1035 §4.2.2). */
function inFrame(message: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(2 + message.length);
  frame.writeUInt16BE(message.length);
  frame.set(message, 2);
  return frame;
}

function readReply(frames: Uint8Array): Message {
  const octets = Buffer.from(frames.buffer, frames.byteOffset, frames.byteLength);
  const length = octets.length < 2 ? 0 : octets.readUInt16BE();
  if (length === 0)
    throw new WorldError("Cannot ask the zones: the nameserver gives this question no answer");
  const reply = decodeMessage(octets.subarray(2, 2 + length));
  if ("fault" in reply) throw new WorldError(`Cannot read the nameserver's answer: ${reply.fault}`);
  return reply;
}
