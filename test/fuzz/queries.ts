import type { Random } from "../differential/random.ts";
import type { ZoneTexts } from "../serve-text.ts";
import { nameOf, zoneOf } from "../zone-text.ts";
import { mutatePacket } from "./mutate-packet.ts";
import { HEADER_LENGTH, makePacket, type Packet, setU16 } from "./packet.ts";

/** Names in wire form that are worth asking for: those of the zones, those in their data, and some of nobody's. */
export function namesOf(zones: ZoneTexts): readonly Uint8Array[] {
  const names = new Set<string>(
    ["", "version.bind.", "id.server.", "example.org."].map((text) => nameOf(text || ".")),
  );
  for (const [origin, text] of Object.entries(zones)) {
    names.add(nameOf(origin));
    for (const { owner } of zoneOf(origin, text).records) {
      names.add(owner);
      // The name's ancestors: empty non-terminals and closest enclosers.
      for (let at = 1 + owner.charCodeAt(0); at < owner.length; at += 1 + owner.charCodeAt(at)) {
        names.add(owner.slice(at) as typeof owner); // it begins with a label of the name
      }
    }
  }
  return Array.from(names, (name) => Buffer.from(name, "latin1"));
}

/** Writes a query for one of the names, or below one of them, damaged up to four times. */
export function damagedQuery(packet: Packet, names: readonly Uint8Array[], random: Random): void {
  writeQuery(packet, names, random);
  for (let times = random.weighted(DAMAGES); times > 0; times--) {
    writeQuery(other, names, random);
    mutatePacket(packet, other, random);
  }
}

/** How often a query is damaged: much damage gets nothing but FORMERR. */
const DAMAGES = [
  [4, 0],
  [6, 1],
  [2, 2],
  [1, 4],
] as const;

/** What is cut into a query. */
const other = makePacket();

/** Writes a query as a resolver sends it, for one of the names or for one below it. */
export function writeQuery(packet: Packet, names: readonly Uint8Array[], random: Random): void {
  const { octets } = packet;
  octets.fill(0, 0, HEADER_LENGTH);
  setU16(packet, 0, random.below(0x10000));
  octets[2] = random.weighted(OPCODES) << 3;
  if (random.chance(0.5)) octets[2]! |= RD;
  if (random.chance(0.2)) octets[3] = random.pick([AD, CD, AD | CD]);
  setU16(packet, 4, 1);
  let at = HEADER_LENGTH;
  const name = random.pick(names);
  for (let labels = random.weighted(EXTRA_LABELS); labels > 0; labels--) {
    const label = random.pick(LABELS);
    if (at - HEADER_LENGTH + 1 + label.length + name.length > MAX_NAME) break;
    octets[at] = label.length;
    for (let index = 0; index < label.length; index++) octets[at + 1 + index] = label.charCodeAt(index);
    at += 1 + label.length;
  }
  octets.set(name, at);
  at += name.length;
  setU16(packet, at, random.chance(0.9) ? random.pick(TYPES) : random.below(0x10000));
  setU16(packet, at + 2, random.weighted(CLASSES));
  packet.length = at + 4;
  if (random.chance(0.6)) writeOpt(packet, random);
  if (random.chance(0.05)) writeTsig(packet, random);
}

const RD = 0x01;
const AD = 0x20;
const CD = 0x10;
const MAX_NAME = 255;

const OPCODES = [
  [30, 0],
  [1, 4], // NOTIFY
  [1, 5], // UPDATE
  [1, 2],
] as const;

const EXTRA_LABELS = [
  [5, 0],
  [3, 1],
  [1, 2],
  [1, 120],
] as const;

const LABELS = ["a", "x", "www", "*", "WwW", "nothing", "\0", "\xff.", "l".repeat(63), "old", "ns1"];

const TYPES = [
  1, 1, 1, 28, 28, 15, 16, 2, 5, 6, 12, 33, 39, 43, 46, 47, 48, 50, 51, 64, 65, 0, 41, 249, 250, 251, 252,
  253, 254, 255, 256, 65280, 65281, 65535,
];

const CLASSES = [
  [30, 1],
  [2, 255],
  [2, 3],
  [1, 254],
  [1, 0],
] as const;

/** An OPT record (RFC 6891 §6.1.2), with options or without. */
function writeOpt(packet: Packet, random: Random): void {
  const at = packet.length;
  const { octets } = packet;
  octets[at] = 0;
  setU16(packet, at + 1, 41);
  setU16(packet, at + 3, random.pick([0, 511, 512, 513, 1220, 1232, 1233, 1400, 4096, 65535]));
  octets[at + 5] = 0;
  octets[at + 6] = random.chance(0.95) ? 0 : random.below(256);
  octets[at + 7] = random.chance(0.6) ? 0x80 : 0; // DO
  octets[at + 8] = 0;
  let end = at + 11;
  while (random.chance(0.35)) {
    const [code, lengths] = random.pick(OPTIONS);
    const length = random.pick(lengths);
    setU16(packet, end, code);
    setU16(packet, end + 2, length);
    for (let index = 0; index < length; index++) octets[end + 4 + index] = random.below(256);
    end += 4 + length;
  }
  setU16(packet, at + 9, end - at - 11);
  setU16(packet, 10, 1);
  packet.length = end;
}

/** Options and lengths that they come with: NSID, client subnet, expire, cookie, keepalive, padding, one of nobody's. */
const OPTIONS: readonly (readonly [code: number, lengths: readonly number[]])[] = [
  [3, [0, 0, 4]],
  [8, [4, 7, 8, 20]],
  [9, [0, 4]],
  [10, [8, 24, 16, 40, 7, 0, 41]],
  [11, [0, 2, 1]],
  [12, [0, 64, 128]],
  [65001, [0, 1, 200]],
];

/** A TSIG record (RFC 8945 §4.2) by some key, whose name is whole, or points to the question's or into itself. */
function writeTsig(packet: Packet, random: Random): void {
  const { octets } = packet;
  const key = random.pick(KEYS);
  octets.set(key, packet.length);
  const head = packet.length + key.length;
  setU16(packet, head, 250);
  setU16(packet, head + 2, 255);
  octets.fill(0, head + 4, head + 8);
  const algorithm = head + 10;
  octets.set(HMAC_SHA256, algorithm);
  const mac = algorithm + HMAC_SHA256.length + 8; // behind the times
  for (let at = mac - 8; at < mac; at++) octets[at] = random.below(256);
  const length = random.pick([0, 16, 32, 64]);
  setU16(packet, mac, length);
  for (let at = mac + 2; at < mac + 2 + length; at++) octets[at] = random.below(256);
  const end = mac + 2 + length + 6; // id, error, no other data
  octets.fill(0, end - 6, end);
  setU16(packet, head + 8, end - algorithm);
  setU16(packet, 10, ((octets[10]! << 8) | octets[11]!) + 1);
  packet.length = end;
}

const KEYS: readonly Uint8Array[] = [
  Buffer.from("\x03key\0"),
  Buffer.from("03 6b6579 c00c".replaceAll(" ", ""), "hex"),
  Buffer.from("c00c", "hex"),
  Buffer.from("01 61 c0ff".replaceAll(" ", ""), "hex"),
  Buffer.from("\0"),
];
const HMAC_SHA256 = Buffer.from("\x0bhmac-sha256\0");
