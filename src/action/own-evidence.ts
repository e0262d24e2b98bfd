import { readEvidence } from "../evidence/evidence.ts";
import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "../github/client.ts";
import { fetchEvidence } from "../github/evidence-artifact.ts";
import type { TouchedFiles } from "../github/touched-files.ts";
import { isFine } from "../pipeline.ts";
import { codeSpan } from "../report/markdown/escape.ts";
import { count } from "../report/wording.ts";
import type { Verification } from "../verify/types.ts";
import type { EndedRun } from "./trigger.ts";

/** What the pull request's own run says that its candidate answered, and how far that may be believed. */
export interface OwnEvidence {
  /** Undefined where there is none, or where it is not to be shown. */
  readonly verification: Verification | undefined;
  readonly isFine: boolean;
  /** One sentence each. */
  readonly notes: readonly string[];
  /** Markdown for the very first line: what the pull request touches besides the zones. */
  readonly warning: string | undefined;
}

const MOST_NAMED = 3; // files in the warning

/**
 * Reads the evidence of the pull request's own run. Whoever changes the workflow, or anything else that the run runs,
 * decides what the evidence says; so where the pull request touches more than zones, its evidence is not shown.
 *
 * @param numbers of the pull requests that the run may have been for
 * @param touched what the pull request touches besides the zones
 */
export async function ownEvidence(
  github: Github,
  repository: Repository,
  { run, numbers }: { readonly run: EndedRun; readonly numbers: readonly number[] },
  zones: string,
  touched: TouchedFiles,
): Promise<OwnEvidence> {
  const others = touched.paths;
  const warning = warningOf(zones, others, touched.isComplete);
  if (numbers.length > 1) {
    const pulls = numbers.map((number) => `#${number}`).join(", ");
    return without(
      `The candidate's answers are not known: several pull requests have this commit (${pulls}), and a run does not say for which it was.`,
      warning,
    );
  }
  const fetched = await fetchEvidence(github, repository, run.id).catch((error: unknown) => {
    if (error instanceof WorldError) return { refused: error.message };
    throw error;
  });
  const evidence = "refused" in fetched ? fetched : readEvidence(fetched.bytes);
  if ("refused" in evidence)
    return without(`The candidate's answers are not known: ${evidence.refused}.`, warning);
  if (evidence.head !== run.headSha) {
    return without(
      `The candidate's answers are not known: the evidence is about commit ${evidence.head}.`,
      warning,
    );
  }
  const { verification } = evidence;
  if (warning !== undefined) {
    return without(
      `The pull request's own run says ${inNumbers(verification)}. As the pull request touches more than the zones, this proves nothing.`,
      warning,
    );
  }
  return {
    verification,
    isFine: isFine(verification),
    notes: ["The candidate's answers are from the pull request's own run."],
    warning,
  };
}

function without(note: string, warning: string | undefined): OwnEvidence {
  return { verification: undefined, isFine: false, notes: [note], warning };
}

function inNumbers({ paths }: Verification): string {
  const asked = paths.reduce((sum, path) => sum + path.asked, 0);
  const passed = paths.reduce((sum, path) => sum + path.passed, 0);
  return `that ${passed} of ${count(asked, "answer")} were as expected`;
}

function warningOf(zones: string, others: readonly string[], isComplete: boolean): string | undefined {
  if (others.length === 0 && isComplete) return undefined;
  if (others.length === 0) {
    return `> ⚠️ **This pull request has more files than GitHub lists**, so it may touch more than ${codeSpan(`${zones}/`)}.`;
  }
  const named = others.slice(0, MOST_NAMED).map((path) => codeSpan(path.slice(0, 200)));
  const more = others.length - named.length;
  const rest = more > 0 ? ` and ${more} more` : "";
  return `> ⚠️ **This pull request touches more than ${codeSpan(`${zones}/`)}**: ${named.join(", ")}${rest}.`;
}
