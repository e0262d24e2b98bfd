import { algorithmName } from "../dnssec/algorithms.ts";
import { keyName } from "../dnssec/judge-keys.ts";
import { makeNewKey, type WholeKey } from "../dnssec/make-keys.ts";
import { type KeyStep, nextKeyStep } from "../dnssec/roll.ts";
import { nextLines, stepLines } from "../dnssec/standing-lines.ts";
import { beginRoll, keysToRoll, type RollOrder, type WantedKey } from "../dnssec/start-roll.ts";
import type { KeyTask } from "../dnssec/take-step.ts";
import { WorldError } from "../files/world-error.ts";
import type { World } from "../world.ts";
import { findKeyPlace, giveKeys, keyPlaceLine } from "./dnssec-secrets.ts";
import { type Signing, writeSigning } from "./dnssec-signing.ts";
import type { Printed } from "./program.ts";

/** A roll of keys, or the next step of one. */
export interface RollRequest {
  readonly signing: Signing;
  readonly task: KeyTask;
  readonly order: RollOrder;
  /** Begin none: only go on with one that is under way. */
  readonly isOnlyNext: boolean;
  /** The zones' folder. */
  readonly folder: string;
  /** Where private keys are kept; undefined: nowhere but on Fly.io. */
  readonly keysFolder: string | undefined;
}

/** Takes the next step of a change of keys where what was looked at allows it; where none is under way, begins one. */
export async function roll(request: RollRequest, world: World): Promise<Printed> {
  const { signing, task, order, isOnlyNext } = request;
  const step = nextKeyStep(task);
  if (step.kind !== "rest") return await finish(signing, task, step, [], world);
  const { name } = signing;
  if (isOnlyNext)
    return { text: `${name}: no change of keys is under way; nothing was changed.\n`, exitCode: 0 };
  const { algorithm } = order;
  const active = task.zone.keys.filter(({ state }) => state === "active");
  if (
    algorithm !== undefined &&
    order.part === undefined &&
    active.every((key) => key.algorithm === algorithm)
  ) {
    const text = `${name} is signed with ${algorithmName(algorithm)} already; nothing was changed. Without --algorithm its key is replaced by another one.\n`;
    return { text, exitCode: 0 };
  }
  const wanted = keysToRoll(task.zone, order);
  if ("fault" in wanted) throw new WorldError(`Cannot roll keys of ${name}: ${wanted.fault}. ${wanted.help}`);
  return await begin(request, wanted, world);
}

async function begin(
  { signing, task, folder, keysFolder }: RollRequest,
  wanted: readonly WantedKey[],
  world: World,
): Promise<Printed> {
  const isElsewhere = (signing.keySignatures ?? []).length > 0 && wanted.some(({ role }) => role === "ksk");
  if (keysFolder === undefined && isElsewhere) {
    throw new WorldError(
      `Cannot roll the ksk of ${signing.name}: it is on no machine, and a new one would be on all of them. Make it where the old one is, ` +
        `and bring its public half in with \`zonepipe dnssec import-key ${signing.name} FILE --elsewhere\`, or name a folder for it with --keys`,
    );
  }
  const place = await findKeyPlace(keysFolder, folder, world);
  const now = task.now.getTime() / 1_000;
  const made: WholeKey[] = [];
  for (const each of wanted) {
    const taken = new Set([...task.zone.keys, ...made.map(({ key }) => key)].map(({ tag }) => tag));
    made.push(await makeNewKey(each, taken, now));
  }
  const keys = made.map(({ key }) => key);
  const step = beginRoll(
    task,
    keys,
    keys.map((key) => `${key.role} ${keyName(key)} comes: ${COMES[key.state]}`),
  );
  if (step.kind !== "take") return await finish(signing, task, step, [], world);
  const given = await giveKeys(place, signing.origin, made, task.zone.ttl, world);
  const told = keys.map((key) => `The private half of ${key.role} ${keyName(key)} is ${given.get(key.tag)}.`);
  return await finish(signing, task, step, [...told, keyPlaceLine(place)], world);
}

const COMES: { readonly [state in WantedKey["state"]]?: string } = {
  early: "it signs, and is not published yet",
  published: "it is published, and signs nothing yet",
  active: "it is published, and signs beside the old one",
};

async function finish(
  signing: Signing,
  task: KeyTask,
  step: KeyStep,
  more: readonly string[],
  world: World,
): Promise<Printed> {
  const { name, path } = signing;
  const lines = stepLines(step);
  if (step.kind !== "take")
    return { text: `${[`${name} waits; nothing was changed.`, "", ...lines].join("\n")}\n`, exitCode: 0 };
  await writeSigning(signing, step.zone, world);
  const next = nextLines({ ...task, zone: step.zone });
  const text = [
    `${name}:`,
    ...[...lines, ...more].map((line) => `  ${line}`),
    `Written: ${JSON.stringify(path)}. Commit and release it.`,
    "",
    "Next:",
    ...next.map((line) => `  ${line}`),
  ];
  return { text: `${text.join("\n")}\n`, exitCode: 0 };
}
