import { CNAME } from "../../../dns/type-numbers.ts";
import type { RrsetChange } from "../changes.ts";
import { clipped, listed } from "./listed.ts";
import { aliasTarget, textsOf } from "./texts.ts";

/** What receivers are asked to do with mail that fails its checks, before and after (RFC 7489 §6.3). */
export function dmarcSentence({ type, kind, added, removed }: RrsetChange): string | undefined {
  if (type === CNAME) {
    if (kind === "removed") return "The DMARC policy is no longer that of somebody else";
    return `The DMARC policy is the one at ${clipped(aliasTarget(added) ?? "")}, whoever writes it there`;
  }
  const before = tagsIn(textsOf(removed));
  const after = tagsIn(textsOf(added));
  if (before === undefined && after === undefined) return undefined;
  if (after === undefined) {
    return "It has no DMARC policy of its own any more: that of the domain above counts, if there is one";
  }
  if (before === undefined)
    return `When mail fails its checks, receivers should ${wish(after.get("p"))} (DMARC)`;
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (tag) => before.get(tag) !== after.get(tag),
  );
  const isPolicy = changed.includes("p");
  const others = changed
    .filter((tag) => tag !== "p")
    .map(
      (tag) =>
        `${tag}${TAGS[tag] === undefined ? "" : ` (${TAGS[tag]})`} ${fromTo(before.get(tag), after.get(tag))}`,
    );
  const parts = [
    ...(isPolicy
      ? [
          `When mail fails its checks, receivers should ${wish(after.get("p"))}, until now ${wish(before.get("p"))}`,
        ]
      : []),
    ...(others.length > 0 ? [`${isPolicy ? "changed is also" : "Of DMARC changes"} ${listed(others)}`] : []),
  ];
  return parts.length === 0
    ? "The DMARC policy is written otherwise and says the same"
    : `${parts.join("; ")}${isPolicy ? " (DMARC)" : ""}`;
}

const TAGS: { readonly [tag: string]: string | undefined } = {
  sp: "for names below",
  np: "for names that do not exist",
  pct: "the share of mail that it is about",
  rua: "where reports go",
  ruf: "where copies of failed mail go",
  adkim: "how exactly DKIM's domain must fit",
  aspf: "how exactly SPF's domain must fit",
};

function wish(policy: string | undefined): string {
  switch (policy?.toLowerCase()) {
    case "reject":
      return "refuse it (p=reject)";
    case "quarantine":
      return "treat it as suspicious (p=quarantine)";
    case "none":
      return "do nothing (p=none)";
    default:
      return `do what no standard says (p=${clipped(policy ?? "")})`;
  }
}

function fromTo(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `comes: ${clipped(after ?? "")}`;
  return after === undefined ? `goes: ${clipped(before)}` : `from ${clipped(before)} to ${clipped(after)}`;
}

/** The tags of the first text that is a policy. */
function tagsIn(texts: readonly string[]): ReadonlyMap<string, string> | undefined {
  const text = texts.find((each) => /^v=DMARC1\s*(;|$)/i.test(each));
  if (text === undefined) return undefined;
  return new Map(
    text.split(";").flatMap((part) => {
      const [name = "", ...value] = part.split("=");
      return value.length === 0 ? [] : [[name.trim().toLowerCase(), value.join("=").trim()] as const];
    }),
  );
}
