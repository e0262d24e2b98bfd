import { keyOf } from "../../dns/name.ts";
import { changesBetween } from "../../src/plan/changes.ts";
import { type ChangeIndex, indexChanges } from "../../src/proof/change-index.ts";
import type { Proof } from "../../src/proof/proof.ts";
import { type ProofTask, prove } from "../../src/proof/prove.ts";
import { makeSide } from "../../src/proof/side.ts";
import { worldInMemory } from "./answering.ts";
import type { ZonePair } from "./zone-pair.ts";

/** The proof of a pair, with the nameserver in this process. */
export function provePair(
  pair: ZonePair,
  isFull: boolean,
  limits: Pick<ProofTask, "mostSigned"> = {},
): Promise<Proof> {
  const before = makeSide(pair.before);
  const sides = [before, makeSide(pair.after, before)] as const;
  const task = { sides, changes: changesOf(pair), isFull, notProved: [], ...limits };
  return prove(task, "/scratch", worldInMemory()).then((proof) => ({ ...proof, milliseconds: 0 }));
}

/** What a plan says that changes. */
export function changesOf({ before, after }: ZonePair): ChangeIndex {
  const old = new Map(before.map((zone) => [keyOf(zone.origin), zone]));
  const now = new Map(after.map((zone) => [keyOf(zone.origin), zone]));
  return indexChanges(
    after.flatMap((zone) => {
      const other = old.get(keyOf(zone.origin));
      return other === undefined ? [] : [{ origin: zone.origin, changes: changesBetween(other, zone) }];
    }),
    [
      ...after
        .filter(({ origin }) => !old.has(keyOf(origin)))
        .map(({ origin }) => ({ origin, kind: "added" as const })),
      ...before
        .filter(({ origin }) => !now.has(keyOf(origin)))
        .map(({ origin }) => ({ origin, kind: "removed" as const })),
    ],
  );
}
