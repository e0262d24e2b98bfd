import { keyName } from "../dnssec/judge-keys.ts";
import { keyOfSecret, makeNewKey, newZoneKeys, type WholeKey } from "../dnssec/make-keys.ts";
import { firstDs } from "../dnssec/next-move.ts";
import { nextSteps } from "../dnssec/next-steps.ts";
import type { KeyStep } from "../dnssec/roll.ts";
import type { KeyTask } from "../dnssec/take-step.ts";
import { DEFAULT_KEYS, type Denial, type KeyRole, type ZoneKeys } from "../dnssec/zone-keys.ts";
import { joinPath } from "../files/join-path.ts";
import { WorldError } from "../files/world-error.ts";
import type { World } from "../world.ts";
import { keepKey, keptFor, keptKeys, secretOf } from "./dnssec-key-folder.ts";
import { type Signing, writeSigning } from "./dnssec-signing.ts";
import { statusLines } from "./dnssec-status.ts";
import type { Printed } from "./program.ts";

/** How a zone is to be signed. */
export interface EnableOrder {
  readonly signing: Signing;
  /** Where private keys are kept. */
  readonly keysFolder: string | undefined;
  readonly algorithm: number;
  /** One key for the keys and one for the zone, in place of one for both. */
  readonly isSplit: boolean;
  readonly denial: Denial;
  /** What was looked at, where that is written down and the zone is signed already. */
  readonly task?: KeyTask | undefined;
  /** The parent is to be asked for the DS by CDS and CDNSKEY (RFC 7344). */
  readonly isAsked?: boolean;
}

/** Begins to sign a zone: makes its keys, keeps their private halves, and then writes `_keys.yaml`. */
export async function enable(order: EnableOrder, world: World): Promise<Printed> {
  const { signing, keysFolder, algorithm, isSplit, denial } = order;
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
  if (keysFolder === undefined)
    throw new WorldError("Nobody would have the private key: name a folder for it with --keys");
  const roles: readonly KeyRole[] = isSplit ? ["ksk", "zsk"] : ["csk"];
  const kept = await keptKeys(keysFolder, world.files);
  const made: WholeKey[] = [];
  const files: string[] = [];
  for (const role of roles) {
    // A run that was cut short has left its key there, and nobody has another one.
    const left = keptFor(origin, role, algorithm, kept);
    const whole =
      left === undefined
        ? await makeNewKey({ role, algorithm, state: "active" }, tagsOf(made), now)
        : keyOfSecret(left.secret, role, "active", now);
    made.push(whole);
    files.push(
      left === undefined
        ? await keepKey(keysFolder, origin, whole, DEFAULT_KEYS.ttl)
        : joinPath(keysFolder, left.file),
    );
  }
  const zone = newZoneKeys(
    made.map(({ key }) => key),
    denial,
    now,
  );
  await writeSigning(signing, zone, world);
  const lines = [
    `${name} is signed from its next release on, with ${denial.toUpperCase()}:`,
    ...made.map(
      ({ key }, index) =>
        `  ${key.role} ${keyName(key)}, its private half in ${JSON.stringify(files[index])}`,
    ),
    `Written: ${JSON.stringify(path)}. Commit it; never commit the private half, and keep a copy of that in a safe place.`,
    "",
    "Next:",
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

function tagsOf(keys: readonly WholeKey[]): ReadonlySet<number> {
  return new Set(keys.map(({ key }) => key.tag));
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
