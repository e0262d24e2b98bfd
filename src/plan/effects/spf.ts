import type { RrsetChange } from "../changes.ts";
import { listed } from "./listed.ts";
import { textsOf } from "./texts.ts";

/** Who may send mail for a name after a change of its SPF; undefined where no text is one. */
export function spfSentence({ added, removed }: RrsetChange): string | undefined {
  const before = policyIn(textsOf(removed));
  const after = policyIn(textsOf(added));
  if (before === undefined && after === undefined) return undefined;
  if (before === undefined) {
    const senders = after!.senders.length === 0 ? "nobody" : listed(after!.senders);
    return `By SPF ${senders} may send mail from now on; ${elsewhere(after!.all)}`;
  }
  if (after === undefined) return "Who may send mail is no longer told, so anybody may as far as SPF goes";
  const come = after.senders.filter((term) => !before.senders.includes(term));
  const go = before.senders.filter((term) => !after.senders.includes(term));
  const parts = [
    ...(come.length > 0 ? [`${listed(come)} may send mail, too`] : []),
    ...(go.length > 0 ? [`${listed(go)} may no longer`] : []),
    ...(after.all === before.all ? [] : [`${elsewhere(after.all)}, until now ${before.all}`]),
  ];
  return parts.length === 0
    ? "The order of the terms of SPF changes, and the first that matches counts"
    : `By SPF ${parts.join("; ")}`;
}

interface Policy {
  /** Terms that say who may send; those that refuse somebody stand among them with their sign. */
  readonly senders: readonly string[];
  /** The term for everybody else, in the words of the record. */
  readonly all: string;
}

function policyIn(texts: readonly string[]): Policy | undefined {
  const text = texts.find((each) => /^v=spf1(\s|$)/i.test(each));
  if (text === undefined) return undefined;
  const terms = text
    .split(" ")
    .slice(1)
    .filter((term) => term !== "");
  const isLast = (term: string) => /^([+?~-]?all$|redirect=)/i.test(term);
  return {
    senders: terms.filter((term) => !isLast(term)),
    all: terms.find(isLast)?.toLowerCase() ?? "?all", // the default (RFC 7208 §4.7)
  };
}

function elsewhere(all: string): string {
  if (all.startsWith("redirect=")) return `about all others ${all.slice("redirect=".length)} decides`;
  const result = { "-": "fails", "~": "fails softly", "?": "is neither right nor wrong", "+": "is right" };
  const sign = (/^[-~?]/.exec(all)?.[0] ?? "+") as keyof typeof result; // one of the four by the pattern
  return `mail from elsewhere ${result[sign]} (${all})`;
}
