import { connect, type NetConnectOpts, type Socket } from "node:net";
import { LOG_UNCONNECTED, LOG_UNWRITTEN, LOG_WRITTEN } from "../answer/counters.ts";
import { type EncodeDnstap, type Identity, makeDnstapEncoder } from "./dnstap-message.ts";
import {
  ACCEPT,
  controlFrame,
  dataFrame,
  FINISH,
  makeControlReader,
  READY,
  START,
  STOP,
} from "./frame-stream.ts";
import type { Sink, SinkWorld } from "./sink.ts";

/**
 * Whoever takes dnstap at a socket, called `name`. It connects again whenever it must, and less often the longer nobody is
 * there; what comes meanwhile is counted, and so is what comes faster than it is taken.
 */
export function socketSink(name: string, where: NetConnectOpts, identity: Identity, world: SinkWorld): Sink {
  return new SocketSink(name, where, identity, world);
}

/** A connection that is opened again and again, until its end. */
class SocketSink implements Sink {
  readonly #name: string;
  readonly #where: NetConnectOpts;
  readonly #encode: EncodeDnstap;
  readonly #world: SinkWorld;
  #socket: Socket | undefined;
  /** The other side has accepted, so frames may go. */
  #isOpen = false;
  /** It was told that nobody is there. */
  #isTold = false;
  #delay = FIRST_DELAY;
  #timer: NodeJS.Timeout | undefined;
  #frames: Buffer[] = [];
  #packets = 0;
  #finish: (() => void) | undefined;

  constructor(name: string, where: NetConnectOpts, identity: Identity, world: SinkWorld) {
    this.#name = name;
    this.#where = where;
    this.#encode = makeDnstapEncoder(identity);
    this.#world = world;
    this.#connect();
  }

  readonly take: Sink["take"] = (logged) => {
    if (!this.#isOpen) {
      this.#world.counters[LOG_UNCONNECTED]! += 1;
    } else if (this.#socket!.writableLength > MAX_UNSENT) {
      this.#world.counters[LOG_UNWRITTEN]! += 1;
    } else {
      this.#frames.push(...this.#encode(logged).map(dataFrame));
      this.#packets += 1;
      if (this.#packets >= MAX_HELD) this.flush();
    }
  };

  readonly flush: Sink["flush"] = () => {
    if (this.#packets === 0) return;
    const { counters } = this.#world;
    counters[this.#isOpen ? LOG_WRITTEN : LOG_UNCONNECTED]! += this.#packets;
    if (this.#isOpen) this.#socket!.write(Buffer.concat(this.#frames));
    this.#frames = [];
    this.#packets = 0;
  };

  readonly end: Sink["end"] = async () => {
    this.flush();
    clearTimeout(this.#timer);
    const socket = this.#socket;
    if (socket === undefined) return;
    const { promise: closed, resolve: finish } = Promise.withResolvers<void>();
    this.#finish = finish;
    if (!this.#isOpen) return void socket.destroy();
    socket.write(controlFrame(STOP)); // answered by FINISH
    const timer = setTimeout(finish, END_PATIENCE);
    await closed;
    clearTimeout(timer);
    socket.destroy();
  };

  #connect(): void {
    const socket = connect(this.#where);
    const read = makeControlReader();
    this.#socket = socket;
    let reason = "it closed the connection";
    socket.setTimeout(HANDSHAKE_PATIENCE, () => {
      if (this.#isOpen) return;
      reason = "it does not answer";
      socket.destroy();
    });
    socket.on("connect", () => socket.write(controlFrame(READY)));
    socket.on("data", (octets: Uint8Array) => {
      const types = read(octets);
      if (types === "broken") {
        reason = "it takes no dnstap";
        socket.destroy();
        return;
      }
      for (const type of types) {
        if (type === ACCEPT && !this.#isOpen) this.#open(socket);
        else if (type === FINISH) socket.destroy();
      }
    });
    socket.on("error", (error) => {
      reason = error.message;
    });
    socket.on("close", () => this.#lose(reason));
  }

  #open(socket: Socket): void {
    socket.write(controlFrame(START));
    this.#isOpen = true;
    this.#isTold = false;
    this.#delay = FIRST_DELAY;
    this.#world.say(`dnstap: connected to ${this.#name}`);
  }

  #lose(reason: string): void {
    this.#isOpen = false;
    this.#socket = undefined;
    if (this.#finish !== undefined) {
      this.#finish();
      return;
    }
    if (!this.#isTold) {
      this.#isTold = true;
      this.#world.complain(`dnstap: ${this.#name} takes nothing: ${reason}; it is tried again and again`);
    }
    this.#timer = setTimeout(() => this.#connect(), this.#delay);
    this.#delay = Math.min(2 * this.#delay, MAX_DELAY);
  }
}

// Milliseconds.
const FIRST_DELAY = 250;
const MAX_DELAY = 10_000;
const HANDSHAKE_PATIENCE = 5_000;
const END_PATIENCE = 1_000;
/** Octets that the other side has not taken yet. */
const MAX_UNSENT = 8 << 20;
const MAX_HELD = 512; // packets
