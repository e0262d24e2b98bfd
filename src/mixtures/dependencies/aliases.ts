import { childOf, keyOf, type Name, parentOf } from "../../../dns/name.ts";
import { A, AAAA, CNAME, MX, NSEC, RRSIG, TLSA, TXT } from "../../../dns/type-numbers.ts";
import { nodeAt, type ZoneNode, zoneOf } from "../../verify/zone-model.ts";
import type { Dependency, Dependent, Ground } from "../dependency.ts";
import { hopOf, type Side } from "../hop.ts";
import { ADDRESSES, anyOf, lookThrough } from "../look.ts";
import { isMailService } from "./certificates.ts";
import { hasSpf } from "./spf.ts";

/** An alias: what its target has is there for those who come by it, each type by itself, and of addresses either family. */
export function aliasOf({ zone, owner, type }: Dependent, ground: Ground): Dependency[] {
  return aliasFrom(keyOf(owner), { zone, owner, type }, ground);
}

/** The dependency of those who ask for `name`, which the alias at `owner` sends on. */
export function aliasFrom(
  name: Name,
  { zone, owner, type }: Pick<Dependent, "zone" | "owner" | "type">,
  { sides, itemOf }: Ground,
): Dependency[] {
  const ends = [sides.before, sides.after].map((side) => endOf(side, name));
  const nodes = ends.filter((end) => end !== undefined && end !== "outside");
  const types = new Set(nodes.flatMap((node) => [...node.rrsets.keys()]));
  // Whatever others have at the end, somebody goes there for an address.
  const isHost = ends.includes("outside") || ADDRESSES.some((each) => types.has(each));
  const needs: (readonly number[])[] = isHost ? [ADDRESSES] : [];
  for (const each of types) if (!NOT_ASKED.has(each)) needs.push([each]);
  const isPolicy = nodes.some((node) => hasSpf(node.rrsets.get(TXT) ?? []));
  return needs.map(([first = A, ...more]) => {
    const own = itemOf(name, first, true).key;
    return {
      kind: "alias",
      zone,
      owner,
      type,
      detail: `${name}${first}`,
      evaluate: (pick) => {
        const look = lookThrough(pick, itemOf);
        const outcome = anyOf(look, [name], [first, ...more]);
        return outcome.verdict === "fails" ? { ...outcome, missing: lastOf(pick) } : outcome;
      },
      isDanger: () => first === MX || (first === TXT && isPolicy) || (first === TLSA && isMailService(name)),
      words: { who: ["those who follow the CNAME", "find"], by: "CNAME", own },
    };

    function lastOf(pick: Parameters<typeof lookThrough>[0]): Name[] {
      let at = name;
      for (let links = 0; links < MOST_LINKS; links++) {
        const hop = pick(itemOf(at, first, true));
        if (hop.kind !== "alias") break;
        at = keyOf(hop.target);
      }
      return [at];
    }
  });
}

const MOST_LINKS = 16;

/** Addresses are asked for together; an alias has nothing else, and what signs comes with what it signs. */
const NOT_ASKED: ReadonlySet<number> = new Set([A, AAAA, CNAME, NSEC, RRSIG]);

/** The node that answers where the aliases from a name end, if our zones have it. */
function endOf(side: Side, name: Name): ZoneNode | "outside" | undefined {
  let at = name;
  for (let links = 0; links < MOST_LINKS; links++) {
    const hop = hopOf(side, at, CNAME);
    if (hop.kind === "none") return answeringNode(side, at);
    if (hop.kind !== "records") return hop.kind === "outside" ? "outside" : undefined;
    at = keyOf(hop.records.at(-1)!.rdata as Name); // rdata of a CNAME is a name
  }
  return undefined;
}

/** The name's own node, or the wildcard that stands in for it (RFC 4592 §3.3.1). */
function answeringNode({ models }: Side, name: Name): ZoneNode | undefined {
  const model = zoneOf(models, name);
  if (model === undefined) return undefined;
  let at = name;
  while (nodeAt(model, at) === undefined) at = parentOf(at);
  if (at === name) return nodeAt(model, at);
  return nodeAt(model, childOf("*", at));
}
