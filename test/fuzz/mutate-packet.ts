import type { Random } from "../differential/random.ts";
import {
  COUNTS,
  endOfName,
  endOfQuestion,
  HEADER_LENGTH,
  insert,
  optAt,
  type Packet,
  remove,
  setU16,
  u16,
} from "./packet.ts";

/**
 * Damages a query where it hurts: counts, flags, labels and their lengths, pointers, type and class, the OPT record
 * and its options, the end. `other` is another query, to be cut into this one.
 */
export function mutatePacket(packet: Packet, other: Packet, random: Random): void {
  random.weighted(MUTATIONS)(packet, random, other);
}

type Mutation = (packet: Packet, random: Random, other: Packet) => void;

const MUTATIONS: readonly (readonly [weight: number, mutation: Mutation])[] = [
  [3, changeCount],
  [2, flipHeaderBit],
  [4, changeLabelLength],
  [4, insertPointer],
  [3, flipCase],
  [3, changeNameOctet],
  [1, insertLabel],
  [1, fillName],
  [2, changeTypeOrClass],
  [3, changeOpt],
  [2, changeOptionLength],
  [2, addRecord],
  [3, cut],
  [2, appendGarbage],
  [2, splice],
  [2, removePart],
  [3, flipBits],
];

const LENGTHS = [0, 1, 2, 62, 63, 64, 0x7f, 0x80, 0xbf, 0xc0, 0xff];
const NUMBERS = [
  0, 1, 2, 3, 11, 12, 41, 127, 128, 255, 256, 511, 512, 0x3fff, 0x7fff, 0x8000, 0xc00c, 0xffff,
];

function changeCount(packet: Packet, random: Random): void {
  setU16(packet, random.pick(COUNTS), random.pick(NUMBERS));
}

function flipHeaderBit({ octets }: Packet, random: Random): void {
  octets[2 + random.below(2)]! ^= 1 << random.below(8);
}

function changeLabelLength(packet: Packet, random: Random): void {
  const at = randomLabel(packet, random);
  const { octets } = packet;
  octets[at] = random.chance(0.4) ? octets[at]! + random.pick([-1, 1]) : random.pick(LENGTHS);
}

/** A pointer where a label stands, to its own place, to another label, to the header or to where nothing is. */
function insertPointer(packet: Packet, random: Random): void {
  const at = randomLabel(packet, random);
  const target = random.pick([
    at,
    at + 1,
    at + 2,
    HEADER_LENGTH,
    0,
    randomLabel(packet, random),
    packet.length,
    0x3fff,
  ]);
  if (random.chance(0.5)) insert(packet, at, [0, 0]);
  setU16(packet, at, 0xc000 | (target & 0x3fff));
}

function flipCase(packet: Packet, random: Random): void {
  const end = endOfName(packet, HEADER_LENGTH);
  for (let at = HEADER_LENGTH; at < end; at++) if (random.chance(0.5)) packet.octets[at]! ^= 0x20;
}

function changeNameOctet(packet: Packet, random: Random): void {
  const end = endOfName(packet, HEADER_LENGTH);
  packet.octets[HEADER_LENGTH + random.below(Math.max(1, end - HEADER_LENGTH))] = random.below(256);
}

function insertLabel(packet: Packet, random: Random): void {
  const length = random.pick([1, 1, 2, 30, 63]);
  insert(packet, randomLabel(packet, random), [length, ...Array.from({ length }, () => random.below(256))]);
}

/** Labels until the name is as long as a name can be, or one octet longer: 127 of them, or four long ones. */
function fillName(packet: Packet, random: Random): void {
  const length = random.pick([1, 1, 63, 40]);
  const limit = random.pick([254, 255, 255, 256]);
  for (;;) {
    const room = limit - (endOfName(packet, HEADER_LENGTH) - HEADER_LENGTH);
    if (room < 2 || packet.length > 1000) return;
    const label = Math.min(length, room - 1);
    insert(packet, HEADER_LENGTH, [label, ...Array.from({ length: label }, () => 0x61)]);
  }
}

function changeTypeOrClass(packet: Packet, random: Random): void {
  const at = endOfQuestion(packet) - random.pick([4, 2]);
  setU16(packet, at, random.chance(0.5) ? random.pick(NUMBERS) : random.below(0x10000));
}

/** The OPT record, where there is one: changed in one octet, or there twice. Otherwise there is one after all. */
function changeOpt(packet: Packet, random: Random): void {
  const at = optAt(packet);
  if (at < 0) {
    const size = random.pick(NUMBERS);
    insert(packet, packet.length, [0, 0, 41, size >>> 8, size & 0xff, 0, 0, random.pick([0, 0x80]), 0, 0, 0]);
    setU16(packet, 10, u16(packet.octets, 10) + random.pick([0, 1]));
  } else if (random.chance(0.2)) {
    insert(packet, packet.length, packet.octets.slice(at, packet.length));
    setU16(packet, 10, 2);
  } else {
    packet.octets[at + random.below(11)] = random.chance(0.5) ? random.below(256) : random.pick(LENGTHS);
  }
}

function changeOptionLength(packet: Packet, random: Random): void {
  const at = optAt(packet);
  if (at >= 0 && at + 15 <= packet.length) setU16(packet, at + 13, random.pick(NUMBERS));
}

/** A SOA, as IXFR brings it, a signature (TSIG, SIG(0)) or any other record, in any section. */
function addRecord(packet: Packet, random: Random): void {
  const type = random.pick([6, 6, 250, 24, 41, 1, random.below(0x10000)]);
  const rdata = Array.from({ length: random.pick([0, 1, 4, 22, 60]) }, () => random.below(256));
  const owner = random.pick([[0], [0xc0, 0x0c], [1, 0x61, 0], [0xc0, 0xff]]);
  const at = random.chance(0.7) ? endOfQuestion(packet) : packet.length;
  insert(packet, at, [...owner, type >>> 8, type & 0xff, 0, 1, 0, 0, 0, 0, 0, rdata.length, ...rdata]);
  const count = random.pick([6, 8, 8, 10]);
  setU16(packet, count, u16(packet.octets, count) + 1);
}

function cut(packet: Packet, random: Random): void {
  packet.length = random.below(packet.length + 1);
}

function appendGarbage(packet: Packet, random: Random): void {
  const length = random.pick([1, 2, 11, 12, 100, 600]);
  insert(
    packet,
    packet.length,
    Array.from({ length }, () => random.below(256)),
  );
}

function splice(packet: Packet, random: Random, other: Packet): void {
  const at = random.below(packet.length + 1);
  const from = random.chance(0.5) ? Math.min(at, other.length) : random.below(other.length + 1);
  packet.length = at;
  insert(packet, at, other.octets.subarray(from, other.length));
}

function removePart(packet: Packet, random: Random): void {
  remove(packet, random.below(packet.length + 1), random.pick([1, 1, 2, 4, 12]));
}

function flipBits({ octets, length }: Packet, random: Random): void {
  for (let times = random.pick([1, 1, 2, 8]); times > 0; times--) {
    octets[random.below(Math.max(1, length))]! ^= 1 << random.below(8);
  }
}

/** Where a label of the first question begins. */
function randomLabel(packet: Packet, random: Random): number {
  const end = endOfName(packet, HEADER_LENGTH);
  let at = HEADER_LENGTH;
  while (random.chance(0.7)) {
    const next = at + 1 + (packet.octets[at]! & 0x3f);
    if (next >= end) break;
    at = next;
  }
  return at;
}
