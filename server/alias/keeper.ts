import { keyOf, type Name } from "../../dns/name.ts";
import { A, AAAA } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import { setOverlayTime } from "../tables/overlay.ts";
import type { Tables } from "../tables/tables.ts";
import { type AliasCounters, LOOKUP_FAILURES, LOOKUPS, LOOKUPS_REFUSED } from "./alias-counters.ts";
import { aliasesIn } from "./alias-list.ts";
import { FinishedRRsets } from "./finished-rrsets.ts";
import { type Known, UNKNOWN } from "./known.ts";
import { forget, learn, type OutcomeOfTarget } from "./learn.ts";
import { lookInZones, nameserverAddresses } from "./look-in-zones.ts";
import { type LookUpMeans, lookUp, lookUpOwn } from "./look-up.ts";
import { readSlot } from "./read-slot.ts";
import { refuseAddresses } from "./refused-addresses.ts";
import type { AskResolvers } from "./resolvers.ts";
import type { SignerFor } from "./sign-like.ts";
import { countTargets, newTarget, type Target } from "./target.ts";
import { makeTeller, type Teller } from "./tell-target.ts";
import { writeSlot } from "./write-slot.ts";

/** What is served, for who looks up its targets. */
export interface AliasSource {
  readonly tables: Tables;
  /** Signs for the zone of this number. */
  readonly signerFor: (zone: number) => SignerFor;
  /** What was known of a target, by its folded name, when the zones were rendered. */
  readonly first: (target: Name) => FirstAddresses | undefined;
}

/** Addresses of a target; none where it had no record of the type, undefined where nobody knew. */
export interface FirstAddresses {
  readonly a?: readonly Octets[] | undefined;
  readonly aaaa?: readonly Octets[] | undefined;
}

/** What a keeper needs. */
export interface KeeperPlan {
  readonly ask: AskResolvers;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** From 0 to below 1; nothing depends on it but when. */
  readonly random: () => number;
  /** For how many seconds something is told that cannot be looked up any more. */
  readonly hold: number;
  /** Addresses at which this server answers. */
  readonly own: readonly Octets[];
  readonly counters: AliasCounters;
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}

/**
 * Keeps what the targets of aliases have: looks them up ahead of time, and writes what threads answer into the overlay of the
 * tables. It does something when it is told to, once a second.
 */
export class AliasKeeper {
  readonly #plan: KeeperPlan;
  readonly #teller: Teller;
  readonly #startedAt: number;
  #targets = new Map<Name, Target>();
  #tables: Tables | undefined;
  #means: LookUpMeans | undefined;
  #finished: FinishedRRsets | undefined;
  readonly #running = new Set<Promise<void>>();

  constructor(plan: KeeperPlan) {
    this.#plan = plan;
    this.#teller = makeTeller(plan);
    this.#startedAt = plan.now();
  }

