import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type GitRepository, gitRepository } from "../../test/end-to-end/pull-request/git-repository.ts";
import { type FakeGithub, startFakeGithub } from "../../test/fakes/github/server.ts";
import { emptyState, type State } from "../../test/fakes/github/state.ts";
import { type Github, githubClient } from "./client.ts";
import { gitReader } from "./git-reader.ts";
import { type Limits, zonesAtCommit } from "./zones-at-commit.ts";

const LIMITS: Limits = { files: 5, fileSize: 1_000, totalSize: 2_000 };
const WHERE = { owner: "example-org", repo: "dns" };

let state: State;
let fake: FakeGithub;
let github: Github;
let repository: GitRepository;

beforeEach(async () => {
  state = emptyState();
  repository = gitRepository({ "zones/a.yaml": "a\n", "zones/b./x.yaml": "x\n", "README.md": "no zone\n" });
  state.gitFolder = repository.folder;
  fake = await startFakeGithub(state);
  github = githubClient({ token: "t", apiUrl: fake.url, wait: () => Promise.resolve(), onPause: () => {} });
});
afterEach(async () => {
  await fake.stop();
  expect(state.violations).toEqual([]);
});

function read(commit: string, { folder = "zones", limits = LIMITS, reader = someReader() } = {}) {
  return zonesAtCommit(reader, { commit, folder, limits });
}

const someReader = (most = 50) => gitReader(github, WHERE, most);

test("the folder at a commit, and nothing beside it", async () => {
  const zones = await read(repository.git("rev-parse", "main"));
  if ("refused" in zones) throw new Error(zones.refused);
  expect(await zones.files.list("zones")).toEqual([
    { name: "a.yaml", kind: "file" },
    { name: "b.", kind: "folder" },
  ]);
  expect(Buffer.from(await zones.files.read("zones/b./x.yaml")).toString()).toBe("x\n");
  expect(await zones.files.list(".")).toBeUndefined();
  expect(zones.folderId).toBe(repository.git("rev-parse", "main:zones"));
});

test("a folder further down", async () => {
  const commit = repository.commit("deep", { "dns/live/zones/c.yaml": "c\n" });
  const zones = await read(commit, { folder: "dns/live/zones" });
  if ("refused" in zones) throw new Error(zones.refused);
  expect(await zones.files.list("dns/live/zones")).toEqual([{ name: "c.yaml", kind: "file" }]);
});

test.each(["nothing", "README.md", "zones/a.yaml"])("there is no folder %s", async (folder) => {
  const zones = await read(repository.git("rev-parse", "main"), { folder });
  expect(zones).toMatchObject({ folderId: undefined });
  expect("files" in zones && (await zones.files.list(folder))).toBeUndefined();
});

test("what two commits have in common is fetched once", async () => {
  const reader = someReader();
  await read(repository.git("rev-parse", "main"), { reader });
  const changed = repository.commit("change", { "zones/a.yaml": "another\n" });
  state.requests.length = 0;
  await read(changed, { reader });
  expect([...reader.blobs.values()].map((bytes) => Buffer.from(bytes).toString()).sort()).toEqual([
    "a\n",
    "another\n",
    "x\n",
  ]);
  expect(state.requests.filter((line) => line.startsWith("POST"))).toHaveLength(1);
});

test("what is no zone, and may be no template of zones, is not fetched, and what a zone includes is, however deep", async () => {
  const commit = repository.commit("include", {
    "zones/a.yaml": "www: !include _shared/www.yaml\n",
    "zones/_shared/www.yaml": "!include\n  'address.yaml'\n",
    "zones/_shared/address.yaml": "{type: A, value: 192.0.2.1}\n",
    "zones/_shared/old/other.yaml": "other\n",
    "zones/notes.txt": "notes\n",
    "zones/old/c.yaml": "c\n",
    "zones/d.yaml": { link: "_linked.yaml" },
    "zones/_linked.yaml": "linked\n",
  });
  const reader = someReader();
  await read(commit, { reader, limits: { ...LIMITS, files: 7 } });
  expect([...reader.blobs.values()].map((bytes) => Buffer.from(bytes).toString()).sort()).toEqual([
    "!include\n  'address.yaml'\n",
    "_linked.yaml",
    "linked\n",
    "www: !include _shared/www.yaml\n",
    "x\n",
    "{type: A, value: 192.0.2.1}\n",
  ]);
});

test("a reader sends so many requests and no more", async () => {
  await expect(read(repository.git("rev-parse", "main"), { reader: someReader(2) })).rejects.toThrow(
    "that takes more than 2 requests",
  );
  expect(state.requests).toHaveLength(2);
});

test("a reader leaves a part of the hour's requests to deployments", async () => {
  state.allowance.core.used = 599;
  const commit = repository.git("rev-parse", "main");
  await expect(read(commit)).rejects.toThrow(
    /of the 1000 requests that it allows this repository's jobs in an hour 400 are left, and 400 are kept/,
  );
  expect(state.requests).toHaveLength(1);
  await gitReader(github, WHERE, undefined).tree(commit, false); // what was merged is read all the same
});

describe("more than is read is refused before any of it is fetched", () => {
  test.each<[string, { readonly [path: string]: string }, RegExp]>([
    [
      "many files",
      Object.fromEntries(["c", "d", "e", "f"].map((name) => [`zones/${name}.yaml`, ""])),
      /more than 5 files/,
    ],
    [
      "a large file",
      { "zones/c.yaml": "x".repeat(1_001) },
      /a file of 1001 octets; at most 1000 are read \("c\.yaml"\)/,
    ],
    [
      "large files together",
      Object.fromEntries(["c", "d", "e"].map((name) => [`zones/${name}.yaml`, "x".repeat(900)])),
      /files of 2704 octets together; at most 2000 are read/,
    ],
  ])("%s", async (_, tree, says) => {
    const zones = await read(repository.commit("large", tree));
    expect(zones).toMatchObject({ refused: expect.stringMatching(says) });
    // The names of the files are known all the same.
    expect("names" in zones && (await zones.names?.list("zones"))).toContainEqual({
      name: "a.yaml",
      kind: "file",
    });
    expect(state.requests.filter((line) => /graphql|blobs/.test(line))).toEqual([]);
  });
});

test("content that is not that of its id is an error, never a zone", async () => {
  state.swapped.set(repository.git("rev-parse", "main:zones/a.yaml"), "another\n");
  await expect(read(repository.git("rev-parse", "main"))).rejects.toThrow(
    /^Cannot read object [0-9a-f]{40} from GitHub: the content is not that of its id$/,
  );
});
