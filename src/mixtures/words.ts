import { type Name, printName } from "../../dns/name.ts";
import { span } from "../../dns/span.ts";
import type { Failure } from "./item.ts";
import type { Lifetime, RemedyStep } from "./mixture.ts";

/** How one dependency is told. */
export interface Words {
  /** Who goes by the dependent RRset, with its verb: `mail that follows the MX`, `finds`. */
  readonly who: readonly [subject: string, verb: "finds" | "find"];
  /** The RRset that sends them: `MX`. */
  readonly by: string;
  /** The key of the item that the dependent RRset is. */
  readonly own: string;
  /** Instead of the sentences below. */
  readonly told?: (failure: Failure) => Told;
}

/** What is said of a failure. */
export interface Told {
  readonly message: string;
  readonly remedy: readonly RemedyStep[];
}

/** Tells what fails: for those who hold the old dependent RRset, for those who have the new one, or for both. */
export function tell(words: Words, failure: Failure): Told {
  if (words.told !== undefined) return words.told(failure);
  const { until, missing } = failure;
  const { who, by } = words;
  const [subject, verb] = who;
  const targets = namesText(missing);
  const it = missing.length === 1 ? "it" : "them";
  const position = positionOf(words, failure);
  switch (position) {
    case "held":
      return {
        message: `${forSpan(until)} ${subject.replace("the ", "the old ")} ${verb} no ${targets}: keep ${it} until then`,
        remedy: [
          { after: 0, what: `Change the ${by} and keep ${targets}` },
          { after: until, what: `Remove ${targets}` },
        ],
      };
    case "fresh":
      return {
        message: `${forSpan(until)} ${subject.replace("the ", "the new ")} ${verb} no ${targets} wherever ${denied(failure)}: add ${it} first`,
        remedy: [
          { after: 0, what: `Add ${targets}` },
          { after: until, what: `Change the ${by}` },
        ],
      };
    case "neither":
      return {
        message: `${forSpan(until)} ${subject} may find no ${targets}: let the new stand beside the old until then`,
        remedy: [
          { after: 0, what: `Let the old and the new answers of ${targets} stand side by side` },
          { after: until, what: "Remove the old ones" },
        ],
      };
    default:
      return position satisfies never;
  }
}

/** Where the dependent RRset itself stands in a failure. */
export function positionOf(words: Words, { held, fresh }: Failure): "held" | "fresh" | "neither" {
  if (held.some(({ key }) => key === words.own)) return "held";
  return fresh.some(({ key }) => key === words.own) ? "fresh" : "neither";
}

/** A denial that covers more than one name is in more caches than one for which somebody asked for just this name. */
function denied({ held, missing }: Failure): string {
  if (held.some(({ isWideDenial }) => isWideDenial === true)) return "a denial of it is cached";
  return missing.length === 1 ? "somebody asked for it before" : "somebody asked for them before";
}

/** The names in a sentence. */
function namesText(names: readonly Name[]): string {
  const texts = names.map(printName);
  const more = texts.length - MOST_NAMES;
  const shown = more > 0 ? [...texts.slice(0, MOST_NAMES), `${more} more`] : texts;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)!}`;
}

const MOST_NAMES = 3;

/** From now on for so long, at the beginning of a sentence. */
export function forSpan(until: Lifetime): string {
  return until === "unknown"
    ? "For as long as caches hold what the parent zone says (its TTL is not known here)"
    : `For ${span(until)}`;
}
