import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type GitRepository, gitRepository } from "../../test/end-to-end/pull-request/git-repository.ts";
import { cloneAround, findClone } from "./clone.ts";
import { uncommitted } from "./git-changes.ts";
import { commitOf, gitFiles, headCommit } from "./git-files.ts";

let repository: GitRepository;
let head: string;
let folder: string; // for all that a test makes
let payload: string; // a program that leaves a trace
let trace: string;

beforeAll(() => {
  repository = gitRepository({ "zones/a.yaml": "a\n", "infra/dns/zones/b.yaml": "b\n", "x[1].yaml": "x\n" });
  head = repository.git("rev-parse", "main");
  folder = mkdtempSync(join(tmpdir(), "zonepipe-clone-"));
  trace = join(folder, "trace");
  payload = join(folder, "payload");
  writeFileSync(payload, `#!/bin/sh\necho "$@" >> '${trace}'\nexec cat\n`);
  chmodSync(payload, 0o755);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(trace, { force: true });
});
afterAll(() => {
  for (const each of [folder, repository.folder]) rmSync(each, { recursive: true, force: true });
});

const git = (...args: readonly string[]) => execFileSync("git", args, { stdio: "pipe", encoding: "utf8" });
const allowFiles = ["-c", "protocol.file.allow=always"];

async function textOf(start: string, path: string): Promise<string> {
  const clone = findClone(start);
  const files = await gitFiles(clone, path.slice(0, path.lastIndexOf("/")), await headCommit(clone));
  return Buffer.from(await files.read(path)).toString();
}

describe("zones are read out of the repository that the working folder lies in", () => {
  test("from a subfolder, where its paths begin", async () => {
    const start = join(repository.folder, "infra/dns");
    expect(await textOf(start, "zones/b.yaml")).toBe("b\n");
    expect(await textOf(start, "../../zones/a.yaml")).toBe("a\n");
    expect(findClone(start).pathOf("../..")).toBe("");
  });

  test("in a worktree", async () => {
    const worktree = join(folder, "worktree");
    repository.git("worktree", "add", "-q", "--detach", worktree);
    expect(await textOf(worktree, "zones/a.yaml")).toBe("a\n");
  });

  test("in a submodule, while the repository around it has none of its files", async () => {
    const outer = join(folder, "outer");
    git("init", "-q", outer);
    git("-C", outer, ...allowFiles, "submodule", "--quiet", "add", repository.folder, "dns");
    const identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
    git("-C", outer, ...identity, "commit", "-q", "-m", "x");
    expect(await textOf(join(outer, "dns"), "zones/a.yaml")).toBe("a\n");
    await expect(textOf(outer, "dns/x.yaml")).rejects.toThrow('Cannot read "dns" at');
  });

  test("in another user's checkout, as in a job that runs in a container", async () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const real = git("--exec-path").trim();
    // Git's own way to behave so without a second user.
    const program = `#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec '${real}/git' "$@"\n`;
    writeFileSync(join(bin, "git"), program, { mode: 0o755 });
    vi.stubEnv("PATH", [bin, process.env.PATH].join(delimiter));
    expect(() => git("-C", repository.folder, "rev-parse", "HEAD")).toThrow("dubious ownership");
    expect(await textOf(repository.folder, "zones/a.yaml")).toBe("a\n");
  });

  test("in a partial clone: nothing is fetched by the way, and it is said how to fetch it", async () => {
    const partial = join(folder, "partial");
    repository.git("config", "uploadpack.allowFilter", "true");
    git("clone", "-q", "--filter=blob:none", "--no-checkout", `file://${repository.folder}`, partial);
    const settings = {
      "core.sshCommand": payload,
      "protocol.ssh.allow": "always",
      "protocol.file.allow": "always",
    };
    for (const [name, value] of Object.entries(settings)) git("-C", partial, "config", name, value);
    for (const url of ["ssh://git@192.0.2.1/dns", `file://${repository.folder}`]) {
      git("-C", partial, "config", "remote.origin.url", url);
      await expect(textOf(partial, "zones/a.yaml")).rejects.toThrow(
        `cloned in part, and files of it are missing; run: git fetch --refetch --no-filter origin ${head}`,
      );
    }
    expect(existsSync(trace)).toBe(false);
    git("-C", partial, "fetch", "-q", "--refetch", "--no-filter", "origin", head);
    expect(await textOf(partial, "zones/a.yaml")).toBe("a\n");
  });
});

