import { tsigVariables } from "../../dns/tsig/variables.ts";
import { COOKIE_SECRETS } from "./cookie-settings.ts";
import { dnssecVariables } from "./dnssec-settings.ts";

/** The names of all variables that hold secrets: whoever has read the settings deletes them. */
export function secretsIn(environment: { readonly [name: string]: string | undefined }): string[] {
  return [COOKIE_SECRETS, ...tsigVariables(environment), ...dnssecVariables(environment)];
}
