import { printName } from "../../dns/name.ts";
import { type Position, type Problem, sentence } from "../../dns/problem.ts";
import { labelOf } from "./label.ts";
import { digLine, type Violation } from "./violation.ts";

/** Violations as problems: an error at the record that makes it, or information where it is not decided. */
export function problemsOf(violations: readonly Violation[]): Problem[] {
  return violations.map((violation): Problem => {
    const { invariant, isOpen, places } = violation;
    const { name, why, at } = invariant;
    const verb = isOpen ? "is not decided" : "does not hold";
    return {
      ...(places[0] ?? at),
      rule: isOpen ? "invariant-undecided" : "invariant-broken",
      severity: isOpen ? "info" : "error",
      message: `Invariant ${name} ${verb}: ${exampleSentence(violation)}`,
      help: isOpen
        ? `${sentence(why)} Only the other zone can tell.`
        : `${sentence(why)} Mend the record; a change of the invariant itself needs the label ${labelOf(name)}.`,
    };
  });
}

/**
 * The counterexample with the question that shows it, and how many more there are.
 *
 * @param withPlace says where the first one is written, for whoever does not show that beside it
 */
export function exampleSentence({ example, count, places }: Violation, withPlace = false): string {
  const { question, what } = example;
  const place = withPlace ? placesText(places.slice(0, 1)) : "";
  const others = count === 1 ? "" : `, and ${count - 1} more${placesText(places.slice(1))}`;
  return `${printName(question.name)} ${what} (${digLine(question)})${place}${others}`;
}

function placesText(places: readonly Position[]): string {
  if (places.length === 0) return "";
  return ` at ${places.map(printPlace).join(" and ")}`;
}

/** `zones/example.com.yaml:12` */
export function printPlace({ file, line }: Position): string {
  return `${file}:${line}`;
}
