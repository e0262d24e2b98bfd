import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { sha256 } from "../../../server/openssl/sha256.ts";
import { storeTables } from "../../../server/stored/store-tables.ts";
import { Refusal, type Running } from "./command.ts";
import { hasBeenShown } from "./shown-program.ts";
import type { Image } from "./state.ts";

/** Builds an image of a folder as the Dockerfile does: what it copies has to be there, and the zones have to load. */
export async function build({ state, line, say }: Running, app: string): Promise<void> {
  const { flags, words } = line;
  const [context = ""] = words;
  const failed = (why: string) =>
    new Refusal(`failed to fetch an image or build from source: error building: ${why}`);
  say("==> Building image\n");
  const dockerfile = flags.get("dockerfile") ?? join(context, "Dockerfile");
  if (!existsSync(dockerfile)) throw failed(`dockerfile ${dockerfile} not found`);
  for (const part of ["server.js", "build.json", "zones"]) {
    if (!existsSync(join(context, part))) throw failed(`"/${part}": not found`);
  }
  const digest = `sha256:${digestOf(context)}`;
  const folder = join(state.folder, "images", digest.slice("sha256:".length));
  cpSync(context, folder, { recursive: true });
  cpSync(dockerfile, join(folder, "Dockerfile"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}\n'); // as our Dockerfile does
  await check(join(folder, "server.js"), join(folder, "zones")).catch((error: Error) => {
    throw failed(
      `process "node server.js --check --zones zones --write-tables" did not complete: ${error.message}`,
    );
  });
  for (const path of ["", ...contentOf(folder)]) chmodSync(join(folder, path), 0o755); // the server becomes nobody
  const reference = `registry.fly.io/${app}:${flags.get("image-label") ?? `deployment-${state.nextId++}`}`;
  const image: Image = { reference, digest, folder };
  if (flags.has("push")) {
    say("--> Pushing image\n");
    state.registry.set(reference, image);
    state.registry.set(`registry.fly.io/${app}@${digest}`, {
      ...image,
      reference: `registry.fly.io/${app}@${digest}`,
    });
  }
  say(`--> Building image done\nimage: ${reference}\nimage size: 71 MB\n`);
}

/** Has the server of an image check its zones, and write their tables (see `hasBeenShown`). Rejects where they are not right. */
async function check(program: string, zones: string): Promise<void> {
  const isShown = hasBeenShown(program, "checks");
  const plan = { zones, compiler: () => sha256(readFileSync(program)) };
  if (isShown && "octets" in storeTables(plan)) return;
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, [program, "--zones", zones, ...words]);
  await run("--check", "--write-tables");
  await run("--write-code").catch(() => {}); // an image is built without it, too
}

function digestOf(folder: string): string {
  const hash = createHash("sha256");
  for (const path of contentOf(folder)) {
    if (!statSync(join(folder, path)).isFile()) continue;
    hash.update(`${path}\0`).update(readFileSync(join(folder, path)));
  }
  return hash.digest("hex");
}

function contentOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}
