import { createHash } from "node:crypto";
import { base32hex } from "../../dns/fields/base32hex.ts";
import { keyOf, labelsOf, type Name, parentOf, printName, sortKeyOf } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import { decode } from "../../dns/records/index.ts";
import { DS, NSEC, NSEC3, NSEC3PARAM, RRSIG, SOA } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { Octets } from "../../dns/wire.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { ZONE_HEAD } from "./zone-head.ts";
import { cutAbove, type Node, recordsAt, type ZoneIndex } from "./zone-index.ts";

const SIGNED_SOA = "@ RRSIG SOA 13 2 300 20300101000000 20200101000000 1 @ AAAA\n";

const DENIAL_CHAIN: Rule = {
  id: "denial-chain",
  severity: "error",
  source: "RFC 4035 §2.3, RFC 5155 §7.1",
  about: "A signed zone whose chain of NSEC or NSEC3 has a gap; a warning where it has none of them",
  why: "Some answer that a name or a type does not exist cannot be proved, and resolvers that validate take it for forged. Our server refuses the zone.",
  mend: "Sign the zone again. While one chain takes the place of another, one of them has to be complete.",
  firm: true,
  accepted: [
    {
      "example.com.zone": `${ZONE_HEAD}${SIGNED_SOA}@ NSEC www NS SOA RRSIG NSEC\nwww A 192.0.2.1\nwww NSEC @ A RRSIG NSEC\n`,
    },
  ],
  refused: [
    {
      sample: {
        "example.com.zone": `${ZONE_HEAD}${SIGNED_SOA}@ NSEC www NS SOA RRSIG NSEC\nftp A 192.0.2.1\nwww A 192.0.2.1\nwww NSEC @ A RRSIG NSEC\n`,
      },
      finds: ["7:1 ftp.example.com. has no NSEC, which every name of a signed zone has"],
    },
    {
      sample: {
        "example.com.zone": `${ZONE_HEAD}${SIGNED_SOA}@ NSEC nothing NS SOA RRSIG NSEC\nwww A 192.0.2.1\nwww NSEC @ A RRSIG NSEC\n`,
      },
      finds: ["6:1 NSEC of example.com. does not lead to the next, which is www.example.com."],
    },
    {
      sample: { "example.com.zone": `${ZONE_HEAD}${SIGNED_SOA}` },
      finds: ["5:1 The zone is signed and has no NSEC, nor NSEC3 of its NSEC3PARAM"],
    },
  ],
};

/** What proves that something does not exist. */
export const DENIAL: Family = {
  subject: "Proofs of what does not exist",
  rules: [DENIAL_CHAIN],
  check: checkDenial,
};

/** What a chain lacks. */
interface Gap {
  readonly at: Position;
  readonly message: string;
  readonly record: LintRecord | undefined;
}

const HELP = "Sign the zone again.";

function checkDenial(index: ZoneIndex, find: Find): void {
  const { zone, nodes, apex, setsOf } = index;
  const signature = recordsAt(nodes.get(apex), RRSIG).find(({ rdata }) => covers(rdata) === SOA);
  if (signature === undefined || !zone.complete) return;
  const parameters = setsOf(NSEC3PARAM).flatMap(({ owner, records }) => (owner === apex ? records : []));
  let gap: Gap | undefined;
  let longest = 0;
  for (const chain of [...parameters.flatMap((record) => nsec3Chain(index, record)), nsecChain(index)]) {
    if (chain.links.length === 0) continue;
    const found = chain.findGap();
    if (found === undefined) return;
    if (chain.links.length > longest) gap = found;
    longest = Math.max(longest, chain.links.length);
  }
  if (gap !== undefined) {
    find(DENIAL_CHAIN, gap.at, gap.message, HELP, gap.record);
    return;
  }
  const message = "The zone is signed and has no NSEC, nor NSEC3 of its NSEC3PARAM";
  find({ ...DENIAL_CHAIN, severity: "warning" }, signature.at, message, HELP, signature);
}

/** The records of a chain in its order, and what is missing in it. */
interface Chain {
  readonly links: readonly Link[];
  readonly findGap: () => Gap | undefined;
}

interface Link {
  /** What the link before has to lead to. */
  readonly key: string;
  readonly next: string;
  readonly record: LintRecord;
}

function nsecChain(index: ZoneIndex): Chain {
  const links = index
    .setsOf(NSEC)
    .filter(({ owner }) => isOurs(owner, index))
    .map(({ owner, records: [record] }): Link & { readonly order: string } => {
      const nsec = decode(NSEC, record!.rdata); // a set has a record
      const next = nsec.type === "NSEC" ? keyOf(nsec.next_domain_name) : "";
      return { key: owner, next, record: record!, order: sortKeyOf(owner) };
    })
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const owners = new Set(links.map(({ key }) => key));
  const findGap = () => {
    for (const node of index.nodes.values()) {
      if (isOurs(node.name, index) && !isHidden(node) && !owners.has(node.name)) {
        return missing(node.name, NSEC, index);
      }
    }
    return wrongNext(links, NSEC);
  };
  return { links, findGap };
}

