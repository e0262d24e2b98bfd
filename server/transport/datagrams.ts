import { type Octets, viewOctets } from "../tables/octets.ts";

/** Packets that one call takes from a socket, or gives it. */
export const BATCH = 64;

/**
 * Room for a batch of datagrams and their answers, laid out as recvmmsg(2) and sendmmsg(2) want it (64 bits, the lowest
 * octet first) and made once: after that a batch needs nothing but some numbers in `words`.
 */
export interface Datagrams {
  /** The array for recvmmsg: its length of each packet stands in `words`, see `receivedLength`. */
  readonly received: bigint;
  /** The array for sendmmsg from the answer with this number on. */
  readonly toSend: readonly bigint[];
  readonly words: Uint32Array;
  /** For each answer of the array for sendmmsg over which packet it is written, and so whom it goes to. */
  readonly answered: Uint8Array;
  /** The packets as they came. Each answer is written over its packet: what is in the processor's caches already has room for it. */
  readonly packets: readonly Uint8Array[];
  /** The same, as an answer is written to them. */
  readonly rooms: readonly Octets[];
  /** The address of each packet's client: struct sockaddr_in or sockaddr_in6. */
  readonly clients: readonly Uint8Array[];
}

/** What a socket is, as far as its datagrams depend on it. */
export interface Kind {
  readonly isIpv6: boolean;
  /**
   * It has all addresses of the host, and tells of each packet to which of them it went: the answer leaves from there,
   * for a client takes it from nowhere else (RFC 2181 §4.1).
   */
  readonly isEveryAddress: boolean;
}

/** Makes room for the packets of a socket. `addressOf` tells where the octets of a buffer stand. */
export function makeDatagrams(
  { isIpv6, isEveryAddress }: Kind,
  addressOf: (buffer: ArrayBuffer) => bigint,
): Datagrams {
  const buffer = new ArrayBuffer(END);
  const words = new Uint32Array(buffer);
  const base = addressOf(buffer);
  const addressLength = isIpv6 ? 28 : 16;
  const controlLength = isEveryAddress ? (isIpv6 ? IPV6_CONTROL : IPV4_CONTROL) : 0;
  const sentControlLength = controlLength === IPV6_CONTROL ? IPV6_SENT_CONTROL : controlLength;
  for (let index = 0; index < BATCH; index++) {
    setPointer(words, RECEIVED + index * MESSAGE + NAME, base + BigInt(CLIENTS + index * CLIENT));
    setPointer(words, SENT + index * MESSAGE + NAME, base + BigInt(CLIENTS + index * CLIENT));
    setPointer(words, RECEIVED + index * MESSAGE + PIECES, base + BigInt(RECEIVED_PIECES + index * PIECE));
    setPointer(words, SENT + index * MESSAGE + PIECES, base + BigInt(SENT_PIECES + index * PIECE));
    setPointer(words, RECEIVED_PIECES + index * PIECE, base + BigInt(PACKETS + index * PACKET));
    setPointer(words, SENT_PIECES + index * PIECE, base + BigInt(PACKETS + index * PACKET));
    words[(RECEIVED_PIECES + index * PIECE + PIECE_LENGTH) >> 2] = MAX_PACKET;
    for (const messages of [RECEIVED, SENT]) {
      words[(messages + index * MESSAGE + NAME_LENGTH) >> 2] = addressLength;
      words[(messages + index * MESSAGE + PIECE_COUNT) >> 2] = 1;
    }
    words[(RECEIVED + index * MESSAGE + CONTROL_LENGTH) >> 2] = controlLength;
    words[(SENT + index * MESSAGE + CONTROL_LENGTH) >> 2] = sentControlLength;
    if (isEveryAddress) {
      const control = base + BigInt(CONTROLS + index * CONTROL_ROOM);
      setPointer(words, RECEIVED + index * MESSAGE + CONTROL, control);
      setPointer(words, SENT + index * MESSAGE + CONTROL, control);
    }
  }
  const views = (start: number, step: number, length: number) =>
    Array.from({ length: BATCH }, (_, index) => new Uint8Array(buffer, start + index * step, length));
  const packets = views(PACKETS, PACKET, MAX_PACKET);
  return {
    received: base + BigInt(RECEIVED),
    toSend: Array.from({ length: BATCH }, (_, index) => base + BigInt(SENT + index * MESSAGE)),
    words,
    answered: Uint8Array.from({ length: BATCH }, (_, index) => index),
    packets,
    rooms: packets.map(viewOctets),
    clients: views(CLIENTS, CLIENT, addressLength),
  };
}

