import { printName } from "../../dns/name.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import type { ZoneConfig } from "../source/config.ts";
import type { Nameserver } from "../verify/types.ts";
import { readFlyToml } from "./fly/fly-toml.ts";

/** An app on Fly.io that has our zones. */
export interface ConfiguredApp {
  readonly app: string;
  /** The absolute path of its fly.toml. */
  readonly config: string;
  /** The same, as the user would type it. */
  readonly configFile: string;
  readonly configText: string;
  /** The addresses of `_config.yaml` that lead to it. */
  readonly nameservers: readonly Nameserver[];
}

/** Who has the zones. */
export interface Places {
  /** In the order of `_config.yaml`, which is the order in which they are deployed. */
  readonly apps: readonly ConfiguredApp[];
  /** Addresses of nameservers that belong to no app of ours. */
  readonly secondaries: readonly Nameserver[];
}

/**
 * Finds the apps that have the zones, from `_config.yaml` and fly.toml. As soon as one nameserver names its app, those
 * that name none are somebody else's; where none does, all are of the app in fly.toml, but for those that say how they are fed.
 *
 * @param told addresses that are asked at another port than 53
 */
export async function findPlaces(
  zones: readonly { readonly config: Pick<ZoneConfig, "nameservers"> }[],
  files: Files,
  told: readonly Nameserver[] = [],
): Promise<Places> {
  const nameservers = zones.flatMap(({ config }) => config.nameservers);
  const isNamed = nameservers.some(({ app }) => app !== undefined);
  const names = isNamed
    ? [...new Set(nameservers.flatMap(({ app }) => app ?? []))]
    : [await defaultApp(files)];
  const owner = ownersOf(nameservers, isNamed ? undefined : names[0]);
  const ports = new Map(told.map(({ address, port }) => [address, port]));
  const placesOf = (app: string | undefined) =>
    [...owner.values()]
      .filter((each) => each.app === app)
      .map(({ name, address }) => ({ name, address, port: ports.get(address) ?? DNS_PORT }));
  return {
    apps: await Promise.all(
      names.map(async (app) => ({ app, ...(await readConfig(app, files)), nameservers: placesOf(app) })),
    ),
    secondaries: placesOf(undefined),
  };
}

/** Where the fly.toml of an app may be, the first that is there counts. */
export function configFilesOf(app: string): readonly string[] {
  return [`fly.${app}.toml`, FLY_TOML];
}

const FLY_TOML = "fly.toml";
const DNS_PORT = 53;

interface Owned {
  readonly name: string;
  readonly address: string;
  readonly app: string | undefined;
}

function ownersOf(
  nameservers: ZoneConfig["nameservers"],
  fallback: string | undefined,
): ReadonlyMap<string, Owned> {
  const owners = new Map<string, Owned>();
  for (const { name, addresses, fed, app = fed === undefined ? fallback : undefined } of nameservers) {
    for (const address of addresses) {
      const known = owners.get(address);
      if (known !== undefined && known.app !== app) {
        const said = [known.app, app]
          .map((each) => (each === undefined ? "no app" : `"${each}"`))
          .join(" and ");
        throw new WorldError(`Cannot tell who answers at ${address}: _config.yaml says ${said}`);
      }
      owners.set(address, known ?? { name: printName(name), address, app });
    }
  }
  return owners;
}

async function defaultApp(files: Files): Promise<string> {
  const { configText } = await readConfig(undefined, files);
  const { app } = readFlyToml(FLY_TOML, configText);
  if (app !== undefined) return app;
  throw new WorldError(
    'Cannot tell which app to deploy: fly.toml names none; write app = "…" in it, or an app at each nameserver in _config.yaml',
  );
}

async function readConfig(
  app: string | undefined,
  files: Files,
): Promise<Pick<ConfiguredApp, "config" | "configFile" | "configText">> {
  const candidates = app === undefined ? [FLY_TOML] : configFilesOf(app);
  for (const configFile of candidates) {
    const config = await files.realPath(configFile);
    if (config === undefined) continue;
    return { config, configFile, configText: Buffer.from(await files.read(configFile)).toString("utf8") };
  }
  throw new WorldError(
    `Cannot deploy${app === undefined ? "" : ` "${app}"`}: there is no ${candidates.join(" and no ")} in the working folder; ` +
      "copy the example that comes with zonepipe",
  );
}
