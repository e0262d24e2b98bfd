import { describe, expect, test } from "vitest";
import { type TreeEntry, treeFiles } from "./tree-files.ts";

const CONTENT: { readonly [path: string]: string } = {
  "zones/a.yaml": "a",
  "zones/b./x.yaml": "x",
  "zones/link.yaml": "-> a.yaml",
  "zones/twice.yaml": "-> link.yaml",
  "zones/folder": "-> b.",
  "zones/around.yaml": "-> ../zones/b./x.yaml",
  "zones/circle": "-> circle",
  "zones/gone.yaml": "-> nothing.yaml",
  "zones/above.yaml": "-> ../README.md",
  "zones/absolute.yaml": "-> /etc/passwd",
  "zones/far.yaml": "-> ../../../etc/passwd",
  "zones/module": "submodule",
};

const entries = Object.entries(CONTENT).map(
  ([path, text]): TreeEntry => ({
    path,
    id: path,
    size: text.length,
    kind: text === "submodule" ? "other" : text.startsWith("-> ") ? "link" : "file",
  }),
);

const files = await treeFiles("zones", entries, ({ id }) =>
  Promise.resolve(Buffer.from(CONTENT[id]!.replace("-> ", ""))),
);

test("a folder lists what is in it, links by what they lead to", async () => {
  const kinds = Object.fromEntries((await files.list("zones"))!.map(({ name, kind }) => [name, kind]));
  expect(kinds).toEqual({
    "a.yaml": "file",
    "b.": "folder",
    "link.yaml": "file",
    "twice.yaml": "file",
    folder: "folder",
    "around.yaml": "file",
    circle: "other",
    "gone.yaml": "other",
    "above.yaml": "file", // so that it is looked at, and refused
    "absolute.yaml": "file",
    "far.yaml": "file",
    module: "other",
  });
});

describe("a path", () => {
  test.each([
    ["zones/a.yaml", "/zones/a.yaml", "a"],
    ["./zones/../zones/a.yaml", "/zones/a.yaml", "a"],
    ["zones/twice.yaml", "/zones/a.yaml", "a"],
    ["zones/folder/x.yaml", "/zones/b./x.yaml", "x"],
    ["zones/around.yaml", "/zones/b./x.yaml", "x"],
  ])("%s is %s", async (path, real, text) => {
    expect(await files.realPath(path)).toBe(real);
    expect(Buffer.from(await files.read(path)).toString()).toBe(text);
  });

  test.each([
    ["zones/above.yaml", "/README.md"],
    ["zones/absolute.yaml", "/etc/passwd"],
    ["zones/far.yaml", "/etc/passwd"],
    ["README.md", "/README.md"],
  ])("%s lies outside and is never read", async (path, real) => {
    expect(await files.realPath(path)).toBe(real);
    await expect(files.read(path)).rejects.toThrow("there is no such file");
    expect(await files.list(path)).toBeUndefined();
  });

  test.each(["zones/nothing.yaml", "zones/circle", "zones/gone.yaml", "zones/a.yaml/b"])(
    "%s is not there",
    async (path) => {
      expect(await files.realPath(path)).toBeUndefined();
      await expect(files.read(path)).rejects.toThrow("there is no such file");
    },
  );
});

test("no entries, no folder", async () => {
  const none = await treeFiles("zones", [], () => Promise.reject(new Error("nothing to read")));
  expect(await none.list("zones")).toBeUndefined();
  expect(await none.realPath("zones")).toBeUndefined();
});

test("the working folder itself may be what is listed", async () => {
  const inside = entries.map((entry) => ({ ...entry, path: entry.path.slice("zones/".length) }));
  const here = await treeFiles(".", inside, ({ id }) => Promise.resolve(Buffer.from(CONTENT[id]!)));
  expect((await here.list("."))!.map(({ name }) => name)).toContain("a.yaml");
  expect(Buffer.from(await here.read("b./x.yaml")).toString()).toBe("x");
  await expect(here.read("../README.md")).rejects.toThrow("there is no such file");
});
