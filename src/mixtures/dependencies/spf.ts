import { isName, keyOf, type Name, parseName, ROOT } from "../../../dns/name.ts";
import { textOf } from "../../../dns/text-of.ts";
import { MX, TXT } from "../../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import { isSpf, parseSpf } from "../../lint/spf-record.ts";
import type { Dependency, Dependent, Ground } from "../dependency.ts";
import type { Outcome } from "../item.ts";
import { anyOf, type Look, lookThrough, UNDECIDED, WORKS } from "../look.ts";

/**
 * A sender policy needs each of what it names: without the policy of an `include` or `redirect` all of it is an error
 * (RFC 7208 §5.2, §6.1), and without its addresses a host is none that may send.
 */
export function spfOf({ zone, owner, type, before, after }: Dependent, { itemOf }: Ground): Dependency[] {
  const item = itemOf(owner, TXT, false);
  const terms = new Map<string, Need>();
  for (const need of [...needsOf(before, owner), ...needsOf(after, owner)]) terms.set(idOf(need), need);
  return [...terms].map(
    ([detail, need]): Dependency => ({
      kind: "spf",
      zone,
      owner,
      type,
      detail,
      evaluate: (pick) => {
        const look = lookThrough(pick, itemOf);
        const found = look.records(owner, TXT);
        if (found.kind === "outside") return UNDECIDED;
        if (found.kind === "none") return WORKS;
        return needsOf(found.records, owner).some((each) => idOf(each) === detail) ? meet(look, need) : WORKS;
      },
      isDanger: () => true,
      words: {
        who: ["those who judge mail by the SPF", "find"],
        by: "SPF",
        own: item.key,
      },
    }),
  );
}

/** The names that a policy in these records leads to. */
export function spfTargets(records: readonly ZoneRecord[], owner: Name): Name[] {
  return needsOf(records, owner).map(({ domain }) => domain);
}

/** The records have a sender policy. */
export function hasSpf(records: readonly ZoneRecord[]): boolean {
  return records.some(({ type, rdata }) => type === TXT && isSpf(textOf(rdata)));
}

interface Need {
  readonly what: "policy" | "addresses" | "exchanges";
  readonly domain: Name;
}

function idOf({ what, domain }: Need): string {
  return `${what} ${domain}`;
}

function meet(look: Look, { what, domain }: Need): Outcome {
  switch (what) {
    case "policy": {
      const found = look.records(domain, TXT);
      if (found.kind === "outside") return UNDECIDED;
      return found.kind === "records" && hasSpf(found.records)
        ? WORKS
        : { verdict: "fails", missing: [domain] };
    }
    case "addresses":
      return anyOf(look, [domain]);
    case "exchanges":
      return anyOf(look, [domain], [MX]);
    default:
      return what satisfies never;
  }
}

/** What the policies among these records name. A name with a macro is another one for every mail, so it is not decided. */
function needsOf(records: readonly ZoneRecord[], owner: Name): Need[] {
  return records.flatMap((record): Need[] => {
    const text = record.type === TXT ? textOf(record.rdata) : "";
    if (!isSpf(text)) return [];
    const terms = parseSpf(text);
    if (!Array.isArray(terms)) return [];
    return (terms as Exclude<typeof terms, { message: string }>).flatMap((term): Need[] => {
      if (!(term.kind in NEEDS)) return [];
      const written = "domain" in term ? term.domain : undefined;
      if (written?.includes("%") === true) return [];
      const domain = written === undefined ? owner : parseName(written, ROOT);
      if (!isName(domain)) return [];
      return [{ what: NEEDS[term.kind as keyof typeof NEEDS], domain: keyOf(domain) }]; // it is one of them by the check above
    });
  });
}

const NEEDS = {
  include: "policy",
  redirect: "policy",
  a: "addresses",
  mx: "exchanges",
} as const;
