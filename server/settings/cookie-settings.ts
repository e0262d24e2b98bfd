import type { CookieSettings } from "../answer/cookies.ts";

/**
 * Reads the secrets of server cookies: one or two of 16 octets each, in hex, with a comma between. The first makes
 * cookies; a second one only checks them, for the time of a roll-over (RFC 9018 §5). Without secrets there are no cookies:
 * machines that share an address must know each other's cookies at all times (RFC 9018 §5), which those that each invent a
 * secret cannot. What is wrong is told without the secret itself.
 */
export function readCookieSettings(
  secrets: string | undefined,
  isRequired: boolean,
): CookieSettings | undefined | { readonly error: string } {
  if (secrets === undefined || secrets === "") {
    return isRequired ? { error: `--require-cookies needs a secret in ${COOKIE_SECRETS}` } : undefined;
  }
  const texts = secrets.split(",").map((text) => text.trim());
  if (texts.length > 2) {
    return {
      error: `${COOKIE_SECRETS} has ${texts.length} secrets; expected one or two, with a comma between`,
    };
  }
  const wrong = texts.findIndex((text) => !SECRET.test(text));
  if (wrong >= 0) {
    const which = texts.length === 1 ? "The secret" : wrong === 0 ? "The first secret" : "The second secret";
    return { error: `${which} in ${COOKIE_SECRETS} is not 32 hex digits (16 octets)` };
  }
  if (texts[0]!.toLowerCase() === texts[1]?.toLowerCase()) {
    return { error: `${COOKIE_SECRETS} has the same secret twice; expected two that differ, or one` };
  }
  return { secrets: texts.map((text) => Uint8Array.from(Buffer.from(text, "hex"))), isRequired };
}

/** The environment variable with the secrets: command lines are for everybody on a machine to see. */
export const COOKIE_SECRETS = "ZONEPIPE_COOKIE_SECRETS";

const SECRET = /^[0-9a-fA-F]{32}$/;
