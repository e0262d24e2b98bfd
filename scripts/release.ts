import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { releaseWorkflow } from "./release-workflow.ts";

const ROOT = process.cwd(); // npm runs scripts in the folder of package.json
const REUSABLE = ["plan.yml", "comment.yml", "deploy.yml", "drift.yml"];
const BOT = "github-actions[bot]";
const IDENTITY = ["-c", `user.name=${BOT}`, "-c", `user.email=41898282+${BOT}@users.noreply.github.com`];

const [version = "", repository = ""] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version) || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
  console.error("Usage: npm run release -- VERSION OWNER/REPO, as in 1.2.3 example-org/zonepipe");
  process.exit(2);
}
if (!existsSync(join(ROOT, "dist/action.js"))) {
  console.error("There are no bundles in dist/: run npm run build first");
  process.exit(2);
}

git("add", "--force", "dist");
const action = commit(`zonepipe ${version}: the Action`);
for (const file of REUSABLE) {
  const path = join(ROOT, ".github/workflows", file);
  writeFileSync(path, releaseWorkflow(readFileSync(path, "utf8"), { repository, commit: action, version }));
  git("add", path);
}
const release = commit(`zonepipe ${version}: its workflows`);
git("tag", `v${version}`, release);
console.log(`v${version} is ${release}, with the Action at ${action}`);

/** Commits what is staged on top of what is checked out, without moving a branch. */
function commit(message: string): string {
  git("checkout", "--quiet", "--detach");
  git(...IDENTITY, "commit", "--quiet", "--no-verify", "--message", message);
  return git("rev-parse", "HEAD");
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
}
