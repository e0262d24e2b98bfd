import type { Asker } from "../verify/types.ts";
import { findDig } from "./dig.ts";
import { builtInClient } from "./dns-client.ts";

/** dig where there is one that prints YAML, and the built-in client elsewhere. */
export async function findAsker(): Promise<Asker> {
  return (await findDig()) ?? builtInClient;
}