describe("a commit is found by what git calls a revision", () => {
  test("an id, short or full, a tag, a branch, and what is counted from them", async () => {
    const next = repository.commit("revisions", { "zones/a.yaml": "b\n" });
    repository.git("tag", "-a", "-m", "x", "v1", "main");
    const clone = findClone(repository.folder);
    for (const revision of [next, next.slice(0, 9), "revisions"])
      expect(await commitOf(clone, revision)).toBe(next);
    for (const revision of ["HEAD~1", "v1", "refs/tags/v1", "revisions^"])
      expect(await commitOf(clone, revision)).toBe(head);
  });

  test.each(["", "none", "--all", "--output=x", "HEAD~1..HEAD", "main:zones/a.yaml", "v9 -x"])(
    "%j is none, and no option",
    async (revision) => {
      const found = commitOf(findClone(repository.folder), revision);
      await expect(found).rejects.toThrow(
        `Cannot find a commit ${JSON.stringify(revision)} in this repository: expected an id, a tag`,
      );
    },
  );

  test("in a clone without its history it is said how to get it", async () => {
    const shallow = repository.checkout(head, 1);
    await expect(commitOf(findClone(shallow), "HEAD~1")).rejects.toThrow(
      'Cannot tell what "HEAD~1" is: the repository was cloned without its history; give actions/checkout "fetch-depth: 0"',
    );
    rmSync(shallow, { recursive: true });
  });
});

describe("what only looks like a repository is none", () => {
  test("a bare one on the way up is an error that names it", () => {
    const bare = join(folder, "bare");
    git("init", "-q", "--bare", bare);
    mkdirSync(join(bare, "zones"));
    expect(() => findClone(join(bare, "zones"))).toThrow(`Cannot use git: "${bare}" is a bare repository`);
    expect(() => cloneAround(bare)).toThrow("has no working tree");
  });

  test("a folder .git without a repository is passed over", () => {
    mkdirSync(join(folder, "none/.git"), { recursive: true });
    expect(cloneAround(join(folder, "none"))).toBeUndefined();
    expect(() => findClone(join(folder, "none"))).toThrow("nor a folder above it has .git");
  });

  test("a path that leaves the repository is an error that names both", () => {
    expect(() => findClone(repository.folder).pathOf("../zones")).toThrow(
      `Cannot find "../zones" in git: it lies outside of the repository in "${repository.folder}"`,
    );
  });
});

describe("comparing with the commit", () => {
  test("names what is in no commit, and takes no path for a pattern", async () => {
    const clone = findClone(repository.checkout(head));
    writeFileSync(join(clone.root, "zones/a.yaml"), "other\n");
    writeFileSync(join(clone.root, "zones/ä\u001b.yaml"), "new\n");
    writeFileSync(join(clone.root, "x1.yaml"), "new\n");
    writeFileSync(join(clone.root, ".git/info/exclude"), "c*\n*~\n");
    for (const name of ["c.yaml", "a.yaml~"]) writeFileSync(join(clone.root, "zones", name), "ignored\n");
    expect(await uncommitted(clone, ["zones"])).toEqual([
      "M zones/a.yaml",
      '?? "zones/ä\\033.yaml"',
      "!! zones/c.yaml",
    ]);
    expect(await uncommitted(clone, ["x[1].yaml"])).toEqual([]);
    rmSync(clone.root, { recursive: true });
  });

  test("runs no filter, no hook and no watcher of the repository's configuration", async () => {
    const clone = findClone(repository.checkout(head));
    const hooks = join(clone.root, ".git/hooks");
    mkdirSync(hooks, { recursive: true });
    writeFileSync(join(hooks, "post-index-change"), `#!/bin/sh\necho hook >> '${trace}'\n`, { mode: 0o755 });
    writeFileSync(join(clone.root, ".git/info/attributes"), "* filter=a=b.c\n");
    const settings = {
      "core.fsmonitor": payload,
      "core.pager": payload,
      "filter.a=b.c.clean": payload,
      "filter.a=b.c.process": payload,
      "filter.a=b.c.required": "true",
    };
    for (const [name, value] of Object.entries(settings)) git("-C", clone.root, "config", name, value);
    writeFileSync(join(clone.root, "zones/a.yaml"), "b\n"); // of the same size, so that it is looked at
    expect(await uncommitted(clone, ["zones"])).toEqual(["M zones/a.yaml"]);
    expect(existsSync(trace)).toBe(false);
    rmSync(clone.root, { recursive: true });
  });
});
