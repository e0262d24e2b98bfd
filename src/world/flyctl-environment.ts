/** Names that would change what flyctl does or prints: the app's own settings alone shall count. */
const CLEARED = [
  "FLY_ACCESS_TOKEN",
  "FLY_APP",
  "FLY_GHA_ERROR_ANNOTATION",
  "FLY_JSON",
  "FLY_ORG",
  "FLY_REGION",
  "FLY_VERBOSE",
  "LOG_LEVEL",
];

/** What flyctl has no business with: the Action's inputs and the tokens of the job. */
const FOREIGN = /^(INPUT_|ACTIONS_)|^(GITHUB|GH)_TOKEN$/;

/**
 * The environment that flyctl gets. The token is only here and never on the command line, where every process of the
 * machine could read it; without one, flyctl takes that of the environment or of whoever is logged in.
 */
export function flyctlEnvironment(
  environment: { readonly [name: string]: string | undefined },
  token: string | undefined,
): { [name: string]: string } {
  const kept: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !CLEARED.includes(name) && !FOREIGN.test(name)) kept[name] = value;
  }
  const given = token ?? environment.FLY_API_TOKEN ?? environment.FLY_ACCESS_TOKEN;
  return { ...kept, ...(given !== undefined && { FLY_API_TOKEN: given }), NO_COLOR: "1" };
}
