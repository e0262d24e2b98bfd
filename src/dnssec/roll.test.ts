import fc from "fast-check";
import { expect, test } from "vitest";
import type { SigningPolicy } from "../../dns/signing/policy.ts";
import type { Octets } from "../../dns/wire.ts";
import { nameOf } from "../../test/zone-text.ts";
import { dsFor, judgeHeld } from "./chain-of-trust.ts";
import { judgeKeys } from "./judge-keys.ts";
import { type KeyLooks, noteLook } from "./key-looks.ts";
import { policyOf } from "./policy.ts";
import { nextKeyStep } from "./roll.ts";
import { beginRoll, keysToRoll, nextStepOut, type RollOrder, type WantedKey } from "./start-roll.ts";
import {
  DEFAULT_KEYS,
  type KeyRole,
  type KeyState,
  tagOf,
  type ZoneKey,
  type ZoneKeys,
} from "./zone-keys.ts";

const ZONE = nameOf("example.com.");
const HOUR = 3_600;
const HOURS = { data: 3, ds: 5 }; // TTLs
const EPOCH = Date.parse("2026-11-30T12:00:00Z");

test.each<[what: string, roles: KeyRole[], order: RollOrder]>([
  ["one key for all", ["csk"], {}],
  ["the key of the keys", ["ksk", "zsk"], { part: "ksk" }],
  ["the key of the zone", ["ksk", "zsk"], { part: "zsk" }],
  ["one key for all, by another algorithm", ["csk"], { algorithm: 8 }],
  ["both keys, by another algorithm", ["ksk", "zsk"], { algorithm: 8 }],
])(
  "a roll of %s ends, and so does signing, and no validator is ever left without a chain of trust",
  (_, roles, order) => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), fc.boolean(), (seed, isAsked, isTrusted) => {
        const world = new World(roles, seed, isAsked, isTrusted);
        world.runUntil(() => world.released === world.zone, "the first release");
        const first = world.zone.keys;
        const wanted = keysToRoll(world.zone, order);
        if ("fault" in wanted) throw new Error(wanted.fault);
        world.runUntil(() => world.begin(wanted), "the beginning");
        world.runUntil(() => world.step(), "the roll");
        const replaced = first.filter(({ role }) => order.part === undefined || order.part === role);
        expect(world.zone.keys.map(({ role, state }) => `${role} ${state}`).sort()).toEqual(
          roles.map((role) => `${role} active`),
        );
        for (const key of replaced) expect(world.zone.keys).not.toContainEqual(key);
        expect(world.isSecure()).toBe(isTrusted);
        world.runUntil(() => world.leave(), "the end");
        world.runUntil(() => world.released === undefined, "the last release");
        for (let hour = 0; hour < 12; hour++) world.pass();
      }),
      { numRuns: 25 },
    );
  },
);

let made = 0;

function key(role: KeyRole, algorithm: number, state: KeyState, since: number): ZoneKey {
  made += 7; // far enough that no two have one tag
  const head = algorithm === 8 ? "\x03\x01\x00\x01\x81" : "";
  const length = algorithm === 8 ? 260 : 64;
  const publicKey = `${head}${String.fromCharCode(made & 0xff, (made >> 8) & 0xff)}`.padEnd(length, "k");
  return {
    tag: tagOf({ role, algorithm, publicKey }),
    role,
    algorithm,
    state,
    since,
    ds: "absent",
    publicKey,
  };
}

/** A zone with two nameservers and two servers of its parent, and somebody who runs the command now and then. */
class World {
  zone: ZoneKeys;
  released: ZoneKeys | undefined;
  private readonly servers: (ZoneKeys | undefined)[];
  private readonly parents: (readonly Octets[])[] = [[], []];
  private looks: KeyLooks = {};
  private hour = 0;
  private isOut = false;
  private seed: number;
  private readonly isAsked: boolean;
  private readonly past: {
    hour: number;
    policies: (SigningPolicy | undefined)[];
    ds: (readonly Octets[])[];
  }[] = [];

  constructor(roles: readonly KeyRole[], seed: number, isAsked: boolean, isTrusted: boolean) {
    this.seed = seed;
    this.isAsked = isAsked;
    const keys = roles.map((role) => key(role, 13, "active", EPOCH / 1_000));
    const trusted = keys.map((each) =>
      isTrusted && each.role !== "zsk" ? { ...each, ds: "seen" as const } : each,
    );
    const cds = isAsked && isTrusted ? "keys" : "none";
    this.zone = { ...DEFAULT_KEYS, ttl: HOUR, counter: 1, base: 2970, cds, keys: trusted };
    this.released = this.zone;
    this.servers = [this.zone, this.zone];
    const ds = isTrusted ? keys.filter(({ role }) => role !== "zsk").map((each) => this.dsOf(each)) : [];
    this.parents = [ds, ds];
  }

