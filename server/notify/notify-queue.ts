import type { MessageRecord } from "../../dns/message.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { printAddress } from "../address/address.ts";
import type { NotifyTarget } from "../settings/notify-settings.ts";
import { type NotifyRequest, readNotifyAnswer, writeNotify } from "./notify-message.ts";
import { describeRound, makeRound, type Round } from "./notify-round.ts";
import type { MessageSocket, OpenSocket } from "./open-udp.ts";

/** What telling a target needs of the world. */
export interface NotifyWorld {
  /** The SOA that a zone is served with now; undefined where it is served no more. */
  readonly soaOf: (origin: Name) => MessageRecord | undefined;
  readonly open: OpenSocket;
  /** Calls back after so many milliseconds; gives what calls that off. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 to 65535, which nobody can guess. */
  readonly randomId: () => number;
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** How telling a target has gone, for metrics. */
export interface NotifyState {
  /** Its address and port. */
  readonly target: string;
  /** Messages that were sent, those that were sent again included. */
  readonly sent: number;
  /** Zones that it has acknowledged, has refused, and has not answered for. */
  readonly acknowledged: number;
  readonly refused: number;
  readonly unanswered: number;
  /** Zones that it is to be told of, or was and has not answered yet. */
  readonly pending: number;
}

/** Tells one target of zones that have changed, so many at a time, until it answers or there is no hope. */
export class NotifyQueue {
  readonly #target: NotifyTarget;
  readonly #world: NotifyWorld;
  /** Zones to be told of, by the keys of their names. */
  readonly #waiting = new Map<Name, Name>();
  /** What calls off the timers of the zones that it is to be told of later; and each zone's, by the key of its name. */
  readonly #timers = new Set<() => void>();
  readonly #settling = new Map<Name, () => void>();
  readonly #flights = new Map<number, Flight>();
  readonly #idOf = new Map<Name, number>();
  readonly #totals = { sent: 0, acknowledged: 0, refused: 0, unanswered: 0 };
  #round: Round = makeRound();
  #socket: MessageSocket | undefined;
  /** It has let a zone pass without an answer and has said nothing since: the others get one try each. */
  #isSilent = false;

  constructor(target: NotifyTarget, world: NotifyWorld) {
    this.#target = target;
    this.#world = world;
  }

