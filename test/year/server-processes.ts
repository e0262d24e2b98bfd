import { createPrivateKey } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUNDLES, writeBundle } from "../../scripts/bundle.ts";
import { portIn, type SigningServer, startServerAt } from "../signing/spoken-process.ts";
import type { Release, VersionMaker } from "./versions.ts";
import type { YearKey, YearKeys } from "./year-keys.ts";

/** The server's own program, with the zones and the build time of a release, as an image has them. */
export interface ServerProcesses {
  /** Starts it with a calendar; resolves when it is ready, or, without keys, when it answers. One at a time. */
  readonly start: (release: Release, calendar: string, hasKeys: boolean) => Promise<ServerProcess>;
}

/** One that runs. */
export interface ServerProcess {
  readonly port: number;
  /** Resolves when it has signed for another window. */
  readonly turned: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Builds the server in a folder that it makes. */
export async function makeServerProcesses(
  folder: string,
  keys: YearKeys,
  { manifestOf }: Pick<VersionMaker, "manifestOf">,
): Promise<ServerProcesses> {
  const keyFolder = join(folder, "keys");
  mkdirSync(keyFolder, { recursive: true });
  for (const [name, key] of Object.entries(keys) as [string, YearKey][])
    writeFileSync(join(keyFolder, `${name}.pem`), pemOf(key));
  await writeBundle(BUNDLES.find(({ file }) => file === MAIN)!, folder);
  return {
    start: async (release, calendar, hasKeys) => {
      writeFileSync(join(folder, "build.json"), JSON.stringify({ time: release.built }));
      const words = ["--zones", manifestOf(release), "--now", calendar, ...FIXED];
      const all = hasKeys ? [...words, "--dnssec-keys", keyFolder] : words;
      const server = startServerAt(join(folder, MAIN), all, { NODE_COMPILE_CACHE: join(folder, "cache") });
      try {
        const port = portIn(await server.says(hasKeys ? "ready: " : "answering: "));
        if (hasKeys && release.keys !== undefined) await server.says(SIGNED); // for the window in which it starts
        return {
          port,
          turned: async () => void (await server.says(SIGNED)),
          stop: () => end(server),
        };
      } catch (cause) {
        await end(server);
        throw new Error(`The server does not start with release ${release.id}`, { cause });
      }
    },
  };
}

const SIGNED = "signed: ";
const MAIN = "server.js";
const FIXED = ["--allow-transfer", "127.0.0.0/8", "--udp-threads", "1"];

function pemOf({ private: { pkcs8 } }: YearKey): string {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  return key.export({ type: "pkcs8", format: "pem" }) as string; // PEM is text
}

async function end(server: SigningServer): Promise<void> {
  await server.stop();
}