  runUntil(isDone: () => boolean, what: string): void {
    for (let hours = 0; hours < 1_500; hours++) {
      if (this.chance(3) && isDone()) return;
      this.pass();
    }
    throw new Error(
      `${what} never comes: ${JSON.stringify(this.zone.keys.map(({ state, ds }) => [state, ds]))}`,
    );
  }

  begin(wanted: readonly WantedKey[]): boolean {
    const keys = wanted.map(({ role, algorithm, state }) => key(role, algorithm, state, this.seconds()));
    const step = beginRoll(this.task(), keys, ["A roll begins"]);
    if (step.kind === "take") this.take(step.zone);
    return step.kind === "take";
  }

  step(): boolean {
    const step = nextKeyStep(this.task());
    if (step.kind === "take") this.take(step.zone);
    return step.kind === "rest";
  }

  leave(): boolean {
    const step = nextStepOut(this.task());
    if (step.kind !== "take") return false;
    if (step.zone !== undefined) this.take(step.zone);
    this.isOut = step.zone === undefined;
    return this.isOut;
  }

  isSecure(): boolean {
    const policy = this.released && policyOf(this.released);
    return judgeHeld(ZONE, { ds: this.parents[0]!, keys: policy, data: policy }) === "secure";
  }

  /** An hour passes: releases reach nameservers one by one, the parent changes DS one by one, somebody looks. */
  pass(): void {
    if (this.chance(3)) this.released = this.isOut ? undefined : this.zone;
    for (const index of [0, 1]) if (this.chance(3)) this.servers[index] = this.released;
    if (this.chance(6)) this.parents[0] = this.wantedDs();
    if (this.chance(3)) this.parents[1] = this.parents[0]!;
    this.past.push({
      hour: this.hour,
      policies: this.servers.map((zone) => zone && policyOf(zone)),
      ds: [...this.parents],
    });
    if (!this.chance(5)) this.look();
    this.judge();
    this.hour += 1;
  }

  private look(): void {
    const [one, two] = this.servers.map((zone) => zone?.counter ?? 0);
    const [ds, other] = this.parents.map((set) => [...set].sort());
    const isSilent = this.chance(20);
    this.looks = noteLook(this.looks, {
      at: this.now(),
      by: "drift",
      ...(one === two && !isSilent && { counter: one! }),
      ...(ds!.join() === other!.join() &&
        !isSilent && { ds: { set: ds!, ttl: ds!.length > 0 ? HOURS.ds * HOUR : 60 } }),
    });
  }

  private judge(): void {
    const held = (hours: number) => this.past.filter(({ hour }) => this.hour - hour <= hours);
    const sets = new Set(held(HOURS.ds).flatMap(({ ds }) => ds));
    const policies = new Map(
      held(HOURS.data)
        .flatMap(({ policies }) => policies)
        .map((each) => [JSON.stringify(each), each]),
    );
    for (const ds of sets)
      for (const keys of policies.values())
        for (const data of policies.values()) {
          const verdict = judgeHeld(ZONE, { ds, keys, data });
          if (typeof verdict !== "string") throw new Error(`${verdict.bogus} in hour ${this.hour}`);
        }
  }

  /** What CDS of some nameserver asks for, or what a person reads in the status. */
  private wantedDs(): readonly Octets[] {
    const zone = this.servers[this.random(2)];
    if (zone?.cds === "delete") return [];
    const of = this.isAsked ? zone : this.zone;
    const wanted = of?.keys.filter(({ ds }) => ds === "wanted" || ds === "seen") ?? [];
    return wanted.length === 0 ? this.parents[0]! : wanted.map((each) => this.dsOf(each));
  }

  private take(zone: ZoneKeys): void {
    expect(judgeKeys(zone).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(zone.counter).toBeLessThanOrEqual(this.zone.counter + 1);
    this.zone = zone;
  }

  private task() {
    return { origin: ZONE, zone: this.zone, looks: this.looks, ttl: HOURS.data * HOUR, now: this.now() };
  }

  private dsOf({ role, algorithm, publicKey }: ZoneKey): Octets {
    const flags = role === "zsk" ? 256 : 257;
    return dsFor(ZONE, { flags, algorithm, publicKey, signs: "all", isPublished: true, isWanted: true });
  }

  private now(): Date {
    return new Date(this.seconds() * 1_000);
  }

  private seconds(): number {
    return EPOCH / 1_000 + this.hour * HOUR;
  }

  /** One time in so many. */
  private chance(times: number): boolean {
    return this.random(times) === 0;
  }

  private random(below: number): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (this.seed >>> 8) % below;
  }
}
