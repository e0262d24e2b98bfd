import { builtServer } from "../built-bundles.ts";
import { type SigningServer, startServerAt } from "./spoken-process.ts";

/** Starts the built server with these words, at any port of 127.0.0.1. */
export async function startSigningServer(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<SigningServer> {
  return startServerAt(await builtServer(), words, environment);
}
