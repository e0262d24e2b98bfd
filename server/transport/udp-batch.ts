import { answer } from "../answer/answer.ts";
import { holdUses, releaseUses } from "../answer/asked.ts";
import {
  BATCHES,
  type Counters,
  KERNEL_DROPS,
  RECEIVED_IPV6,
  TIME_BUCKETS,
  TIME_SUM,
  TIMES,
  UNSENT,
} from "../answer/counters.ts";
import { MAX_UDP_PAYLOAD } from "../answer/limits.ts";
import type { LookAhead } from "../answer/look-ahead.ts";
import type { Respond } from "../answer/respond.ts";
import { arrival } from "../query/arrival.ts";
import type { Client } from "../query/client.ts";
import { readBefore } from "../query/question.ts";
import {
  address,
  BATCH,
  type Datagrams,
  forgetInterface,
  type Kind,
  makeDatagrams,
  receivedLength,
} from "./datagrams.ts";
import type { Libc } from "./libc.ts";
import { watchDrops } from "./socket-drops.ts";

/** A bound UDP socket, as a thread gets it. */
export interface UdpSocket extends Kind {
  readonly descriptor: number;
}

/** Who answers a batch. */
export interface BatchResponder {
  readonly respond: Respond;
  readonly lookAhead: LookAhead;
}

/**
 * Answers what comes over these sockets for as long as `attend` says so, in batches: recvmmsg(2), a responder for each
 * packet, sendmmsg(2). It keeps its thread and allocates nothing. `attend` is asked between two batches, and ten times
 * a second when nothing comes; much oftener as long as `isHurried` says that there will be orders. `responder` gives the one for the next batch, and nothing here keeps it any longer: it
 * has the tables. What has come until the end is still answered. Throws when a socket fails.
 */
export function answerBatches(
  libc: Libc,
  sockets: readonly UdpSocket[],
  counters: Counters,
  responder: () => BatchResponder,
  attend: () => boolean,
  isHurried: () => boolean = () => false,
): void {
  const loops = sockets.map((socket) => makeLoop(libc, socket, counters));
  const only = loops.length === 1 ? loops[0] : undefined;
  const { wait, hasSome } = makeWait(libc, sockets);
  while (attend()) {
    const hurried = isHurried();
    if (only === undefined) {
      if (wait(hurried ? SHORT_PATIENCE : PATIENCE))
        for (let index = 0; index < loops.length; index++)
          if (hasSome(index)) loops[index]!(responder(), MSG_DONTWAIT);
    } else if (!hurried) only(responder(), MSG_WAITFORONE);
    else if (!only(responder(), MSG_DONTWAIT)) wait(SHORT_PATIENCE);
  }
  for (const loop of loops) {
    for (let batches = 0; batches < LAST_BATCHES && loop(responder(), MSG_DONTWAIT); batches++);
  }
}

/** Looking ahead costs a little for each packet, which the first of them don't get back. */
const SOME = 3;
const MSG_DONTWAIT = 0x40n;
/** Waits for the first packet and takes what else is there. */
const MSG_WAITFORONE = 0x10000n;
/** Nothing came, or there was no room, for as long as the socket waits. */
const NOTHING_YET: readonly string[] = ["EAGAIN", "EINTR"];
/** At the end, more than these would be new questions and not those that have come: a socket holds fewer. */
const LAST_BATCHES = 256;

/** Answers one batch; false when nothing was there. */
type Loop = (responder: BatchResponder, flags: bigint) => boolean;

