import type { TsigKey } from "../../dns/tsig/key.ts";
import type { Fly } from "../deploy/fly/fly.ts";
import { WorldError } from "../files/world-error.ts";
import {
  keyOfVariable,
  makeKey,
  nameOfKey,
  type SecondaryKey,
  secretOf,
  variableOf,
} from "./secondary-keys.ts";

/** What somebody wants of a secondary's key. */
export interface KeyOrder {
  readonly secondary: string;
  /** Another one beside those that are there. */
  readonly isRollOver: boolean;
  /** Keys that somebody kept in a file. */
  readonly kept: readonly TsigKey[];
  readonly apps: readonly string[];
}

/** What came of it. */
export interface OrderedKey {
  readonly key: SecondaryKey;
  /** Undefined where the key was there already, and nobody but the machines knows its secret. */
  readonly made: TsigKey | undefined;
  /** Apps that get the key with their next release. */
  readonly staged: readonly string[];
  /** All keys of the secondary, this one among them. */
  readonly all: readonly SecondaryKey[];
}

/**
 * Sees to it that every app has a key of the secondary, and touches none that is there. The newest one stays where all apps
 * have it. Where some of them lack it, its secret has to be known; otherwise another key is needed.
 *
 * @param keep called with a new key before any app has it, so that nobody has a key that is lost
 */
export async function addSecondary(
  { secondary, isRollOver, kept, apps }: KeyOrder,
  fly: Pick<Fly, "secrets" | "stageSecrets">,
  random: (octets: number) => Uint8Array,
  keep: (key: TsigKey) => Promise<void>,
): Promise<OrderedKey> {
  const present = await keysOnApps(apps, fly);
  const own = [...present.values()].flat().filter((key) => key.secondary === secondary);
  const newest = Math.max(0, ...own.map(({ number }) => number));
  const key = { secondary, number: isRollOver || newest === 0 ? newest + 1 : newest };
  const isIn = (app: string) => present.get(app)!.some((one) => variableOf(one) === variableOf(key));
  const missing = apps.filter((app) => !isIn(app));
  const known = kept.find(({ name }) => name === nameOfKey(key));
  const numbers = [...new Set([...own.map(({ number }) => number), key.number])].sort((a, b) => a - b);
  const all = numbers.map((number) => ({ secondary, number }));
  if (missing.length === 0) return { key, made: known, staged: [], all };
  if (known === undefined && missing.length < apps.length) {
    throw new WorldError(
      `Cannot set the key of ${secondary} in ${missing.join(", ")}: other apps have it, and Fly.io gives no secret back; ` +
        "name the file that has it with --key-file, or make another key with --roll-over",
    );
  }
  const made = known ?? makeKey(key, random);
  if (known === undefined) await keep(made);
  for (const app of missing) await fly.stageSecrets(app, secretOf(key, made));
  return { key, made, staged: missing, all };
}

/** The keys of all secondaries that each app has, or gets with its next release. */
export async function keysOnApps(
  apps: readonly string[],
  fly: Pick<Fly, "secrets">,
): Promise<ReadonlyMap<string, readonly SecondaryKey[]>> {
  const found = new Map<string, readonly SecondaryKey[]>();
  for (const app of apps) {
    const names = await fly.secrets(app);
    found.set(
      app,
      names.flatMap((name) => keyOfVariable(name) ?? []),
    );
  }
  return found;
}
