import { printName } from "../../dns/name.ts";
import { tagOf } from "../../dns/signing/key-records.ts";
import { readKeySignatures } from "../../dns/signing/key-signature-file.ts";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import type { PolicyKey } from "../../dns/signing/policy.ts";
import { windowOf } from "../../dns/signing/window.ts";
import { judgeKeySignatures, keySigningOf } from "../dnssec/key-signing.ts";
import { withNewestKeys } from "../dnssec/newest-keys.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { History } from "./request.ts";
import type { EarlierMachine } from "./roll-back.ts";
import type { SurveyedMachine } from "./survey.ts";

/** Images that are to be brought back, and the keys that they would get. */
export interface BroughtBack {
  readonly targets: readonly Pick<EarlierMachine, "image" | "commit">[];
  readonly states: KeyStates;
  /** What keys they are answered with now: of what they could not do with those, nothing is said; left out: all is. */
  readonly statesNow?: KeyStates;
  readonly machines: readonly SurveyedMachine[];
  readonly history: Pick<History, "zonesAt">;
  readonly now: Date;
}

/**
 * What images could not answer when they are brought back: signatures over a zone's keys that a key made beforehand which is on no
 * machine lie in the image, and those of before a change are over other keys. What is in an image is known by its commit. A clause;
 * undefined: nothing stands in the way.
 */
export async function lackingOnTheWayBack(order: BroughtBack): Promise<string | undefined> {
  const { targets, states, statesNow, machines, history, now } = order;
  const window = windowOf(now.getTime() / 1_000);
  const commits = new Set(targets.flatMap(({ commit }) => commit ?? []));
  for (const commit of commits) {
    const base = await history.zonesAt(commit);
    for (const zone of base?.zones.values() ?? []) {
      if (zone === undefined) continue;
      const key = keyWithout(zone, states, window, machines);
      if (key === undefined) continue;
      if (statesNow !== undefined && keyWithout(zone, statesNow, window, machines) !== undefined) continue;
      return `the image of commit ${commit.slice(0, 12)} has no signature by key ${tagOf(key)}, which is on no machine, over the keys of ${printName(zone.origin)} as they are then, so it would not answer the zone`;
    }
  }
  return undefined;
}

/** A key that would have to sign the zone's keys, and has not beforehand, and is not on the machines. */
function keyWithout(
  zone: SourceZone,
  states: KeyStates,
  now: number,
  machines: readonly SurveyedMachine[],
): PolicyKey | undefined {
  const signing = keySigningOf(withNewestKeys(zone, states));
  if (signing === undefined || signing.keys.length === 0) return undefined;
  const { rrsigs } = readKeySignatures("", Buffer.from(zone.keySignatures ?? ""), zone.origin);
  const { whole } = judgeKeySignatures(signing, rrsigs);
  const window = Math.max(now, signing.policy.base);
  return signing.keys.find((key) => !whole.get(key)!.has(window) && !isOnMachines(key, machines)); // it has one for each key
}

/** Every machine that tells its keys has this one: then the server makes what is not there. */
function isOnMachines(key: PolicyKey, machines: readonly SurveyedMachine[]): boolean {
  const told = machines.flatMap(({ check }) =>
    "fault" in check || check.keys === undefined ? [] : [check.keys],
  );
  return (
    told.length > 0 &&
    told.every((keys) =>
      keys.some(({ algorithm, publicKey }) => algorithm === key.algorithm && publicKey === key.publicKey),
    )
  );
}
