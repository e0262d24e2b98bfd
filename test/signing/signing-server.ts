import { builtServer } from "../built-bundles.ts";
import { type SigningServer, startServerAt } from "./spoken-process.ts";

/**
 * Starts the built server with these words, at any port of 127.0.0.1.
 *
 * @param bundle in place of the one that is built here
 */
export async function startSigningServer(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  bundle?: string,
): Promise<SigningServer> {
  return startServerAt(bundle ?? (await builtServer()), words, environment);
}
