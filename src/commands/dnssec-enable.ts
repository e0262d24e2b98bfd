import { keyName } from "../dnssec/judge-keys.ts";
import { keyOfHalf, keyOfSecret, makeNewKey, newZoneKeys, type WholeKey } from "../dnssec/make-keys.ts";
import { firstDs } from "../dnssec/next-move.ts";
import { nextSteps } from "../dnssec/next-steps.ts";
import type { KeyStep } from "../dnssec/roll.ts";
import type { KeyTask } from "../dnssec/take-step.ts";
import { DEFAULT_KEYS, type Denial, type KeyRole, type ZoneKey, type ZoneKeys } from "../dnssec/zone-keys.ts";
import type { World } from "../world.ts";
import { keptFor, keptKeys, readPublicHalf, secretOf } from "./dnssec-key-folder.ts";
import { findKeyPlace, giveKeys, inFile, keyPlaceLine } from "./dnssec-secrets.ts";
import { type Signing, writeSigning } from "./dnssec-signing.ts";
import { statusLines } from "./dnssec-status.ts";
import type { Printed } from "./program.ts";

/** How a zone is to be signed. */
export interface EnableOrder {
  readonly signing: Signing;
  /** The zones' folder. */
  readonly folder: string;
  /** Where private keys are kept; undefined: nowhere but on Fly.io. */
  readonly keysFolder: string | undefined;
  readonly algorithm: number;
  /** One key for the keys and one for the zone, in place of one for both. */
  readonly isSplit: boolean;
  /** The file with the public half of the key for the keys, whose private half is kept elsewhere; undefined: it is made here. */
  readonly ksk?: string | undefined;
  readonly denial: Denial;
  /** What was looked at, where that is written down and the zone is signed already. */
  readonly task?: KeyTask | undefined;
  /** The parent is to be asked for the DS by CDS and CDNSKEY (RFC 7344). */
  readonly isAsked?: boolean;
}

/**
 * Begins to sign a zone: makes its keys, keeps their private halves or makes secrets of the apps of them, and then writes
 * `_keys.yaml`.
 */
export async function enable(order: EnableOrder, world: World): Promise<Printed> {
  const { signing, folder, keysFolder, algorithm, isSplit, ksk, denial } = order;
  const { origin, name, path, keys } = signing;
  const now = world.now().getTime() / 1000;
  if (keys !== undefined) {
    const step: KeyStep =
      order.task === undefined ? { kind: "rest" } : firstDs(order.task, order.isAsked ?? false);
    if (step.kind === "take") return await bringDs(signing, order.task!, step.zone, world);
    const lines = [
      `${name} is signed already; nothing was made.`,
      "",
      ...statusLines(signing, now, order.task),
    ];
    return {
      text: `${[...lines, ...(await missingLines(keys, keysFolder, world))].join("\n")}\n`,
      exitCode: 0,
    };
  }
  const place = await findKeyPlace(keysFolder, folder, world);
  const roles: readonly KeyRole[] = isSplit || ksk !== undefined ? ["ksk", "zsk"] : ["csk"];
  const kept = keysFolder === undefined ? [] : await keptKeys(keysFolder, world.files);
  const made: ZoneKey[] = [];
  const fresh: WholeKey[] = [];
  const where = new Map<number, string>(); // by the keys' tags
  for (const role of roles) {
    if (role === "ksk" && ksk !== undefined) {
      const key = keyOfHalf(await readPublicHalf(ksk, world.files), role, "active", now);
      made.push(key);
      where.set(key.tag, "kept elsewhere");
      continue;
    }
    // A run that was cut short has left its key there, and nobody has another one.
    const left = keptFor(origin, role, algorithm, kept);
    const whole =
      left === undefined
        ? await makeNewKey({ role, algorithm, state: "active" }, tagsOf(made), now)
        : keyOfSecret(left.secret, role, "active", now);
    made.push(whole.key);
    if (left === undefined) fresh.push(whole);
    else where.set(whole.key.tag, inFile(left.path));
  }
  for (const each of await giveKeys(place, origin, fresh, DEFAULT_KEYS.ttl, world)) where.set(...each);
  const zone = newZoneKeys(made, denial, now);
  await writeSigning(signing, zone, world);
  const lines = [
    `${name} is signed from its next release on, with ${denial.toUpperCase()}:`,
    ...made.map((key) => `  ${key.role} ${keyName(key)}, its private half ${where.get(key.tag)}`),
    `Written: ${JSON.stringify(path)}. Commit it. ${keyPlaceLine(place)}`,
    "",
    "Next:",
    ...(ksk === undefined
      ? []
      : [
          `  Before the release, \`zonepipe dnssec sign-keys ${name}\` where the ksk is: machines answer with what it has signed.`,
        ]),
    ...nextSteps(origin, zone).map((line) => `  ${line}`),
  ];
  return { text: `${lines.join("\n")}\n`, exitCode: 0 };
}

/** The zone is signed everywhere: the parent may have its DS. */
async function bringDs(signing: Signing, task: KeyTask, zone: ZoneKeys, world: World): Promise<Printed> {
  await writeSigning(signing, zone, world);
  const after = { ...signing, keys: zone };
  const lines = [
    `${signing.name} may have its DS at the parent. Written: ${JSON.stringify(signing.path)}.`,
    "",
    ...statusLines(after, task.now.getTime() / 1000, { ...task, zone }),
  ];
  return { text: `${lines.join("\n")}\n`, exitCode: 0 };
}

function tagsOf(keys: readonly ZoneKey[]): ReadonlySet<number> {
  return new Set(keys.map(({ tag }) => tag));
}

/** Keys that sign, and whose private halves are not in the folder. */
async function missingLines(
  { keys }: ZoneKeys,
  folder: string | undefined,
  { files }: World,
): Promise<string[]> {
  if (folder === undefined) return [];
  const kept = await keptKeys(folder, files);
  const missing = keys.filter((key) => key.state !== "foreign" && secretOf(key, kept) === undefined);
  return missing.map(
    (key) =>
      `The private half of key ${keyName(key)} is not in ${JSON.stringify(folder)}: a machine without it does not answer the zone.`,
  );
}
