import { printName } from "../../../dns/name.ts";
import type { Danger } from "../../plan/dangers.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";

/** What somebody must allow, before everything else; what was allowed, and by whom. */
export function dangerSection(dangers: readonly Danger[]): string {
  const refused = dangers.filter(({ allowed }) => allowed === undefined);
  const lines = dangers.map((danger) => {
    const { zone, message, label, allowed } = danger;
    const about = `${codeSpan(printName(zone))}: ${escapeMarkdown(message)}.`;
    return allowed === undefined
      ? `> - ${about} To allow it, add the label ${codeSpan(label)}.`
      : `> - ${about} Allowed by ${codeSpan(allowed.by)} with ${codeSpan(label)} at ${escapeMarkdown(allowed.at)}.`;
  });
  const [kind, title] =
    refused.length > 0
      ? ["CAUTION", "**Refused until somebody allows it**"]
      : ["WARNING", "**Dangerous, and allowed**"];
  return [`> [!${kind}]`, `> ${title}`, ...lines].join("\n");
}
