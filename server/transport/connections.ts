import type { Socket } from "node:net";
import { inAnyOf } from "../address/address-block.ts";
import {
  type Counters,
  TCP_CROWDED,
  TCP_HELD_TOO_MUCH,
  TCP_IDLE,
  TCP_OPEN,
  TCP_TOO_MANY_OF_ONE,
} from "../answer/counters.ts";
import type { MoreMessages } from "../answer/transfers.ts";
import { type Client, clientAt, UNKNOWN_CLIENT, writeAddress } from "../query/client.ts";
import type { TcpLimits } from "../settings/settings.ts";

/** What is known of a TCP connection between two of its events. */
export interface Connection {
  readonly socket: Socket;
  /** Who asks; not known while the header of a proxy has not come. */
  client: Client;
  isIpv6: boolean;
  /** Whom it counts for; undefined behind a proxy, where nobody knows. */
  origin: string | undefined;
  /** Octets that came and were not taken yet: part of a message, or questions of a client that does not read. */
  input: Uint8Array;
  inputLength: number;
  /** Messages that still belong to the last answer: nothing else is answered before them (RFC 5936 §4.1). */
  rest: MoreMessages | undefined;
  /** Nothing more will come: close after the last answer. */
  ending: boolean;
  /** When it was opened, or last brought a question or took an answer. */
  usedAt: number;
  /** Octets that were held for it when it was last weighed. */
  held: number;
}

/** The connections that are open, and the limits that they keep (RFC 9210 §4.2). */
export class Connections {
  readonly #limits: TcpLimits;
  readonly #counters: Counters;
  readonly #isProxy: (address: string) => boolean;
  /** In the order in which they were last used, the one used longest ago first. */
  readonly #open = new Set<Connection>();
  readonly #byOrigin = new Map<string, number>();
  #held = 0;

  constructor(limits: TcpLimits, counters: Counters) {
    this.#limits = limits;
    this.#counters = counters;
    counters[TCP_OPEN] = 0; // the thread before this one may have died with some
    this.#isProxy = inAnyOf(limits.proxies);
  }

  /**
   * Takes a new one. Where there are too many, in all or of its origin, the one idle longest makes room. `isProxied`: whose it is
   * will be told by `identify`, if at all.
   */
  open(socket: Socket, isProxied = false): Connection {
    const address = socket.remoteAddress; // none once it is reset
    const isKnown = !isProxied && address !== undefined && !this.#isProxy(address);
    const connection: Connection = {
      socket,
      client: isKnown ? clientAt(address, socket.remotePort ?? 0) : UNKNOWN_CLIENT,
      isIpv6: address?.includes(":") === true,
      origin: isKnown ? originOf(address) : undefined,
      input: new Uint8Array(0),
      inputLength: 0,
      rest: undefined,
      ending: false,
      usedAt: performance.now(),
      held: 0,
    };
    this.#makeRoomOf(connection.origin);
    if (this.#open.size >= this.#limits.connections) this.#closeOldest(() => true, TCP_CROWDED);
    this.#count(connection.origin);
    this.#open.add(connection);
    this.#counters[TCP_OPEN] = this.#open.size;
    return connection;
  }

  /** A proxy has told who it is; that counts as the client from now on. */
  identify(connection: Connection, address: Uint8Array, port: number): void {
    if (!this.#open.has(connection)) return;
    const origin = originIn(address, address.length);
    this.#makeRoomOf(origin);
    this.#count(origin);
    connection.origin = origin;
    connection.isIpv6 = address.length === 16;
    connection.client = {
      address: (into, at) => {
        into.set(address, at);
        return address.length;
      },
      port: () => port,
    };
  }

  /** It was used just now. */
  touch(connection: Connection): void {
    connection.usedAt = performance.now();
    if (this.#open.delete(connection)) this.#open.add(connection);
  }

  /** What it holds has changed. Where all together hold too much, those that hold something go, idle longest first. */
  weigh(connection: Connection): void {
    if (!this.#open.has(connection)) return;
    this.#held += holds(connection) - connection.held;
    connection.held = holds(connection);
    if (this.#held <= this.#limits.memory) return;
    // Sockets take answers without telling: what they hold now is less than what they held.
    this.#held = 0;
    for (const each of this.#open) {
      each.held = holds(each);
      this.#held += each.held;
    }
    while (this.#held > this.#limits.memory) this.#closeOldest(({ held }) => held > 0, TCP_HELD_TOO_MUCH);
  }

  /** Closes those that have been idle for too long. */
  closeIdle(): void {
    const limit = performance.now() - this.#limits.idle;
    for (const connection of this.#open) {
      if (connection.usedAt > limit) return;
      this.#close(connection, TCP_IDLE);
    }
  }

  /** It is closed. */
  forget(connection: Connection): void {
    if (!this.#open.delete(connection)) return;
    connection.rest?.close();
    connection.rest = undefined;
    this.#held -= connection.held;
    this.#counters[TCP_OPEN] = this.#open.size;
    const { origin } = connection;
    if (origin === undefined) return;
    const left = this.#byOrigin.get(origin)! - 1; // it was counted when it was opened
    if (left === 0) this.#byOrigin.delete(origin);
    else this.#byOrigin.set(origin, left);
  }

  /** The sockets of all of them. */
  sockets(): Socket[] {
    return [...this.#open].map(({ socket }) => socket);
  }

  /** Where there are as many of one origin as there may be, the one idle longest makes room. */
  #makeRoomOf(origin: string | undefined): void {
    if (origin === undefined || (this.#byOrigin.get(origin) ?? 0) < this.#limits.perAddress) return;
    this.#closeOldest((other) => other.origin === origin, TCP_TOO_MANY_OF_ONE);
  }

  #count(origin: string | undefined): void {
    if (origin !== undefined) this.#byOrigin.set(origin, (this.#byOrigin.get(origin) ?? 0) + 1);
  }

  #closeOldest(isMeant: (connection: Connection) => boolean, reason: number): void {
    for (const connection of this.#open) {
      if (!isMeant(connection)) continue;
      this.#close(connection, reason);
      return;
    }
  }

  /** Makes room at once: several clients may come before the socket tells that it is closed. */
  #close(connection: Connection, reason: number): void {
    this.#counters[reason]! += 1;
    this.forget(connection);
    connection.socket.destroy();
  }
}

function holds({ socket, input }: Connection): number {
  return input.length + socket.writableLength;
}

/** An IPv4 address, or the 64 bits that an IPv6 network has: whoever has one of its addresses has them all. */
function originOf(address: string): string {
  const octets = Buffer.alloc(16);
  return originIn(octets, writeAddress(address, octets, 0));
}

function originIn(octets: Uint8Array, length: number): string {
  return Buffer.from(octets.subarray(0, Math.min(length, 8))).toString("latin1");
}
