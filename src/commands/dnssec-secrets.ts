import { type Name, printName } from "../../dns/name.ts";
import { printPkcs8 } from "../../dns/signing/key-files.ts";
import { findPlaces } from "../deploy/apps.ts";
import { keyVariable } from "../deploy/machine-keys.ts";
import type { WholeKey } from "../dnssec/make-keys.ts";
import { WorldError } from "../files/world-error.ts";
import { startRun } from "../run.ts";
import type { World } from "../world.ts";

/** The apps that serve the zones of a folder. Throws where there is none: then nobody would have a private key. */
export async function appsOf(folder: string, world: World): Promise<readonly string[]> {
  const { zones } = await startRun("dnssec", folder, world);
  const { apps } = await findPlaces(zones, world.files);
  if (apps.length > 0) return apps.map(({ app }) => app);
  throw new WorldError(
    "Nobody would have the private key: no app is known that serves the zones; name a folder for the key with --keys",
  );
}

/**
 * Gives private keys to every app as secrets that its machines get with their next release, each under a name of its own: Fly.io
 * gives none back, so nobody could add a key to those that stand in one. Gives the names.
 */
export async function stageKeys(
  origin: Name,
  keys: readonly WholeKey[],
  apps: readonly string[],
  { fly }: Pick<World, "fly">,
): Promise<readonly string[]> {
  const secrets = new Map(
    keys.map(({ key, secret }) => [
      keyVariable(printName(origin), key.tag),
      Buffer.from(printPkcs8(secret)).toString("base64"),
    ]),
  );
  for (const app of apps) await fly.stageSecrets(app, secrets);
  return [...secrets.keys()];
}