/** How many octets came as the packet with this number. */
export function receivedLength(words: Uint32Array, index: number): number {
  return words[(RECEIVED + index * MESSAGE + LENGTH) >> 2]!;
}

/**
 * Forgets through which interface the packet came to its address: an answer goes as the routes say. For the sockets of
 * every address only.
 */
export function forgetInterface(words: Uint32Array, index: number, isIpv6: boolean): void {
  words[(CONTROLS + index * CONTROL_ROOM + (isIpv6 ? IPV6_INTERFACE : IPV4_INTERFACE)) >> 2] = 0;
}

/**
 * Readies the answer with the number `answer`, of so many octets and written over the packet `index`, to go to that one's client, from the
 * address that the client had asked. As long as every packet has got an answer, the one before it went to the same place of the array.
 */
export function address({ words, answered }: Datagrams, answer: number, index: number, length: number): void {
  words[(SENT_PIECES + answer * PIECE + PIECE_LENGTH) >> 2] = length;
  if (answered[answer] === index) return;
  answered[answer] = index;
  const to = (SENT + answer * MESSAGE + NAME) >> 2;
  const from = (RECEIVED + index * MESSAGE + NAME) >> 2;
  words[to] = words[from]!;
  words[to + 1] = words[from + 1]!;
  words[to + CONTROL / 4] = words[from + CONTROL / 4]!;
  words[to + CONTROL / 4 + 1] = words[from + CONTROL / 4 + 1]!;
  const octets = (SENT_PIECES + answer * PIECE) >> 2;
  const received = (RECEIVED_PIECES + index * PIECE) >> 2;
  words[octets] = words[received]!;
  words[octets + 1] = words[received + 1]!;
}

// struct mmsghdr, and where its members stand in it.
const MESSAGE = 64;
const NAME = 0;
const NAME_LENGTH = 8;
const PIECES = 16;
const PIECE_COUNT = 24;
const CONTROL = 32;
const CONTROL_LENGTH = 40;
const LENGTH = 56;
// struct iovec.
const PIECE = 16;
const PIECE_LENGTH = 8;

// struct cmsghdr (length, level, type: 16 octets) with a struct in_pktinfo or in6_pktinfo, to a multiple of 8 octets; it
// stands there for every packet, so that its length never changes. Where the interface is: see ip(7) and ipv6(7).
const IPV4_CONTROL = 32;
const IPV4_INTERFACE = 16;
const IPV6_CONTROL = 40;
/** Without what makes it a multiple: for more, Linux allocates memory for each packet that is sent (`____sys_sendmsg` in net/socket.c). */
const IPV6_SENT_CONTROL = 36;
const IPV6_INTERFACE = 32;

/** No datagram is longer. What nobody sends takes no memory. */
const MAX_PACKET = 65535;
// A little more than a power of two apart, so that the packets of a batch do not displace each other in the caches.
const PACKET = 65536 + 192;
const CLIENT = 32;
const CONTROL_ROOM = 64;

const RECEIVED = 0;
const SENT = RECEIVED + BATCH * MESSAGE;
const RECEIVED_PIECES = SENT + BATCH * MESSAGE;
const SENT_PIECES = RECEIVED_PIECES + BATCH * PIECE;
const CLIENTS = SENT_PIECES + BATCH * PIECE;
const CONTROLS = CLIENTS + BATCH * CLIENT;
const PACKETS = CONTROLS + BATCH * CONTROL_ROOM;
const END = PACKETS + BATCH * PACKET;

function setPointer(words: Uint32Array, at: number, pointer: bigint): void {
  words[at >> 2] = Number(pointer & 0xffffffffn);
  words[(at >> 2) + 1] = Number(pointer >> 32n);
}
