import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = process.cwd(); // npm runs scripts in the folder of package.json
const BOT = "github-actions[bot]";
const IDENTITY = ["-c", `user.name=${BOT}`, "-c", `user.email=41898282+${BOT}@users.noreply.github.com`];

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const tag = `v${version}`;
const [major] = tag.split(".");
if (!existsSync(join(ROOT, "dist/action.js"))) fail("There are no bundles in dist/: run npm run build first");
if (git("tag", "--list", tag) !== "") {
  fail(`${tag} has been released: give package.json a greater version, and merge that first`);
}

// The bundles alone: what changes a workflow could not be pushed with the token that GitHub gives to a run.
git("add", "--force", "dist");
git("checkout", "--quiet", "--detach");
git(...IDENTITY, "commit", "--quiet", "--no-verify", "--message", `zonepipe ${version}`);
git("tag", tag);
git("tag", "--force", major!, tag);
console.log(`${tag}, and now ${major}, is ${git("rev-parse", "HEAD")}`);

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
