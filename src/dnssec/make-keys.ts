import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import { windowOf } from "../../dns/signing/window.ts";
import { algorithmName } from "./algorithms.ts";
import {
  DEFAULT_KEYS,
  type Denial,
  type KeyRole,
  type KeyState,
  tagOf,
  type ZoneKey,
  type ZoneKeys,
} from "./zone-keys.ts";

/** A key with its private half, which nobody prints. */
export interface WholeKey {
  readonly key: ZoneKey;
  readonly secret: KeyObject;
}

/** Makes a private key for an algorithm; it must be one that signs here. */
async function makeSecret(algorithm: number): Promise<KeyObject> {
  switch (algorithm) {
    case 8:
      return (await generate("rsa", { modulusLength: RSA_BITS })).privateKey;
    case 13:
      return (await generate("ec", { namedCurve: "P-256" })).privateKey;
    case 14:
      return (await generate("ec", { namedCurve: "P-384" })).privateKey;
    case 15:
      return (await generate("ed25519", {})).privateKey;
    default:
      throw new Error(`Cannot make a key of algorithm ${algorithm}: it does not sign here`);
  }
}

/**
 * Makes a key that has not the tag of another one of its zone: people and validators tell them apart by it.
 *
 * @param now in seconds since 1970
 */
export async function makeNewKey(
  { role, algorithm, state }: Pick<ZoneKey, "role" | "algorithm" | "state">,
  taken: ReadonlySet<number>,
  now: number,
): Promise<WholeKey> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const whole = keyOfSecret(await makeSecret(algorithm), role, state, now);
    if (!taken.has(whole.key.tag)) return whole;
  }
  throw new Error(`Cannot make a key of ${algorithmName(algorithm)}: all have the tag of another one`);
}

const MOST_TRIES = 10; // a tag is one of 65,536

const generate = promisify(generateKeyPair);
const RSA_BITS = 2048; // what most signed zones have; more makes answers large

/**
 * The key of a zone that a private half belongs to.
 *
 * @param now in seconds since 1970
 * @throws where it is of a kind that signs no zone; whoever reads keys has refused those
 */
export function keyOfSecret(secret: KeyObject, role: KeyRole, state: KeyState, now: number): WholeKey {
  const half = publicKeyOf(secret);
  if (half === undefined) throw new Error("Cannot use a key: it is of a kind that signs no zone");
  return { key: keyOfHalf(half, role, state, now), secret };
}

/**
 * The key of a zone that a public half belongs to.
 *
 * @param now in seconds since 1970
 */
export function keyOfHalf(
  { algorithm, publicKey }: Pick<ZoneKey, "algorithm" | "publicKey">,
  role: KeyRole,
  state: KeyState,
  now: number,
): ZoneKey {
  const tag = tagOf({ role, algorithm, publicKey });
  return { tag, algorithm, role, state, since: Math.floor(now), ds: "absent", publicKey };
}

/** A zone that begins to be signed, with keys that sign from its next release on. */
export function newZoneKeys(keys: readonly ZoneKey[], denial: Denial, now: number): ZoneKeys {
  return { ...DEFAULT_KEYS, counter: firstCounter(now), base: windowOf(now), denial, keys };
}

/**
 * YYYYMMDDHH, in UTC: above every counter that the zone had, should it have been signed before. An image of then may come back,
 * and the greater counter is the newer state.
 */
function firstCounter(now: number): number {
  return Number(new Date(now * 1000).toISOString().replace(/[-T]/g, "").slice(0, 10));
}
