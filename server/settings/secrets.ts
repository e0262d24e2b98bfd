import { tsigVariables } from "../../dns/tsig/variables.ts";
import { COOKIE_SECRETS } from "./cookie-settings.ts";
import { dnssecVariables } from "./dnssec-settings.ts";

/** The names of all variables that hold secrets: whoever has read the settings deletes them. */
export function secretsIn(environment: Variables): string[] {
  return [COOKIE_SECRETS, ...tsigVariables(environment), ...dnssecVariables(environment)];
}

/**
 * A process that is started so holds secrets, or will read them, whatever it is told to do: those of the environment stand in its
 * memory from the start.
 *
 * @param words of its command line
 */
export function holdsSecrets(words: readonly string[], environment: Variables): boolean {
  return (
    words.some((word) => /^--(dnssec|tsig)-keys(=|$)/.test(word)) ||
    secretsIn(environment).some((name) => (environment[name] ?? "") !== "")
  );
}

type Variables = { readonly [name: string]: string | undefined };
