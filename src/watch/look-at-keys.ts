import { NOERROR } from "../../dns/message-rcode.ts";
import { keyOf } from "../../dns/name.ts";
import { parsePolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { DNSKEY, SOA } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import { askParent } from "../delegation/ask-parent.ts";
import type { ParentView } from "../delegation/delegation.ts";
import { everyServer } from "../delegation/every-server.ts";
import { findParent, type Way, type ZoneServers } from "../delegation/find-parent.ts";
import type { KeyLook, UnsignedNameserver } from "../dnssec/key-looks.ts";
import type { Answer, LookPatience, Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { type ShownBy, unsignedAmong } from "./unsigned-among.ts";

/** Where to look for the keys of a zone, and for its DS. */
export interface WhereToLook {
  /** Every nameserver address of the zone: ours, and others. */
  readonly nameservers: readonly Nameserver[];
  /** Where the search for the parent begins: the root, or a zone above. */
  readonly start: ZoneServers;
  readonly way: Way;
}

/** A look at the keys of a zone, and why a part of it is left out: sentences without their final stops. */
export interface LookedAt {
  readonly look: KeyLook;
  readonly gaps: readonly string[];
}

/**
 * Looks at once which keys all nameservers of a zone show, and which DS all servers of its parent have. One that is silent, or
 * two that differ, leave their part out: it counts as not seen.
 */
export async function lookAtKeys(
  zone: Pick<Zone, "origin">,
  where: WhereToLook,
  by: string,
  world: Pick<World, "look" | "now">,
): Promise<LookedAt> {
  const at = world.now();
  const [shown, ds] = await Promise.all([
    shownBy(zone.origin, where.nameservers, world.look),
    dsOf(zone, where),
  ]);
  const unsigned = unsignedAmong(zone.origin, shown);
  const counter = counterOf(zone.origin, shown, unsigned);
  return {
    look: {
      at,
      by,
      ...("seen" in counter && { counter: counter.seen }),
      ...("seen" in ds && { ds: ds.seen }),
      ...(unsigned.length > 0 && { unsigned }),
    },
    gaps: [counter, ds].flatMap((part) => ("gaps" in part ? part.gaps : [])),
  };
}

type Part<Seen> = { readonly seen: Seen } | { readonly gaps: readonly string[] };

const PATIENCE: LookPatience = { timeout: 2_000, tries: 3 };

function shownBy(
  origin: Zone["origin"],
  nameservers: readonly Nameserver[],
  look: World["look"],
): Promise<ShownBy[]> {
  const questions = [
    { name: origin, type: SIGNING_POLICY },
    { name: origin, type: SOA, dnssec: true },
    { name: origin, type: DNSKEY, dnssec: true },
  ];
  return Promise.all(
    nameservers.map(async (nameserver) => {
      const [policy, soa, keys] = await look(nameserver, questions, PATIENCE);
      return { nameserver, policy: policy!, soa: soa!, keys: keys! }; // an answer for each question
    }),
  );
}

function counterOf(
  origin: Zone["origin"],
  shown: readonly ShownBy[],
  unsigned: readonly UnsignedNameserver[],
): Part<number> {
  if (shown.length === 0) return { gaps: ["no address of a nameserver is known"] };
  const said = shown.map(({ nameserver, policy, soa }) => {
    const counter = counterIn(origin, policy, soa);
    const who = `${nameserver.name} (${nameserver.address})`;
    return typeof counter === "number" ? { who, counter } : { who, gap: `${who} ${counter.gap}` };
  });
  const gaps = [
    ...said.flatMap((each) => ("gap" in each && each.gap !== undefined ? [each.gap] : [])),
    ...unsigned.map(({ name, address }) => `${name} (${address}) answers the zone without signatures`),
  ];
  if (gaps.length > 0) return { gaps };
  const counters = said.flatMap((each) => ("counter" in each && each.counter !== undefined ? [each] : []));
  const first = counters[0]!; // there is a nameserver, and none has a gap
  const other = counters.find(({ counter }) => counter !== first.counter);
  if (other === undefined) return { seen: first.counter };
  return {
    gaps: [
      `the nameservers differ: ${first.who} shows state ${first.counter} of the keys, and ${other.who} state ${other.counter}`,
    ],
  };
}

/** The state of the keys that an answer shows; 0 where the zone is answered, and not signed by us. */
function counterIn(origin: Zone["origin"], policy: Answer, soa: Answer): number | { readonly gap: string } {
  for (const answer of [policy, soa]) {
    if (answer.outcome !== "reply") return { gap: `is silent: ${answer.reason}` };
    if (answer.rcode !== NOERROR || !answer.aa) return { gap: "does not answer for the zone" };
  }
  if (policy.outcome !== "reply" || soa.outcome !== "reply") return { gap: "is silent" };
  const isAnswered = soa.answer.some(({ type, owner }) => type === SOA && keyOf(owner) === keyOf(origin));
  if (!isAnswered) return { gap: "does not answer for the zone" };
  const record = policy.answer.find(
    ({ type, owner }) => type === SIGNING_POLICY && keyOf(owner) === keyOf(origin),
  );
  if (record === undefined) return 0;
  const parsed = parsePolicy(record.rdata);
  return "fault" in parsed
    ? { gap: `shows keys in a form that is not known here: ${parsed.fault}` }
    : parsed.counter;
}

async function dsOf(
  { origin }: Pick<Zone, "origin">,
  { start, way }: WhereToLook,
): Promise<Part<NonNullable<KeyLook["ds"]>>> {
  const parent = await findParent(origin, start, way);
  if ("fault" in parent) return { gaps: [`the parent was not found: ${parent.fault}`] };
  const { servers, lost } = await everyServer(parent, way);
  const reached = await askParent(origin, { ...parent, servers }, way.asker);
  const gaps = [
    ...(lost.length > 0 ? ["not all servers of the parent have an address that is known"] : []),
    ...reached.flatMap(({ server, says }) => {
      const who = `${server.name} (${server.address}), a server of the parent,`;
      if (says.kind === "silent") return [`${who} is silent: ${says.reason}`];
      return says.kind === "not-delegated" ? [`${who} does not delegate the zone`] : [];
    }),
    ...(reached.length === 0 ? ["no server of the parent can be reached from here"] : []),
  ];
  if (gaps.length > 0) return { gaps };
  return agreed(reached);
}

/** The DS that all servers of the parent have. */
function agreed(views: readonly ParentView[]): Part<NonNullable<KeyLook["ds"]>> {
  const sets = views.map(({ server, says }) => {
    const ds = "ds" in says ? says.ds : [];
    return {
      server,
      set: ds.map(({ rdata }) => rdata).sort(),
      ttl: Math.max(0, ...ds.map(({ ttl }) => ttl)),
    };
  });
  const first = sets[0]!; // somebody was reached
  const other = sets.find(({ set }) => set.join("\n") !== first.set.join("\n"));
  if (other !== undefined) {
    return {
      gaps: [
        `the servers of the parent differ: ${first.server.name} has ${first.set.length} DS, and ${other.server.name} has others`,
      ],
    };
  }
  return { seen: { set: first.set, ttl: Math.max(...sets.map(({ ttl }) => ttl)) } };
}