function makeLoop(libc: Libc, socket: UdpSocket, counters: Counters): Loop {
  const { descriptor, isIpv6, isEveryAddress } = socket;
  const datagrams = makeDatagrams(socket, libc.addressOf);
  const { recvmmsg } = libc.call;
  const socketWord = BigInt(descriptor);
  const { received, words, packets, rooms, clients } = datagrams;
  const lengths = new Int32Array(BATCH);
  let at = 0;
  let turn = 0;
  const newDrops = watchDrops(libc, descriptor);
  const client: Client = {
    address: isIpv6
      ? (into, to) => copyAddress(clients[at]!, 8, 16, into, to)
      : (into, to) => copyAddress(clients[at]!, 4, 4, into, to),
    port: () => (clients[at]![2]! << 8) | clients[at]![3]!, // sin_port and sin6_port stand at the same place
  };
  return ({ respond, lookAhead }, flags) => {
    const count = recvmmsg(socketWord, received, BATCH_WORD, flags, 0n);
    if (count < 0) {
      const error = libc.lastError();
      if (NOTHING_YET.includes(error)) {
        counters[KERNEL_DROPS]! += newDrops();
        return false;
      }
      throw new Error(`Cannot receive over UDP: ${error}`);
    }
    counters[BATCHES + (count <= 1 ? 0 : 32 - Math.clz32(count - 1))]! += 1;
    if (isIpv6) counters[RECEIVED_IPV6]! += count;
    // Asking for the time costs as much as an answer, so few batches are looked at.
    const isWatched = (turn++ & WATCHED_MASK) === 0;
    const began = isWatched ? performance.now() : 0;
    let made = 0;
    arrival.milliseconds = Date.now();
    for (at = 0; at < count; at++) lengths[at] = receivedLength(words, at);
    const isAhead = count >= SOME;
    if (isAhead) lookAhead.look(packets, lengths, count);
    holdUses();
    for (at = 0; at < count; at++) {
      if (isAhead) lookAhead.take(at);
      const packet = packets[at]!;
      answer.into = rooms[at]!;
      const length = respond(packet, lengths[at]!, packet, MAX_UDP_PAYLOAD, client);
      if (length === 0) continue;
      if (isEveryAddress) forgetInterface(words, at, isIpv6);
      address(datagrams, made++, at, length);
    }
    releaseUses();
    readBefore.name = undefined; // the last may have got silence
    if (isWatched) {
      noteTime(counters, (performance.now() - began) * 1000);
      counters[KERNEL_DROPS]! += newDrops();
    }
    if (made > 0) sendAll(libc, socketWord, datagrams, made, counters);
    return true;
  };
}

/** One batch of so many is looked at, a power of two. */
const WATCHED_MASK = 63;

/** Notes how many microseconds a batch took, from when it was there until its answers were ready. */
function noteTime(counters: Counters, time: number): void {
  let place = 0;
  while (place < TIME_BUCKETS.length && time > TIME_BUCKETS[place]!) place += 1;
  counters[TIMES + place]! += 1;
  counters[TIME_SUM]! += time;
}

/** Copies so many octets of a struct sockaddr, from an offset on; gives their number. */
function copyAddress(from: Uint8Array, start: number, length: number, into: Uint8Array, to: number): number {
  for (let at = 0; at < length; at++) into[to + at] = from[start + at]!;
  return length;
}

/** Sends the answers. One that cannot be sent (there is no port 0, nor a way to everybody) does not keep the others. */
function sendAll(
  libc: Libc,
  socketWord: bigint,
  { toSend }: Datagrams,
  count: number,
  counters: Counters,
): void {
  let at = 0;
  while (at < count) {
    const sent = libc.call.sendmmsg(socketWord, toSend[at]!, COUNTS[count - at]!, 0n);
    if (sent > 0) {
      at += sent;
      continue;
    }
    // Where there is no room the network is slower than we are, and the rest would have to wait as long again.
    const lost = NOTHING_YET.includes(libc.lastError()) ? count - at : 1;
    counters[UNSENT]! += lost;
    at += lost;
  }
}

/** Numbers of packets as words, made once. */
const COUNTS: readonly bigint[] = Array.from({ length: BATCH + 1 }, (_, count) => BigInt(count));
const BATCH_WORD = BigInt(BATCH);

interface Waiting {
  /** Waits until one of them has something, or for so many milliseconds; false when none has. */
  readonly wait: (patience: bigint) => boolean;
  /** Whether the last wait found something at the socket with this number. */
  readonly hasSome: (socket: number) => boolean;
}

function makeWait(libc: Libc, sockets: readonly UdpSocket[]): Waiting {
  const POLLIN = 1;
  const buffer = new ArrayBuffer(8 * sockets.length);
  const list = new Int32Array(buffer); // struct pollfd: descriptor, what is asked, what is there
  for (const [index, { descriptor }] of sockets.entries()) {
    list[2 * index] = descriptor;
    list[2 * index + 1] = POLLIN;
  }
  const place = libc.addressOf(buffer); // it stays there as long as `hasSome` holds it
  const count = BigInt(sockets.length);
  return {
    wait: (patience) => libc.call.poll(place, count, patience) > 0,
    hasSome: (socket) => list[2 * socket + 1]! >>> 16 !== 0,
  };
}

/** Milliseconds; a single socket that is waited for in recvmmsg(2) has as many. */
const PATIENCE = 100n;
/** Where orders will come. */
const SHORT_PATIENCE = 5n;
