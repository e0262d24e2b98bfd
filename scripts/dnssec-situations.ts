import { createECDH, createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { type Name, parseName } from "../dns/name.ts";
import { publicKeyOf } from "../dns/signing/public-key-of.ts";
import type { Signing } from "../src/commands/dnssec-signing.ts";
import { dsFor } from "../src/dnssec/chain-of-trust.ts";
import { type KeyLooks, noteLook } from "../src/dnssec/key-looks.ts";
import { keyOfHalf, newZoneKeys } from "../src/dnssec/make-keys.ts";
import { firstDs } from "../src/dnssec/next-move.ts";
import { policyOf } from "../src/dnssec/policy.ts";
import { nextKeyStep } from "../src/dnssec/roll.ts";
import { beginRoll, keysToRoll, nextStepOut, type RollOrder } from "../src/dnssec/start-roll.ts";
import type { KeyTask } from "../src/dnssec/take-step.ts";
import type { KeyRole, KeyState, ZoneKey, ZoneKeys } from "../src/dnssec/zone-keys.ts";
import { type ZoneState, zoneState } from "../src/dnssec/zone-state.ts";

/** A place on the way of a signed zone, as `zonepipe dnssec status` finds it an hour after its release. */
export interface Situation {
  readonly state: ZoneState;
  /** Begins with small letters, and is that of no other. */
  readonly title: string;
  readonly signing: Signing;
  readonly now: Date;
  /** Undefined where the zone is not signed. */
  readonly task: KeyTask | undefined;
}

const ORIGIN = parseName("example.com.") as Name; // it is one
const BEGIN = new Date("2026-12-04T09:00:00Z");
const [HOUR, DAY] = [3_600_000, 86_400_000];
const TTL = 3_600; // seconds, the greatest of the zone's records
const DS_TTL = 86_400; // seconds
const [P256, ED25519] = [13, 15];

/**
 * Zones on their way through all states: each step is taken as the commands take it, when what was looked at allows it, and the
 * parent has the DS that it is to have a day after that was asked for. Two calls give the same.
 */
export function situations(): readonly Situation[] {
  return [...oneKey(), ...twoKeys(), ...otherAlgorithm(), ...wayOut()];
}

function oneKey(): Situation[] {
  const zone = walk();
  zone.note("unsigned");
  zone.sign(["csk"]);
  zone.note("signed, without DS");
  zone.pass();
  zone.bringDs();
  zone.note("signed, its DS is asked for");
  zone.parentFollows();
  zone.note("signed, the parent has the DS");
  zone.step();
  zone.note("DS published");
  zone.pass();
  zone.roll({}, [
    "the CSK rolls, both keys sign",
    "the CSK rolls, the new DS is asked for",
    "the CSK rolls, the parent has the new DS",
  ]);
  return zone.seen;
}

function twoKeys(): Situation[] {
  const zone = walk();
  zone.trust(["ksk", "zsk"]);
  zone.roll({ part: "zsk" }, ["the ZSK rolls, the new key is published", "the ZSK rolls, the new key signs"]);
  zone.roll({ part: "ksk" }, [
    "the KSK rolls, both keys sign",
    "the KSK rolls, the new DS is asked for",
    "the KSK rolls, the parent has the new DS",
  ]);
  return zone.seen;
}

function otherAlgorithm(): Situation[] {
  const zone = walk();
  zone.trust(["csk"]);
  zone.roll({ algorithm: ED25519 }, [
    "the algorithm rolls, signatures come first",
    "the algorithm rolls, the new key is published",
    "the algorithm rolls, the new DS is asked for",
    "the algorithm rolls, the parent has the new DS",
    "the algorithm rolls, signatures go last",
  ]);
  return zone.seen;
}

function wayOut(): Situation[] {
  const zone = walk();
  zone.trust(["csk"]);
  zone.leave();
  zone.note("going insecure, the parent is asked to remove the DS");
  zone.parentFollows();
  zone.note("going insecure, the DS is gone");
  return zone.seen;
}

/** What is done to a zone, and what is seen of it. */
interface Walk {
  readonly seen: Situation[];
  /** Writes down how it stands an hour after the release. */
  readonly note: (title: string) => void;
  readonly sign: (roles: readonly KeyRole[]) => void;
  /** Signed, with its DS at the parent for days. */
  readonly trust: (roles: readonly KeyRole[]) => void;
  readonly bringDs: () => void;
  readonly parentFollows: () => void;
  /** The next step of keys, which has to be one that may be taken. */
  readonly step: () => void;
  /** A whole roll, every stage of it written down. */
  readonly roll: (order: RollOrder, titles: readonly string[]) => void;
  readonly leave: () => void;
  /** Days go by, each with its look. */
  readonly pass: () => void;
}

function walk(): Walk {
  const seen: Situation[] = [];
  let now = BEGIN;
  let zone: ZoneKeys | undefined;
  let looks: KeyLooks = {};
  let trusted: readonly ZoneKey[] = [];
  let made = 0;

  const signed = () => zone ?? fail("the zone is not signed");
  const task = (): KeyTask => ({ origin: ORIGIN, zone: signed(), looks, ttl: TTL, now });
  const look = () => {
    const set = trusted.map((key) => dsFor(ORIGIN, policyOf({ ...signed(), keys: [key] }).keys[0]!)); // one key has one
    looks = noteLook(looks, { at: now, by: "drift", counter: zone?.counter ?? 0, ds: { set, ttl: DS_TTL } });
  };
  const release = () => {
    now = new Date(now.getTime() + HOUR);
    look();
  };
  const makeKey = (role: KeyRole, algorithm: number, state: KeyState) =>
    fixedKey(role, algorithm, state, `key ${++made}`, now);
  const take = (step: { readonly kind: string; readonly zone?: ZoneKeys | undefined }, what: string) => {
    if (step.kind !== "take") fail(`${what} would be ${JSON.stringify(step)}`);
    zone = step.zone;
    release();
  };

  const it: Walk = {
    seen,
    note(title) {
      const signing = { origin: ORIGIN, name: "example.com", path: "", text: undefined, keys: zone };
      const state = zoneState(zone);
      seen.push({ state, title, signing, now, task: zone && task() });
    },
    sign(roles) {
      zone = newZoneKeys(
        roles.map((role) => makeKey(role, P256, "active")),
        "nsec",
        now.getTime() / 1_000,
      );
      release();
    },
    trust(roles) {
      it.sign(roles);
      it.pass();
      it.bringDs();
      it.parentFollows();
      it.step();
      it.pass();
    },
    bringDs: () => take(firstDs(task(), false), "bringing the DS"),
    parentFollows() {
      trusted = signed().cds === "delete" ? [] : signed().keys.filter(({ ds }) => ds === "wanted");
      now = new Date(now.getTime() + DAY);
      look();
    },
    step: () => take(nextKeyStep(task()), "the next step"),
    roll(order, titles) {
      const wanted = keysToRoll(signed(), order);
      if ("fault" in wanted) fail(wanted.fault);
      const keys = wanted.map(({ role, algorithm, state }) => makeKey(role, algorithm, state));
      take(beginRoll(task(), keys, []), "the roll");
      const left = [...titles];
      const noteNext = () => it.note(left.shift() ?? fail("a stage has no title"));
      while (zoneState(zone) === "rolling") {
        noteNext();
        if (signed().keys.some(({ ds, publicKey }) => ds === "wanted" && !has(trusted, publicKey))) {
          it.parentFollows();
          noteNext();
        }
        it.pass();
        it.step();
      }
      if (left.length > 0) fail(`there is no stage "${left[0]}"`);
      it.pass();
    },
    leave: () => take(nextStepOut(task()), "leaving"),
    pass() {
      for (let day = 0; day < 4; day++) {
        now = new Date(now.getTime() + DAY);
        look();
      }
    },
  };
  return it;
}

function has(keys: readonly ZoneKey[], publicKey: string): boolean {
  return keys.some((key) => key.publicKey === publicKey);
}

/** A key that is the same each time; nobody may sign with it, for its private half follows from `seed`. */
function fixedKey(role: KeyRole, algorithm: number, state: KeyState, seed: string, now: Date): ZoneKey {
  const secret = createHash("sha256").update(seed).digest();
  return keyOfHalf(
    { algorithm, publicKey: publicHalf(algorithm, secret) },
    role,
    state,
    now.getTime() / 1_000,
  );
}

function publicHalf(algorithm: number, secret: Buffer): string {
  if (algorithm === P256) {
    const curve = createECDH("prime256v1");
    curve.setPrivateKey(secret);
    return curve.getPublicKey().subarray(1).toString("latin1"); // RFC 6605 §4: both coordinates, nothing before them
  }
  const head = Buffer.from("302e020100300506032b657004220420", "hex"); // PKCS#8 of Ed25519 (RFC 8410 §7)
  const key = createPrivateKey({ key: Buffer.concat([head, secret]), format: "der", type: "pkcs8" });
  return publicKeyOf(createPublicKey(key))!.publicKey; // of a kind that signs
}

function fail(what: string): never {
  throw new Error(`Cannot go on with the zone: ${what}`);
}