  get state(): NotifyState {
    const pending = this.#waiting.size + this.#flights.size + this.#settling.size;
    return { target: printAddress(this.#target.address), ...this.#totals, pending };
  }

  /**
   * These zones have another serial. What it was still to be told of an older one is told no more; a zone that it is to be
   * told of later is told then, once, with the serial that it has then.
   */
  add(origins: readonly Name[]): void {
    for (const origin of origins) {
      const key = keyOf(origin);
      if (this.#settling.has(key)) continue;
      const id = this.#idOf.get(key);
      if (id !== undefined) this.#land(id);
      this.#waiting.set(key, origin);
    }
    this.#fill();
  }

  /**
   * These zones are served, and were not just now. Who asked then was answered SERVFAIL or REFUSED, and BIND forgets a
   * NOTIFY that comes within half a second of that: it would have the zone when its own time to ask again is over.
   */
  addLater(origins: readonly Name[]): void {
    if (origins.length === 0) return;
    const callOff = this.#world.after(SETTLING, () => {
      this.#timers.delete(callOff);
      const settled = origins.filter((origin) => this.#settling.get(keyOf(origin)) === callOff);
      for (const origin of settled) this.#settling.delete(keyOf(origin));
      this.add(settled);
    });
    this.#timers.add(callOff);
    for (const origin of origins) this.#settling.set(keyOf(origin), callOff);
  }

  /** Ends at once: nothing is sent or called back any more. */
  stop(): void {
    for (const callOff of this.#timers) callOff();
    this.#timers.clear();
    this.#settling.clear();
    this.#waiting.clear();
    for (const id of this.#flights.keys()) this.#land(id);
    this.#socket?.close();
    this.#socket = undefined;
  }

  #fill(): void {
    for (const [key, origin] of this.#waiting) {
      if (this.#flights.size >= MAX_FLIGHTS) return;
      this.#waiting.delete(key);
      const soa = this.#world.soaOf(origin);
      if (soa !== undefined) this.#start(key, soa);
    }
    if (this.#flights.size === 0) this.#endRound();
  }

  #start(key: Name, soa: MessageRecord): void {
    const { now, randomId } = this.#world;
    let id = randomId();
    while (this.#flights.has(id)) id = randomId();
    const request = writeNotify(soa, id, this.#target.key, Math.floor(now() / 1000));
    const flight: Flight = { key, request, tries: 0, calledOff: nothing, reason: undefined };
    this.#flights.set(id, flight);
    this.#idOf.set(key, id);
    this.#send(id, flight);
  }

  /** The same octets each time: an answer to any of them is signed by the same MAC. */
  #send(id: number, flight: Flight): void {
    this.#socket ??= this.#world.open(
      this.#target.address,
      (octets) => this.#hear(octets),
      // A port that is closed may be open soon, for it is started again: no reason to end (RFC 1996 §3.6 would let us).
      ({ message }) => {
        this.#round.error = message;
      },
    );
    this.#socket.send(flight.request.octets);
    this.#totals.sent += 1;
    const wait = FIRST_WAIT * 2 ** flight.tries;
    flight.tries += 1;
    flight.calledOff = this.#world.after(wait, () => {
      if (flight.tries < (this.#isSilent ? 1 : MAX_TRIES)) return this.#send(id, flight);
      if (flight.reason === undefined) this.#isSilent = true;
      this.#settle(id, flight, flight.reason === undefined ? "unanswered" : "refused", flight.reason);
    });
  }

  #hear(octets: Uint8Array): void {
    const id = octets.length < 2 ? -1 : (octets[0]! << 8) | octets[1]!;
    const flight = this.#flights.get(id);
    if (flight === undefined) return;
    const answer = readNotifyAnswer(octets, flight.request, Math.floor(this.#world.now() / 1000));
    if (answer === undefined) return;
    this.#isSilent = false;
    switch (answer.kind) {
      case "acknowledged":
        this.#settle(id, flight, "acknowledged", undefined);
        return;
      case "refused":
        this.#settle(id, flight, "refused", answer.reason);
        return;
      case "doubtful":
        flight.reason = answer.reason; // anybody may say so: the right answer may still come
        return;
      default:
        answer satisfies never;
    }
  }

  #settle(
    id: number,
    { request }: Flight,
    outcome: "acknowledged" | "refused" | "unanswered",
    reason: string | undefined,
  ): void {
    this.#land(id);
    this.#totals[outcome] += 1;
    if (outcome === "acknowledged") this.#round.acknowledged += 1;
    else this.#round.failed.push({ zone: printName(request.soa.owner), reason });
    this.#fill();
  }

  #land(id: number): void {
    const flight = this.#flights.get(id);
    if (flight === undefined) return;
    flight.calledOff();
    this.#flights.delete(id);
    this.#idOf.delete(flight.key);
  }

  #endRound(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#isSilent = false;
    const { say, complain } = this.#world;
    const text = describeRound(this.#round);
    const isBad = this.#round.failed.length > 0;
    this.#round = makeRound();
    if (text !== undefined) (isBad ? complain : say)(`notify ${printAddress(this.#target.address)}: ${text}`);
  }
}

/** A NOTIFY that has no answer yet. */
interface Flight {
  readonly key: Name;
  readonly request: NotifyRequest;
  tries: number;
  calledOff: () => void;
  /** What was heard that could not be believed. */
  reason: string | undefined;
}

/** At a time: what a small secondary takes without dropping it. */
const MAX_FLIGHTS = 64;
/** Milliseconds; each wait is twice the one before. With five messages it is over after 62 seconds. */
const FIRST_WAIT = 2_000;
const MAX_TRIES = 5; // RFC 1996 §3.6
/** Milliseconds. */
const SETTLING = 2_000;

function nothing(): void {}
