import { isWildcard, type Name, printName } from "../../../dns/name.ts";
import { typeName } from "../../../dns/types.ts";
import type { Effect, EffectKind } from "../../plan/effects/effect.ts";
import { nameInZone } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";

/** What the changes of a zone do to the world: one line for each effect, with everything that has it. */
export function effectList(effects: readonly Effect[], origin: Name): string {
  const lines = new Map<string, Line>();
  for (const effect of gravestFirst(effects)) {
    const sentence = isPlainlyGone(effect) ? "Stops existing" : effect.message;
    let line = lines.get(sentence);
    if (line === undefined) {
      line = { kind: effect.kind, subjects: new Set(), listed: [] };
      lines.set(sentence, line);
    }
    addSubject(line, effect, origin);
  }
  return [...lines]
    .map(([sentence, { kind, subjects, listed }]) => {
      const more = subjects.size - listed.length;
      const who = `${listed.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
      const what = escapeMarkdown(sentence);
      return TELLS_MANY.includes(kind) ? `- ${what}: ${who}` : `- ${who}: ${what}`;
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

function addSubject({ subjects, listed }: Line, effect: Effect, origin: Name): void {
  const { owner, type } = effect;
  const isGone = isPlainlyGone(effect);
  const before = subjects.size;
  subjects.add(isGone ? owner : `${owner}${type}`);
  if (subjects.size === before || listed.length === MOST_LISTED) return;
  listed.push(
    isGone ? codeSpan(printName(owner)) : `${codeSpan(nameInZone(owner, origin))} ${typeName(type)}`,
  );
}

/** A wildcard that goes is more than a name. */
function isPlainlyGone({ kind, owner }: Effect): boolean {
  return kind === "name-gone" && !isWildcard(owner);
}

function gravestFirst(effects: readonly Effect[]): Effect[] {
  return GRAVEST.flatMap((kind) => effects.filter((effect) => effect.kind === kind));
}

/** Records of any zone that point to what goes: they do not change, so their zones may have no section. */
export function danglingSection(effects: readonly Effect[]): string | undefined {
  const lines = effects.flatMap(({ kind, message }) =>
    kind === "dangling" ? [`> - ${escapeMarkdown(message)}.`] : [],
  );
  if (lines.length === 0) return undefined;
  const more = lines.length - MOST_DANGLING;
  const rest = more > 0 ? [`> - … and ${more} more.`] : [];
  return ["> [!WARNING]", "> **Left dangling**", ...lines.slice(0, MOST_DANGLING), ...rest].join("\n");
}

/** What many changes have in common, so that the sentence comes first. */
const TELLS_MANY: readonly EffectKind[] = ["cached", "ttl-not-lowered", "name-gone"];

const MOST_DANGLING = 30;

/** What breaks something first; what merely takes its time last. */
const GRAVEST: readonly EffectKind[] = [
  "delegation",
  "policy",
  "wildcard",
  "name-gone",
  "ttl-not-lowered",
  "cached",
];

const MOST_LISTED = 10; // of those that have the same effect; the table above has them all
