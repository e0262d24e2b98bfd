import { type Name, printName } from "../../../dns/name.ts";
import { typeName } from "../../../dns/types.ts";
import type { Effect, EffectKind } from "../../plan/effects.ts";
import { nameInZone } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";

/** What the changes of a zone do to the world: one line for each effect, with everything that has it. */
export function effectList(effects: readonly Effect[], origin: Name): string {
  const lines = new Map<string, Line>();
  for (const effect of gravestFirst(effects)) {
    const sentence = effect.kind === "name-gone" ? "Stops existing" : effect.message;
    let line = lines.get(sentence);
    if (line === undefined) {
      line = { kind: effect.kind, subjects: new Set(), listed: [] };
      lines.set(sentence, line);
    }
    addSubject(line, effect, origin);
  }
  return [...lines]
    .map(([sentence, { kind, subjects, listed }]) => {
      const mark = kind === "dangling" ? "⚠️ " : "";
      const more = subjects.size - listed.length;
      const who = listed.length === 0 ? "" : `: ${listed.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
      return `- ${mark}${escapeMarkdown(sentence)}${who}`;
    })
    .join("\n");
}

/** An effect and what has it. */
interface Line {
  readonly kind: EffectKind;
  /** All of them: owners, with the type where it matters. There may be very many. */
  readonly subjects: Set<string>;
  /** The first of them, as Markdown. */
  readonly listed: string[];
}

function addSubject({ subjects, listed }: Line, { kind, owner, type }: Effect, origin: Name): void {
  if (kind === "dangling") return; // its sentence names it
  const before = subjects.size;
  subjects.add(kind === "name-gone" ? owner : `${owner}${type}`);
  if (subjects.size === before || listed.length === MOST_LISTED) return;
  listed.push(
    kind === "name-gone"
      ? codeSpan(printName(owner))
      : `${codeSpan(nameInZone(owner, origin))} ${typeName(type)}`,
  );
}

function gravestFirst(effects: readonly Effect[]): Effect[] {
  return GRAVEST.flatMap((kind) => effects.filter((effect) => effect.kind === kind));
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
