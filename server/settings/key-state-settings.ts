import { KEY_STATES, type KeyStates, parseKeyStates } from "../../dns/signing/key-states.ts";
import type { Environment } from "./usage.ts";

/** Reads the newest states of zones' keys from the environment (see `KEY_STATES`); undefined where there are none. */
export function readKeyStateSettings(
  environment: Environment,
): KeyStates | { readonly error: string } | undefined {
  const states = parseKeyStates(environment);
  if ("fault" in states) return { error: `${states.fault}; deploy again, or remove ${KEY_STATES}` };
  return states.size === 0 ? undefined : states;
}
