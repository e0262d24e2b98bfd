/**
 * The environment variable with TSIG keys: command lines are for everybody on a machine to see. Those whose names go on behind it
 * (`ZONEPIPE_TSIG_KEYS_NS3_1`) have keys, too: where a secret can be set and never read again, each key has a variable of its own.
 */
export const TSIG_KEYS = "ZONEPIPE_TSIG_KEYS";

/** A key as somebody wrote it, for `parseTsigKey`. */
export interface WrittenKey {
  readonly text: string;
  /** Where it stands, as `Key 2 in ZONEPIPE_TSIG_KEYS`. */
  readonly place: string;
}

/** The keys in all variables among these, with commas between those of one. */
export function writtenKeys(environment: Variables): WrittenKey[] {
  return tsigVariables(environment).flatMap((variable) =>
    environment[variable]!.split(",")
      .filter((text) => text.trim() !== "")
      .map((text, index) => ({ text, place: `Key ${index + 1} in ${variable}` })),
  );
}

/** The names of the variables with TSIG keys among these, in order. */
export function tsigVariables(environment: Variables): string[] {
  return Object.keys(environment)
    .filter((name) => /^ZONEPIPE_TSIG_KEYS(_[A-Z0-9_]+)?$/.test(name) && environment[name] !== undefined)
    .sort();
}

type Variables = { readonly [name: string]: string | undefined };
