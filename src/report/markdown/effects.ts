import { type Name, printName } from "../../../dns/name.ts";
import { typeName } from "../../../dns/types.ts";
import type { Effect, EffectKind } from "../../plan/effects.ts";
import { nameInZone } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";

/** What the changes of a zone do to the world: one line for each effect, with everything that has it. */
export function effectList(effects: readonly Effect[], origin: Name): string {
  const lines = new Map<string, { readonly kind: EffectKind; readonly subjects: Set<string> }>();
  const gravestFirst = effects.toSorted((a, b) => GRAVEST.indexOf(a.kind) - GRAVEST.indexOf(b.kind));
  for (const { kind, owner, type, message } of gravestFirst) {
    const sentence = kind === "name-gone" ? "Stops existing" : message;
    const line = lines.get(sentence) ?? { kind, subjects: new Set() };
    lines.set(sentence, line);
    if (kind === "name-gone") line.subjects.add(codeSpan(printName(owner)));
    else if (kind !== "dangling")
      line.subjects.add(`${codeSpan(nameInZone(owner, origin))} ${typeName(type)}`);
  }
  return [...lines]
    .map(([sentence, { kind, subjects }]) => {
      const mark = kind === "dangling" ? "⚠️ " : "";
      const who = subjects.size === 0 ? "" : `: ${listed([...subjects])}`;
      return `- ${mark}${escapeMarkdown(sentence)}${who}`;
    })
    .join("\n");
}

/** What breaks something first; what merely takes its time last. */
const GRAVEST: readonly EffectKind[] = [
  "dangling",
  "delegation",
  "policy",
  "name-gone",
  "ttl-not-lowered",
  "cached",
];

const MOST_LISTED = 10; // of those that have the same effect; the table above has them all

function listed(subjects: readonly string[]): string {
  const more = subjects.length - MOST_LISTED;
  return `${subjects.slice(0, MOST_LISTED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
