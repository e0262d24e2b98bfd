import { type Name, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { NotChecked } from "../lint/outside.ts";
import type { Plan, ZonePlan } from "../plan/plan.ts";
import type { SerialDecision } from "../serial/decide.ts";
import type { Verification } from "../verify/types.ts";
import { count } from "./wording.ts";

/** What to do where serials could not be decided: one sentence or two for each reason, none where all were. */
export function undecidedNotes({ zones }: Plan): string[] {
  const has = (kind: SerialDecision["kind"]) => zones.some(({ decision }) => decision.kind === kind);
  return [
    ...(has("unknown") ? [HOW_TO_TELL_A_SERIAL] : []),
    ...(has("no-greatest") ? [HOW_TO_MEND_NO_GREATEST] : []),
  ];
}

const HOW_TO_TELL_A_SERIAL =
  "A zone's next serial is not known while a nameserver is silent, for it may answer with a greater one. " +
  "Name a folder of rendered files with --published DIR, or tell the greatest serial that was ever used with " +
  "--serial-above ZONE=SERIAL.";

const HOW_TO_MEND_NO_GREATEST =
  "No serial is greater than all that are answered, so whoever is left behind would never take the zone again. " +
  "Where one of them lies or errs, have it load the zone anew, or take that nameserver out of _config.yaml.";

/** Who did not tell, and why, so that serials are unknown: once for all zones. */
export function silenceNotes({ zones }: Plan): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { decision } of zones) {
    if (decision.kind !== "unknown") continue;
    for (const { by, reason } of decision.silent) {
      const places = byReason.get(reason);
      if (places === undefined) byReason.set(reason, new Set([by]));
      else places.add(by);
    }
  }
  return [...byReason].map(
    ([reason, places]) => `${[...places].join(", ")} did not tell what is published: ${reason}.`,
  );
}

/** What was compared and what was not, where the records themselves could be asked for. */
export function comparedNotes({ zones }: Plan): string[] {
  const unseen = zones.filter(({ notGiven }) => notGiven !== undefined);
  const signed = zones.filter(({ isSigned }) => isSigned);
  const why = unseen.flatMap(({ notGiven = [] }) => notGiven);
  return [
    ...(unseen.length === 0 ? [] : [notGivenNote(zoneNames(unseen), why)]),
    ...(signed.length === 0
      ? []
      : [`${zoneNames(signed)}: signed on the way to the nameservers; what signing makes was not compared.`]),
  ];
}

/**
 * That the records themselves were not compared, and why: one sentence.
 *
 * @param which the zones
 * @param places who did not give them, each with its reason
 */
export function notGivenNote(
  which: string,
  places: readonly { readonly by: string; readonly reason: string }[],
): string {
  const byReason = Map.groupBy(places, ({ reason }) => reason);
  const reasons = [...byReason].map(
    ([reason, those]) => `${[...new Set(those.map(({ by }) => by))].join(", ")}: ${reason}`,
  );
  return `${which}: compared by serial and ZONEMD digest alone, for no transfer was given (${reasons.join("; ")}).`;
}

const MOST_NAMED = 3; // zones in a note

function zoneNames(plans: readonly ZonePlan[]): string {
  return namesInShort(plans.map(({ zone }) => zone.origin));
}

/** Zones by name, the first of them where there are many. */
export function namesInShort(zones: readonly Name[]): string {
  const rest = zones.length - MOST_NAMED;
  const names = zones.slice(0, MOST_NAMED).map(printName);
  return names.join(", ") + (rest > 0 ? ` and ${count(rest, "more zone")}` : "");
}

/** Which rules were not checked, in one sentence: none passed, and few readers can do something about it. */
export function notCheckedNotes(notChecked: readonly NotChecked[]): string[] {
  if (notChecked.length === 0) return [];
  const byReason = new Map<string, string[]>();
  for (const { rule, reason } of notChecked) {
    const rules = byReason.get(reason);
    if (rules === undefined) byReason.set(reason, [rule]);
    else rules.push(rule);
  }
  const groups = [...byReason].map(([reason, rules]) => `${rules.join(", ")} (${reason})`);
  return [`Not checked: ${groups.join("; ")}.`];
}

/** What the reader must know of the program that asked. */
export function clientNotes({ paths, silentTargets = [] }: Verification): string[] {
  const notes = silentTargets.map(
    (target) =>
      `Nobody answered for ${printName(target)}, the target of an ALIAS, so the addresses there were not compared.`,
  );
  if (paths.length > 0 && paths.every(({ client }) => client.kind === "built-in")) {
    notes.push(
      "dig was not found, so the built-in DNS client asked. Debian's package bind9-dnsutils has dig.",
    );
  }
  const instead = paths.reduce((sum, path) => sum + path.instead, 0);
  if (instead > 0) {
    notes.push(
      `dig's output could not be read for ${instead} questions; the built-in DNS client asked those.`,
    );
  }
  const recut = new Set(paths.flatMap((path) => path.recut ?? []).map(printName));
  if (recut.size > 0) {
    const [first] = recut;
    const which = recut.size === 1 ? first : `${first} and ${count(recut.size - 1, "more name")}`;
    notes.push(`The text of ${which} is cut into other strings than in the zone: it is the same text.`);
  }
  return [...notes, ...elsewhereNotes(paths), ...limitedNotes(paths)];
}

/** Addresses at an ALIAS that nobody saw here, one sentence for each name and type. They count as right: nobody here can look from there. */
export function elsewhereNotes(paths: Verification["paths"]): string[] {
  const all = paths.flatMap(({ nameserver, elsewhere = [] }) =>
    elsewhere.map((each) => ({ ...each, by: nameserver.name })),
  );
  const byQuestion = Map.groupBy(all, ({ name, type }) => `${printName(name)} ${typeName(type)}`);
  return [...byQuestion].map(([question, answers]) => {
    const [first] = answers;
    const { got, expected } = first!;
    const isFar = answers.some(({ isNear }) => !isNear);
    const why = isFar
      ? "It may answer that region so; else look at what the machine's self-check tells of its aliases."
      : "The networks are the same, as where a target answers by turns or by region.";
    const who = [...new Set(answers.map(({ by }) => by))].join(", ");
    return `${question}: ${who} answers ${got.replaceAll("\n", ", ")}, which nobody saw here (${expected}). ${why}`;
  });
}

/** How many answers a limit of a nameserver cut short, such as response rate limiting. They were right over TCP, or are told as wrong. */
export function limitedNotes(paths: Verification["paths"]): string[] {
  const limited = paths.reduce((sum, path) => sum + (path.limited ?? 0), 0);
  if (limited === 0) return [];
  const were = limited === 1 ? "was" : "were";
  return [
    `${count(limited, "answer")} over UDP ${were} cut short (TC) by a limit, not by ${limited === 1 ? "its" : "their"} size, and asked again over TCP.`,
  ];
}
