import { COOKIE_SECRETS } from "./cookie-settings.ts";

/** The environment variable with TSIG keys: command lines are for everybody on a machine to see. */
export const TSIG_KEYS = "ZONEPIPE_TSIG_KEYS";

/** All that hold secrets: whoever has read the settings deletes them. */
export const SECRETS: readonly string[] = [COOKIE_SECRETS, TSIG_KEYS];
