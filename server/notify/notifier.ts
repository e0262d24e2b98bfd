import { keyOf, type Name } from "../../dns/name.ts";
import type { NotifyTarget } from "../settings/notify-settings.ts";
import { NotifyQueue, type NotifyState, type NotifyWorld } from "./notify-queue.ts";

/** A zone as it is served. */
export interface ServedSerial {
  readonly origin: Name;
  readonly serial: number;
}

/**
 * Tells targets of every zone whose served serial is another (RFC 1996), whichever way that came: a start, a reload, the way
 * back. None of them needs it: a secondary that heard nothing asks by itself when its refresh is over.
 */
export class Notifier {
  readonly #queues: readonly NotifyQueue[];
  #serials: ReadonlyMap<Name, number> | undefined;

  constructor(targets: readonly NotifyTarget[], world: NotifyWorld) {
    this.#queues = targets.map((target) => new NotifyQueue(target, world));
  }

  /** How telling each target has gone. */
  get states(): readonly NotifyState[] {
    return this.#queues.map(({ state }) => state);
  }

  /** These zones are served now, all of them. Before the first time nobody could ask for any. */
  update(zones: readonly ServedSerial[]): void {
    if (this.#queues.length === 0) return;
    const before = this.#serials;
    this.#serials = new Map(zones.map(({ origin, serial }) => [keyOf(origin), serial]));
    const changed: Name[] = [];
    const added: Name[] = [];
    for (const { origin, serial } of zones) {
      const former = before?.get(keyOf(origin));
      if (before !== undefined && former === undefined) added.push(origin);
      else if (former !== serial) changed.push(origin);
    }
    for (const queue of this.#queues) {
      queue.add(changed);
      queue.addLater(added);
    }
  }

  /** Nothing is sent any more. */
  stop(): void {
    for (const queue of this.#queues) queue.stop();
  }
}
