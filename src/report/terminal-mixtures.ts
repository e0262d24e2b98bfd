import { printName } from "../../dns/name.ts";
import { sentence } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { typeName } from "../../dns/types.ts";
import type { Mixture } from "../mixtures/mixture.ts";
import type { Paint } from "./terminal-paint.ts";

/** What fails while caches turn over: a line each, dangers first; nothing where nothing does. */
export function mixtureLines(mixtures: readonly Mixture[], paint: Paint): string[] {
  if (mixtures.length === 0) return [];
  const lines = mixtures.slice(0, MOST_LINES).map(({ owner, type, message, isDanger, at }) => {
    const what = `${printName(owner)} ${typeName(type)}: ${showHidden(sentence(message))}`;
    const where = at === undefined ? "" : paint("dim", `  ${showHidden(`${at.file}:${at.line}`)}`);
    return `  ${isDanger ? paint("red", what) : what}${where}`;
  });
  const rest = mixtures.length - lines.length;
  return [
    "",
    paint("bold", "While caches turn over"),
    ...lines,
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ];
}

const MOST_LINES = 20;
