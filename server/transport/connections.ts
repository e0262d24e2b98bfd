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
  readonly client: Client;
  /** Whom it counts for; undefined behind a proxy, where nobody knows. */
  readonly origin: string | undefined;
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

  /** Takes a new one. Where there are too many, in all or of its origin, the one idle longest makes room. */
  open(socket: Socket): Connection {
    const address = socket.remoteAddress; // none once it is reset
    const isKnown = address !== undefined && !this.#isProxy(address);
    const connection: Connection = {
      socket,
      client: isKnown ? clientAt(address, socket.remotePort ?? 0) : UNKNOWN_CLIENT,
      origin: isKnown ? originOf(address) : undefined,
      input: new Uint8Array(0),
      inputLength: 0,
      rest: undefined,
      ending: false,
      usedAt: performance.now(),
      held: 0,
    };
    const { origin } = connection;
    if (origin !== undefined) {
      const count = this.#byOrigin.get(origin) ?? 0;
      if (count >= this.#limits.perAddress)
        this.#closeOldest((other) => other.origin === origin, TCP_TOO_MANY_OF_ONE);
    }
    if (this.#open.size >= this.#limits.connections) this.#closeOldest(() => true, TCP_CROWDED);
    if (origin !== undefined) this.#byOrigin.set(origin, (this.#byOrigin.get(origin) ?? 0) + 1);
    this.#open.add(connection);
    this.#counters[TCP_OPEN] = this.#open.size;
    return connection;
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
  const length = writeAddress(address, octets, 0);
  return octets.toString("latin1", 0, Math.min(length, 8));
}