  /**
   * Keeps the aliases of these tables from now on, and writes what is known of them: of targets that were there before, of those
   * that stand in our zones, of those that the tables have already, for another keeper has died, and what came with the zones.
   */
  serve({ tables, signerFor, first }: AliasSource): void {
    const now = this.#plan.now();
    const aliases = aliasesIn(tables);
    const inside: LookUpMeans["inside"] = (name, type) => lookInZones(tables, aliases, name, type);
    const own = nameserverAddresses(tables, aliases);
    for (const address of this.#plan.own) own.add(address);
    const isRefused = refuseAddresses(own);
    this.#tables = tables;
    this.#means = { inside, ask: this.#plan.ask, isRefused };
    this.#finished = new FinishedRRsets(tables, signerFor);
    const targets = new Map<Name, Target>();
    for (const alias of aliases) {
      const key = keyOf(alias.target);
      const target = targets.get(key) ?? this.#targets.get(key) ?? newTarget(alias.target, now);
      target.aliases = targets.has(key) ? [...target.aliases, alias] : [alias];
      targets.set(key, target);
      if (target.state.a.kind !== "unknown" || target.state.aaaa.kind !== "unknown") continue;
      const kept = { a: readSlot(tables, alias, A), aaaa: readSlot(tables, alias, AAAA) };
      const isKept = kept.a.kind !== "unknown" || kept.aaaa.kind !== "unknown";
      target.state = { ...target.state, ...(isKept ? kept : this.#known(first(key), isRefused)) };
    }
    this.#targets = targets;
    for (const [key, target] of targets) {
      this.#lookUpOwn(target, key, now);
      target.isDirty = true;
    }
    this.#write(now);
    this.#start(now);
  }

  /** Writes what has been learnt, forgets what is too old, and begins to look up what is due. */
  tick(): void {
    const now = this.#plan.now();
    for (const target of this.#targets.values()) this.#forget(target, now);
    this.#write(now);
    this.#start(now);
  }

  /** Resolves when nothing is being looked up. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Nothing is known of a target that is being looked up. */
  get isWaiting(): boolean {
    return [...this.#targets.values()].some(
      ({ isBusy, state }) => isBusy && (state.a.kind === "unknown" || state.aaaa.kind === "unknown"),
    );
  }

  #lookUpOwn(target: Target, key: Name, now: number): void {
    const { inside } = this.#means!; // `serve` has set it
    const a = lookUpOwn(inside, key, A);
    const aaaa = lookUpOwn(inside, key, AAAA);
    if (a === undefined || aaaa === undefined) return;
    this.#learn(target, { a, aaaa }, now);
  }

  #known(first: FirstAddresses | undefined, isRefused: (address: Octets) => boolean) {
    const learnt = { learnt: this.#startedAt, expires: this.#startedAt, isHeld: true };
    const knownOf = (all: readonly Octets[] | undefined): Known => {
      if (all === undefined) return UNKNOWN;
      if (all.length === 0) return { kind: "none", ...learnt };
      const addresses = all.filter((address) => !isRefused(address)).sort();
      return addresses.length === 0 ? UNKNOWN : { kind: "addresses", addresses, ...learnt };
    };
    return { a: knownOf(first?.a), aaaa: knownOf(first?.aaaa) };
  }

  #forget(target: Target, now: number): void {
    const { hold } = this.#plan;
    const { a, aaaa } = target.state;
    const after = { a: forget(a, now, hold), aaaa: forget(aaaa, now, hold) };
    if (after.a === a && after.aaaa === aaaa) return;
    target.state = { ...target.state, ...after };
    target.isDirty = true;
    this.#teller.tellForgotten(target, hold);
  }

  #write(now: number): void {
    const tables = this.#tables;
    if (tables === undefined) return;
    setOverlayTime(tables.overlay, now);
    for (const target of this.#targets.values()) {
      if (!target.isDirty) continue;
      target.isDirty = false;
      const { a, aaaa } = target.state;
      for (const alias of target.aliases) {
        const finished = this.#finished!.of(alias, { a, aaaa });
        writeSlot(tables, alias, A, a, finished.a);
        writeSlot(tables, alias, AAAA, aaaa, finished.aaaa);
      }
    }
    countTargets(this.#targets.values(), now, this.#plan.counters);
  }

  #start(now: number): void {
    if (this.#running.size >= MAX_AT_ONCE) return;
    const due = [...this.#targets.values()]
      .filter(({ isBusy, state }) => !isBusy && state.dueAt <= now)
      .sort((one, other) => one.state.dueAt - other.state.dueAt);
    for (const target of due.slice(0, MAX_AT_ONCE - this.#running.size)) {
      target.isBusy = true;
      const running = this.#lookUp(target).finally(() => {
        target.isBusy = false;
        this.#running.delete(running);
        this.#start(this.#plan.now());
      });
      this.#running.add(running);
    }
  }

  async #lookUp(target: Target): Promise<void> {
    const means = this.#means!; // there are targets, so `serve` has set it
    const [a, aaaa] = await Promise.all([lookUp(means, target.name, A), lookUp(means, target.name, AAAA)]);
    this.#learn(target, { a, aaaa }, this.#plan.now());
  }

  #learn(target: Target, outcome: OutcomeOfTarget, now: number): void {
    const { counters, random } = this.#plan;
    const before = target.state;
    target.state = learn(before, outcome, now, random());
    target.isDirty = true;
    for (const type of ["a", "aaaa"] as const) {
      const found = outcome[type];
      const { kind } = found;
      if ("isOwn" in found && found.isOwn) continue; // nobody was asked
      counters[LOOKUPS]! += 1;
      if (kind === "failed") counters[LOOKUP_FAILURES]! += 1;
      if (kind === "refused") counters[LOOKUPS_REFUSED]! += 1;
    }
    this.#teller.tell(target, before, outcome);
  }
}

/** Targets that are looked up at a time. */
const MAX_AT_ONCE = 16;
