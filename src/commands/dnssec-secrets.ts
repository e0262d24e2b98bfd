import { type Name, printName } from "../../dns/name.ts";
import { printPkcs8 } from "../../dns/signing/key-files.ts";
import { findPlaces } from "../deploy/apps.ts";
import { keyVariable } from "../deploy/machine-keys.ts";
import type { WholeKey } from "../dnssec/make-keys.ts";
import { WorldError } from "../files/world-error.ts";
import { startRun } from "../run.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { World } from "../world.ts";
import { keepKey } from "./dnssec-key-folder.ts";

/** Where the private halves of new keys go: into a folder, or to all apps as secrets, and nowhere else. */
export type KeyPlace =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "apps"; readonly apps: readonly string[] };

/**
 * The place for the private halves of keys, before any is made.
 *
 * @param keysFolder undefined: the apps that serve the zones of `zonesFolder`
 * @throws WorldError where there is no such app: then nobody would have a private key
 */
export async function findKeyPlace(
  keysFolder: string | undefined,
  zonesFolder: string,
  world: World,
): Promise<KeyPlace> {
  if (keysFolder !== undefined) return { kind: "folder", folder: keysFolder };
  const { zones } = await startRun("dnssec", zonesFolder, world);
  const apps = await appsOf(zones, world);
  if (typeof apps === "object" && apps.length > 0) return { kind: "apps", apps };
  const why = typeof apps === "string" ? apps : "no app is known that serves the zones";
  throw new WorldError(
    `Nobody would have the private key: name a folder for it with --keys, or an app (${why})`,
  );
}

/** A text says why there are none. */
async function appsOf(zones: readonly SourceZone[], { files }: World): Promise<readonly string[] | string> {
  try {
    const { apps } = await findPlaces(zones, files);
    return apps.map(({ app }) => app);
  } catch (error) {
    if (error instanceof WorldError) return error.message;
    throw error;
  }
}

/**
 * Brings private keys to their place: each is told where it is, as in `in the secret ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM_3613`. Secrets count from the next release of an app on, each under a name of its own: Fly.io gives
 * none back, so nobody could add a key to those that stand in one.
 *
 * @param ttl of the DNSKEY records, in seconds
 * @returns by the tags of keys
 */
export async function giveKeys(
  place: KeyPlace,
  origin: Name,
  keys: readonly WholeKey[],
  ttl: number,
  { fly }: Pick<World, "fly">,
): Promise<ReadonlyMap<number, string>> {
  const given = new Map<number, string>();
  switch (place.kind) {
    case "folder": {
      for (const whole of keys)
        given.set(whole.key.tag, inFile(await keepKey(place.folder, origin, whole, ttl)));
      return given;
    }
    case "apps": {
      const secrets = new Map(keys.map((key) => [secretName(origin, key), secretValue(key)]));
      for (const app of place.apps) await fly.stageSecrets(app, secrets);
      for (const whole of keys) given.set(whole.key.tag, `in the secret ${secretName(origin, whole)}`);
      return given;
    }
    default:
      return place satisfies never;
  }
}

/** Where a private half is that stands in a file, for `giveKeys`' sentences. */
export function inFile(path: string): string {
  return `in ${JSON.stringify(path)}`;
}

/** What is to be done with private halves before the release, in sentences. */
export function keyPlaceLine(place: KeyPlace): string {
  switch (place.kind) {
    case "folder":
      return "Have the private half on every machine before the release; never commit it, and keep a copy of it in a safe place.";
    case "apps":
      return `The secret counts in ${place.apps.join(", ")} from their next release on; Fly.io gives it back to nobody, and whoever may run a command on a machine can sign.`;
    default:
      return place satisfies never;
  }
}

function secretName(origin: Name, { key }: WholeKey): string {
  return keyVariable(printName(origin), key.tag);
}

function secretValue({ secret }: WholeKey): string {
  return Buffer.from(printPkcs8(secret)).toString("base64");
}
