import { printName } from "../../dns/name.ts";
import { sentence } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { span } from "../../dns/span.ts";
import type { Step, Steps } from "../plan/steps/steps.ts";
import { alignColumns, type Paint } from "./terminal-paint.ts";
import { changeRows } from "./wording.ts";

/** The order of the changes, each step with what it waits for, and what fails all the same. */
export function stepLines({ steps, unsafe }: Steps, paint: Paint): string[] {
  if (steps.every(({ changes }) => changes.length === 0)) return [];
  const lines = steps.flatMap((step, index) => ["", ...linesOf(step, index, paint)]);
  if (unsafe.length === 0) return lines;
  return [
    ...lines,
    "",
    paint("red", "No order was found in which nothing fails:"),
    ...unsafe.map(({ message }) => `  ${showHidden(sentence(message))}`),
  ];
}

function linesOf({ after, changes }: Step, index: number, paint: Paint): string[] {
  const rows = changes.flatMap(({ zone, change }) =>
    changeRows(change, zone).map(({ sign, ttl, type, value, at }) => [
      `  ${paint(sign === "+" ? "green" : sign === "-" ? "red" : "yellow", sign)}`,
      printName(change.owner),
      ttl,
      type,
      showHidden(value),
      at === undefined ? "" : paint("dim", showHidden(`${at.file}:${at.line}`)),
    ]),
  );
  const when =
    index === 0
      ? "now"
      : after === "unknown"
        ? "when the TTL of the parent zone is over since every nameserver answers the step before"
        : `${span(after)} after every nameserver answers the step before`;
  return [paint("bold", `Step ${index + 1}, ${when}`), ...alignColumns(rows)];
}
