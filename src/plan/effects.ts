import { keyOf, type Name } from "../../dns/name.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { CAA, CNAME } from "../../dns/type-numbers.ts";
import type { SourceRecord } from "../source/source-zone.ts";
import type { RrsetChange } from "./changes.ts";
import { aliasSentence } from "./effects/aliases.ts";
import { cachesOf } from "./effects/caches.ts";
import { danglingEffects, type Spaces } from "./effects/dangling.ts";
import { delegationSentence } from "./effects/delegations.ts";
import type { Effect } from "./effects/effect.ts";
import { type NameSpace, nameSpaceOf } from "./effects/name-space.ts";
import { nameEffects } from "./effects/names.ts";
import { policySentence } from "./effects/policies.ts";
import { signingSentences } from "./effects/signing.ts";
import type { Plan, ZonePlan } from "./plan.ts";

/** The effects of a plan: zone by zone in the order of its changes, then what dangles. */
export function effectsOf(plan: Plan): Effect[] {
  const effects: Effect[] = [];
  const shrunk = new Map<Name, Spaces>();
  for (const zone of plan.zones) {
    const { changes = [], base = [] } = zone;
    const { origin, records } = zone.zone;
    if (base.length === 0) effects.push(...changes.flatMap((change) => signingEffects(change, origin)));
    if (changes.length === 0 || base.length === 0) continue; // nobody has asked a new zone yet
    const before = once(() => nameSpaceOf(origin, base));
    const after = once(() => nameSpaceOf(origin, records));
    if (changes.some(({ kind }) => kind === "removed")) shrunk.set(keyOf(origin), { before, after });
    for (const effect of effectsOfZone(zone, changes, before, after)) effects.push(effect);
  }
  return [...effects, ...danglingEffects(plan, shrunk)];
}

function effectsOfZone(
  plan: ZonePlan,
  changes: readonly RrsetChange<SourceRecord>[],
  before: () => NameSpace,
  after: () => NameSpace,
): Effect[] {
  const { origin, records } = plan.zone;
  const cachesOfChange = cachesOf(plan, before);
  const names = nameEffects(plan, before, after);
  const aliases = new Set(
    changes.filter(({ type, kind }) => type === CNAME && kind === "added").map(({ owner }) => keyOf(owner)),
  );
  const caa = once(() =>
    Map.groupBy(
      records.filter(({ type }) => type === CAA),
      ({ owner }) => keyOf(owner),
    ),
  );
  const of = changes.flatMap((change) => {
    const { owner, type, kind, added, removed } = change;
    const about = { zone: origin, owner, type };
    if (type === SIGNING_POLICY) return signingEffects(change, origin);
    const said = cachesOfChange(change);
    // Where nothing but its TTL changes, it says the same; an alias that takes its place says what holds now.
    const isSame = added.length + removed.length === 0;
    const isReplaced = kind === "removed" && aliases.has(keyOf(owner));
    if (!isSame && !isReplaced) {
      const isGone = () => after().answererOf(keyOf(owner)).kind !== "itself";
      const policy = policySentence(change, (name) => caa().get(name) ?? [], isGone);
      if (policy !== undefined) said.push({ kind: "policy", message: policy });
      const delegation = delegationSentence(change, origin, after);
      if (delegation !== undefined) said.push({ kind: "delegation", message: delegation });
      const alias = aliasSentence(change);
      if (alias !== undefined) said.push({ kind: "delegation", message: alias });
    }
    return said.map((one) => ({ ...about, ...one }));
  });
  return [...of, ...names];
}

function signingEffects(change: RrsetChange, zone: Name): Effect[] {
  const { owner, type } = change;
  return signingSentences(change, zone).map((message) => ({
    zone,
    owner,
    type,
    kind: "delegation",
    message,
  }));
}

/** Made when it is first asked for. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
