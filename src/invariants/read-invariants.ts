import type { Name } from "../../dns/name.ts";
import { isError, type Problem } from "../../dns/problem.ts";
import type { InvariantsFile } from "../zones/load.ts";
import { type ShapeCheck, shapeCheck } from "../zones/schema/check-shape.ts";
import { compose } from "../zones/yaml/compose.ts";
import {
  describe,
  type Entry,
  entryOf,
  isNull,
  type Mapping,
  positionOf,
  type YamlNode,
} from "../zones/yaml/node.ts";
import { hasBroken, plainOf } from "../zones/yaml/plain.ts";
import { problemAt } from "../zones/yaml/problem-at.ts";
import type { Invariant } from "./invariant.ts";
import { KINDS, kindNamed } from "./kinds.ts";
import { LONGEST_NAME, NAME } from "./label.ts";
import { readDemand } from "./read-demand.ts";
import type { Report } from "./read-names.ts";
import { readScope } from "./read-scope.ts";
import { INVARIANTS_SCHEMA } from "./schema.ts";

/** The invariants that a file says, and everything that is wrong with it. */
export interface ReadInvariants {
  /** In the order of the file; without those that were refused. */
  readonly invariants: readonly Invariant[];
  readonly problems: readonly Problem[];
}

/**
 * Reads `_invariants.yaml`; everything wrong with it is told at once.
 *
 * @param origins the zones that there are, to tell of names that lie in none; left out for a file of the past, which was
 * written for other zones
 */
export function readInvariants(
  { file, problems }: InvariantsFile,
  origins?: readonly Name[],
): ReadInvariants {
  const told: Problem[] = [...problems];
  if (file.source === undefined) return { invariants: [], problems: told };
  const composed = compose(file.source, file.included);
  told.push(...composed.problems);
  const { root } = composed;
  if (root === undefined || isNull(root) || root.kind === "broken") return { invariants: [], problems: told };
  if (root.kind !== "mapping") {
    told.push(wrongRoot(root));
    return { invariants: [], problems: told };
  }
  checkShape ??= shapeCheck(INVARIANTS_SCHEMA, nameOf, []);
  const check = checkShape;
  const invariants = root.entries.flatMap((entry) => {
    const alone: Mapping = { ...root, entries: [entry] };
    const own: Problem[] = [...check(alone, plainOf(alone))];
    const invariant = readInvariant(entry, (problem) => own.push(problem), origins);
    told.push(...own);
    return invariant === undefined || own.some(isError) ? [] : [invariant];
  });
  return { invariants, problems: told };
}

let checkShape: ShapeCheck | undefined; // made when it is first used, because that takes its time

/** An invariant by its name, what stands in it as `website.answered`. */
function nameOf(path: readonly string[]): string {
  if (path.length === 0) return "The file";
  return path.length === 1 ? `Invariant ${path[0]}` : path.join(".");
}

/** What the shape refuses is told by its check; here it is left out without a word. */
function readInvariant({ key, value }: Entry, report: Report, origins: readonly Name[] | undefined) {
  const name = key.text;
  if (!NAME.test(name) || name.length > LONGEST_NAME) report(wrongName({ key, value }));
  if (value.kind !== "mapping") return undefined;
  const kind = kindIn(value, { key, value }, report);
  const scope = readScope(value, kind, report, origins);
  const demand = kind && readDemand(kind.kind, entryOf(value, kind.kind)!, report, origins);
  const why = entryOf(value, "why");
  if (demand === undefined || scope === undefined || why?.kind !== "scalar" || isNull(why)) return undefined;
  if (hasBroken(value)) return undefined;
  return { name, why: why.text.trim(), at: positionOf(key), scope, demand } satisfies Invariant;
}

function kindIn(mapping: Mapping, { key }: Entry, report: Report) {
  const [first, second] = mapping.entries.filter((entry) => kindNamed(entry.key.text) !== undefined);
  if (first === undefined) {
    const hasUnknown = mapping.entries.some((entry) => !KNOWN_KEYS.has(entry.key.text));
    if (!hasUnknown) {
      report(
        problemAt(key, {
          rule: "invariant-kind",
          message: `Invariant ${key.text} demands nothing; expected one kind`,
          help: `Write one of ${KINDS.map(({ kind }) => kind).join(", ")}; \`zonepipe explain invariants\` has them all.`,
        }),
      );
    }
    return undefined;
  }
  if (second !== undefined) {
    report(
      problemAt(second.key, {
        rule: "invariant-kind",
        message: `Invariant ${key.text} demands ${first.key.text} and ${second.key.text}; expected one kind`,
        help: "Write an invariant for each, with a name of its own.",
      }),
    );
  }
  return kindNamed(first.key.text);
}

const KNOWN_KEYS: ReadonlySet<string> = new Set(["zones", "below", "types", "why"]);

function wrongName({ key }: Entry): Problem {
  const { text } = key;
  const meant = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_NAME)
    .replace(/^-|-$/g, "");
  return problemAt(key, {
    rule: "invariant-name",
    message: NAME.test(text)
      ? `The name ${JSON.stringify(text)} has ${text.length} characters; expected ${LONGEST_NAME} at most, for it is part of a label`
      : `The name ${JSON.stringify(text)} is no name of an invariant; expected letters a to z, digits and hyphens`,
    help: meant === "" ? "Write for example mail-arrives." : `Write for example ${meant}.`,
  });
}

function wrongRoot(root: YamlNode): Problem {
  return problemAt(root, {
    rule: "wrong-kind",
    message: `The invariants are ${describe(root)}; expected a mapping of names`,
    help: "Write for example `mail-arrives: {mail: true, why: Customers write to us.}`.",
  });
}