/** The chain with these parameters; none where they are not for use (RFC 5155 §4.1.2), or of a hash that is not known. */
function nsec3Chain(index: ZoneIndex, { rdata }: LintRecord): Chain[] {
  const parameters = decode(NSEC3PARAM, rdata);
  if (parameters.type !== "NSEC3PARAM" || parameters.hash_algorithm !== SHA1 || parameters.flags !== 0)
    return [];
  const { iterations, salt } = parameters;
  const links = index
    .setsOf(NSEC3)
    .filter(({ owner }) => isOurs(owner, index) && owner.charCodeAt(0) === HASH_LABEL_LENGTH)
    .flatMap(({ owner, records: [record] }): (Link & { readonly isOptOut: boolean })[] => {
      const nsec3 = decode(NSEC3, record!.rdata); // a set has a record
      if (nsec3.type !== "NSEC3" || nsec3.hash_algorithm !== SHA1) return [];
      if (nsec3.iterations !== iterations || nsec3.salt !== salt) return [];
      const next = base32hex.print(nsec3.next_hashed_owner);
      return [{ key: labelsOf(owner)[0]!, next, record: record!, isOptOut: (nsec3.flags & OPT_OUT) !== 0 }];
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const findGap = () => {
    const hashes = new Set(links.map(({ key }) => key));
    for (const [name, isNeeded] of provableNames(index)) {
      const hash = hashOf(name, iterations, salt);
      if (hashes.has(hash)) continue;
      // Hashes go round in a circle: before the first stands the last.
      const covering = links.findLast(({ key }) => key < hash) ?? links.at(-1)!;
      if (isNeeded || !covering.isOptOut) return missing(name, NSEC3, index);
    }
    return wrongNext(links, NSEC3);
  };
  return [{ links, findGap }];
}

const SHA1 = 1; // the only hash there is (RFC 5155 §11)
const OPT_OUT = 1; // RFC 5155 §3.1.2.1
const HASH_LABEL_LENGTH = 32;

/**
 * Names that NSEC3 tells of, empty non-terminals too, and whether it must: delegations without DS, and what is only above such,
 * may be left out where opt-out covers them (RFC 5155 §7.1). Names come after those above them.
 */
function provableNames(index: ZoneIndex): ReadonlyMap<Name, boolean> {
  const names = new Map<Name, boolean>();
  const note = (name: Name, isNeeded: boolean): void => {
    const known = names.get(name);
    if (known === true || known === isNeeded) return;
    if (name !== index.apex) note(parentOf(name), isNeeded);
    names.set(name, isNeeded);
  };
  for (const node of index.nodes.values()) {
    if (!isOurs(node.name, index) || isHidden(node)) continue;
    note(node.name, !index.cuts.has(node.name) || recordsAt(node, DS).length > 0);
  }
  return names;
}

/** RFC 5155 §5. */
function hashOf(name: Name, iterations: number, salt: Octets): string {
  let octets: Octets = name;
  for (let round = 0; round <= iterations; round++) {
    octets = createHash("sha1")
      .update(octets + salt, "latin1")
      .digest("latin1");
  }
  return base32hex.print(octets);
}

/** The zone has a say at this name: it lies in it, and not below a delegation. */
function isOurs(name: Name, index: ZoneIndex): boolean {
  const cut = cutAbove(name, index);
  return name.endsWith(index.apex) && (cut === undefined || cut === name);
}

/** It holds NSEC3 and their signatures alone, so it is no name (RFC 5155 §7.2.8). */
function isHidden({ sets }: Node): boolean {
  return sets.every(
    ({ type, records }) =>
      type === NSEC3 || (type === RRSIG && records.every(({ rdata }) => covers(rdata) === NSEC3)),
  );
}

/** The type that an RRSIG covers (RFC 4034 §3.1.1). */
function covers(rdata: Octets): number {
  return (rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1);
}

function missing(name: Name, type: number, { nodes, zone }: ZoneIndex): Gap {
  const record = nodes.get(name)?.sets[0]?.records[0];
  const message = `${printName(record?.owner ?? name)} has no ${typeName(type)}, which every name of a signed zone has`;
  return { at: record?.at ?? zone.at, message, record };
}

function wrongNext(links: readonly Link[], type: number): Gap | undefined {
  for (const [at, { next, record }] of links.entries()) {
    const following = links[(at + 1) % links.length]!;
    if (next === following.key) continue;
    const message = `${typeName(type)} of ${printName(record.owner)} does not lead to the next, which is ${printName(following.record.owner)}`;
    return { at: record.at, message, record };
  }
  return undefined;
}
