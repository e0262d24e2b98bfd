/** The Action of a release. */
export interface ReleasedAction {
  /** `OWNER/REPO` */
  readonly repository: string;
  /** The full id of the commit that has its bundles. */
  readonly commit: string;
  /** As in `1.2.3`. */
  readonly version: string;
}

/**
 * A workflow of ours as others call it: without what is only for this repository (its triggers, and the steps that
 * build the Action), and with the Action of a release in the place of `./`.
 */
export function releaseWorkflow(text: string, { repository, commit, version }: ReleasedAction): string {
  const kept: string[] = [];
  let isOnlyHere = false;
  for (const line of text.split("\n")) {
    if (line.trim() === BEGIN) isOnlyHere = true;
    if (!isOnlyHere) kept.push(line);
    if (line.trim() === END) isOnlyHere = false;
  }
  if (isOnlyHere) throw new Error(`Cannot release a workflow: "${BEGIN}" has no "${END}"`);
  const released = kept.join("\n").replace(/uses: \.\/$/gm, `uses: ${repository}@${commit} # v${version}`);
  if (/uses: \.\//.test(released))
    throw new Error("Cannot release a workflow: it uses another action of ours");
  return released;
}

const BEGIN = "# only here >";
const END = "# < only here";
