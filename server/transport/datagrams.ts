import { MAX_UDP_PAYLOAD } from "../limits.ts";

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
  /** The packets as they came. */
  readonly packets: readonly Uint8Array[];
  /** The address of each packet's client: struct sockaddr_in or sockaddr_in6. */
  readonly clients: readonly Uint8Array[];
  /** Room for the answers. */
  readonly answers: readonly Uint8Array[];
}

/** Makes room for packets of one family of addresses. `addressOf` tells where the octets of a buffer stand. */
export function makeDatagrams(isIpv6: boolean, addressOf: (buffer: ArrayBuffer) => bigint): Datagrams {
  const buffer = new ArrayBuffer(END);
  const words = new Uint32Array(buffer);
  const base = addressOf(buffer);
  const addressLength = isIpv6 ? 28 : 16;
  for (let index = 0; index < BATCH; index++) {
    setPointer(words, RECEIVED + index * MESSAGE + NAME, base + BigInt(CLIENTS + index * CLIENT));
    setPointer(words, SENT + index * MESSAGE + NAME, base + BigInt(CLIENTS + index * CLIENT));
    setPointer(words, RECEIVED + index * MESSAGE + PIECES, base + BigInt(RECEIVED_PIECES + index * PIECE));
    setPointer(words, SENT + index * MESSAGE + PIECES, base + BigInt(SENT_PIECES + index * PIECE));
    setPointer(words, RECEIVED_PIECES + index * PIECE, base + BigInt(PACKETS + index * PACKET));
    setPointer(words, SENT_PIECES + index * PIECE, base + BigInt(ANSWERS + index * ANSWER));
    words[(RECEIVED_PIECES + index * PIECE + PIECE_LENGTH) >> 2] = MAX_PACKET;
    for (const messages of [RECEIVED, SENT]) {
      words[(messages + index * MESSAGE + NAME_LENGTH) >> 2] = addressLength;
      words[(messages + index * MESSAGE + PIECE_COUNT) >> 2] = 1;
    }
  }
  const views = (start: number, step: number, length: number) =>
    Array.from({ length: BATCH }, (_, index) => new Uint8Array(buffer, start + index * step, length));
  return {
    received: base + BigInt(RECEIVED),
    toSend: Array.from({ length: BATCH }, (_, index) => base + BigInt(SENT + index * MESSAGE)),
    words,
    packets: views(PACKETS, PACKET, MAX_PACKET),
    clients: views(CLIENTS, CLIENT, addressLength),
    answers: views(ANSWERS, ANSWER, MAX_UDP_PAYLOAD),
  };
}

/** How many octets came as the packet with this number. */
export function receivedLength(words: Uint32Array, index: number): number {
  return words[(RECEIVED + index * MESSAGE + LENGTH) >> 2]!;
}

/** Readies the answer with the number `answer`, of so many octets, to go to the client of the packet `index`. */
export function address(words: Uint32Array, answer: number, index: number, length: number): void {
  const to = (SENT + answer * MESSAGE + NAME) >> 2;
  const from = (RECEIVED + index * MESSAGE + NAME) >> 2;
  words[to] = words[from]!;
  words[to + 1] = words[from + 1]!;
  words[(SENT_PIECES + answer * PIECE + PIECE_LENGTH) >> 2] = length;
}

// struct mmsghdr, and where its members stand in it.
const MESSAGE = 64;
const NAME = 0;
const NAME_LENGTH = 8;
const PIECES = 16;
const PIECE_COUNT = 24;
const LENGTH = 56;
// struct iovec.
const PIECE = 16;
const PIECE_LENGTH = 8;

/** No datagram is longer. What nobody sends takes no memory. */
const MAX_PACKET = 65535;
// A little more than a power of two apart, so that the packets of a batch do not displace each other in the caches.
const PACKET = 65536 + 192;
const ANSWER = 1280 + 64;
const CLIENT = 32;

const RECEIVED = 0;
const SENT = RECEIVED + BATCH * MESSAGE;
const RECEIVED_PIECES = SENT + BATCH * MESSAGE;
const SENT_PIECES = RECEIVED_PIECES + BATCH * PIECE;
const CLIENTS = SENT_PIECES + BATCH * PIECE;
const ANSWERS = CLIENTS + BATCH * CLIENT;
const PACKETS = ANSWERS + BATCH * ANSWER;
const END = PACKETS + BATCH * PACKET;

function setPointer(words: Uint32Array, at: number, pointer: bigint): void {
  words[at >> 2] = Number(pointer & 0xffffffffn);
  words[(at >> 2) + 1] = Number(pointer >> 32n);
}
