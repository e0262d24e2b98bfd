import { windowOf } from "../../dns/signing/window.ts";
import { nextSteps } from "../dnssec/next-steps.ts";
import { nextLines, stepLines } from "../dnssec/standing-lines.ts";
import { nextStepOut } from "../dnssec/start-roll.ts";
import type { KeyTask } from "../dnssec/take-step.ts";
import type { ZoneKeys } from "../dnssec/zone-keys.ts";
import type { World } from "../world.ts";
import { type Signing, writeSigning } from "./dnssec-signing.ts";
import type { Printed } from "./program.ts";

/**
 * Ends signing, in two steps: first the parent is asked to remove every DS, and when that is done and forgotten, the keys go.
 * Whoever takes the second before the first has a zone that nobody can validate, and that most of the world cannot see.
 *
 * @param isDsGone somebody has looked: no server of the parent has a DS, and its TTL has passed since
 * @param task what was looked at, where that is written down: then it says whether the DS is gone
 */
export async function disable(
  signing: Signing,
  isDsGone: boolean,
  world: World,
  task?: KeyTask,
): Promise<Printed> {
  const { name, origin, path, keys } = signing;
  if (keys === undefined) return { text: `${name} is not signed; nothing was changed.\n`, exitCode: 0 };
  if (task !== undefined && !isDsGone) return await goOn(signing, task, world);
  const isLeaving = keys.cds === "delete" && keys.keys.every(({ ds }) => ds === "leaving" || ds === "absent");
  if (isLeaving && isDsGone) {
    await writeSigning(signing, undefined, world);
    const lines = [
      `${name} is no longer signed from its next release on. Written: ${JSON.stringify(path)}.`,
      "The private halves of its keys are of no more use: remove them from the machines when that release is proved.",
    ];
    return { text: `${lines.join("\n")}\n`, exitCode: 0 };
  }
  const next = nextSteps(origin, withoutDs(keys, world.now())).map((line) => `  ${line}`);
  if (isLeaving) {
    const text = [`${name} waits for its DS to go; nothing was changed.`, "", "Next:", ...next].join("\n");
    return { text: `${text}\n`, exitCode: 0 };
  }
  await writeSigning(signing, withoutDs(keys, world.now()), world);
  const early = isDsGone
    ? [
        "The zone stays signed for one more release: CDS must say first that no DS is wanted, or the parent brings it back.",
      ]
    : [];
  const lines = [
    `${name} asks its parent to remove every DS, from its next release on. Written: ${JSON.stringify(path)}.`,
    ...early,
    "It stays signed until no DS is left.",
    "",
    "Next:",
    ...next,
  ];
  return { text: `${lines.join("\n")}\n`, exitCode: 0 };
}

/** The next step by what was looked at. */
async function goOn(signing: Signing, task: KeyTask, world: World): Promise<Printed> {
  const { name, path } = signing;
  const step = nextStepOut(task);
  const lines = stepLines(step);
  if (step.kind === "wait")
    return { text: `${[`${name} waits; nothing was changed.`, "", ...lines].join("\n")}\n`, exitCode: 0 };
  await writeSigning(signing, step.zone, world);
  const next =
    step.zone === undefined
      ? ["When that is released: remove the private halves of its keys from the machines."]
      : nextLines({ ...task, zone: step.zone });
  const text = [
    `${name}:`,
    ...lines.map((line) => `  ${line}`),
    `Written: ${JSON.stringify(path)}. Commit and release it.`,
    "",
    "Next:",
    ...next.map((line) => `  ${line}`),
  ];
  return { text: `${text.join("\n")}\n`, exitCode: 0 };
}

function withoutDs(zone: ZoneKeys, now: Date): ZoneKeys {
  const keys = zone.keys.map((key) => (key.ds === "absent" ? key : ({ ...key, ds: "leaving" } as const)));
  if (zone.cds === "delete") return { ...zone, keys };
  const base = Math.max(zone.base, windowOf(now.getTime() / 1000));
  return { ...zone, counter: zone.counter + 1, base, cds: "delete", keys };
}
