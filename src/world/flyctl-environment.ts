import { childEnvironment, type Environment } from "./child-environment.ts";

/** What flyctl, and the builder that it may start, read of the environment. */
const OWN = /^(FLY|DOCKER|BUILDKIT)_/;

/** Names that would change what flyctl does or prints: the app's own settings alone shall count. */
const CLEARED = [
  "FLY_ACCESS_TOKEN",
  "FLY_APP",
  "FLY_GHA_ERROR_ANNOTATION",
  "FLY_JSON",
  "FLY_ORG",
  "FLY_REGION",
  "FLY_VERBOSE",
];

/**
 * The environment that flyctl gets. The token is only here and never on the command line, where every process of the
 * machine could read it; without one, flyctl takes that of the environment or of whoever is logged in.
 */
export function flyctlEnvironment(
  environment: Environment,
  token: string | undefined,
): { [name: string]: string } {
  const kept = childEnvironment(environment, OWN);
  for (const name of CLEARED) delete kept[name];
  const given = token ?? environment.FLY_API_TOKEN ?? environment.FLY_ACCESS_TOKEN;
  return { ...kept, ...(given !== undefined && { FLY_API_TOKEN: given }), NO_COLOR: "1" };
}
