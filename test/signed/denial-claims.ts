import { keyOf, type Name, printName } from "../../dns/name.ts";
import { CNAME, NSEC3 } from "../../dns/type-numbers.ts";
import { readDenials, type SignedAnswer } from "../../src/proof/denial.ts";
import { hashOf } from "../../src/proof/denial-hash.ts";
import { expectAnswer } from "../../src/verify/expect.ts";
import { type ChainLimits, OUR_LIMITS } from "../../src/verify/follow-alias.ts";
import { type ZoneModels, zoneFor } from "../../src/verify/zone-model.ts";

/** What is proved of the last name, as a text. */
export function provedClaims(
  models: ZoneModels,
  name: Name,
  type: number,
  { rcode, answer, authority }: Pick<SignedAnswer, "rcode" | "answer" | "authority">,
): string[] {
  return readDenials({ name, type, rcode, answer, authority }, (at, asked) => signedApex(models, at, asked))
    .filter(({ kind }) => kind !== "wildcard")
    .map((denial) => {
      if (denial.kind !== "nothing")
        return `${printName(name)} ${type}: ${denial.kind} ${printName(denial.name)}`;
      return `${printName(name)} ${type}: ${denial.reason}`;
    });
}

function signedApex(models: ZoneModels, name: Name, type: number): Name | undefined {
  const model = zoneFor(models, name, type);
  return model?.isSigned === true ? model.origin : undefined;
}

/** What has to be proved of it, by the model of answers. */
export function expectedClaims(
  models: ZoneModels,
  name: Name,
  type: number,
  limits: ChainLimits = OUR_LIMITS,
): string[] {
  const expectation = expectAnswer(models, { name, type, dnssec: true }, limits);
  const ending = expectation.outcome === "alias" ? expectation.end : expectation;
  const links =
    expectation.outcome === "alias" ? expectation.records.filter((record) => record.type === CNAME) : [];
  const last = keyOf((links.at(-1)?.rdata ?? name) as Name); // rdata of CNAME is a name
  const claim = (kind: string, at: Name) => [`${printName(name)} ${type}: ${kind} ${printName(keyOf(at))}`];
  switch (ending?.outcome) {
    case "nxdomain": {
      const star = unprovableWildcard(models, last, type);
      if (star !== undefined) return claim("no NSEC3 covers", star);
      return signedApex(models, last, type) === undefined ? [] : claim("no-name", last);
    }
    case "nodata":
      return signedApex(models, last, type) === undefined ? [] : claim("no-type", last);
    case "referral":
      return ending.isSigned && ending.ds.length === 0
        ? claim("insecure-delegation", ending.ns[0]!.owner)
        : [];
    default:
      return [];
  }
}

/**
 * With opt-out the closest encloser may have no NSEC3, when only unsigned delegations are below it. If there is a wildcard
 * where the closest one stands that has, nobody can prove that it does not reach the name (RFC 5155 §7.2.2).
 */
function unprovableWildcard(models: ZoneModels, name: Name, type: number): Name | undefined {
  const model = zoneFor(models, name, type)!;
  const [first] = [...model.hashes.values()].flatMap(({ rrsets }) => rrsets.get(NSEC3) ?? []);
  if (!model.isSigned || first === undefined) return undefined;
  const at = parametersOf(first.rdata);
  for (let above = name; ; above = above.slice(1 + above.charCodeAt(0)) as Name) {
    if (!model.hashes.has(keyOf(`\x20${hashOf(above, at)}${model.origin}` as Name))) continue;
    const star = `\x01*${above}` as Name;
    return model.nodes.has(star) ? star : undefined;
  }
}

function parametersOf(rdata: string): { iterations: number; salt: string } {
  const iterations = (rdata.charCodeAt(2) << 8) | rdata.charCodeAt(3);
  return { iterations, salt: rdata.slice(5, 5 + rdata.charCodeAt(4)) };
}
