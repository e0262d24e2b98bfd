import { COOKIE_SECRETS } from "./cookie-settings.ts";

/**
 * The environment variable with TSIG keys: command lines are for everybody on a machine to see. Those whose names go on behind it
 * (`ZONEPIPE_TSIG_KEYS_NS3_1`) have keys, too: where a secret can be set and never read again, each key has a variable of its own.
 */
export const TSIG_KEYS = "ZONEPIPE_TSIG_KEYS";

/** The names of the variables with TSIG keys among these, in order. */
export function tsigVariables(environment: Variables): string[] {
  return Object.keys(environment)
    .filter((name) => /^ZONEPIPE_TSIG_KEYS(_[A-Z0-9_]+)?$/.test(name))
    .sort();
}

/** The names of all variables that hold secrets: whoever has read the settings deletes them. */
export function secretsIn(environment: Variables): string[] {
  return [COOKIE_SECRETS, ...tsigVariables(environment)];
}

type Variables = { readonly [name: string]: string | undefined };
