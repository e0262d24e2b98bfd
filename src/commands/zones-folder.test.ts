import { expect, test } from "vitest";
import { type FakeFiles, fakeFiles } from "../../test/fakes/files.ts";
import { zonesFolderAt } from "./zones-folder.ts";

const REPOSITORY: FakeFiles = { "fly.toml": "", "zones/_config.yaml": "", "zones/example.com.yaml": "" };

test.each<[string, FakeFiles, string, string]>([
  ["the default, in a repository", REPOSITORY, "zones", "zones"],
  ["the repository", REPOSITORY, ".", "zones"],
  ["a repository elsewhere", { "a/b/zones/_config.yaml": "" }, "a/b/", "a/b/zones"],
  ["a folder of zones of another name", { "dns/example.com.yaml": "" }, "dns", "dns"],
  ["the default, from inside of the folder", { "_config.yaml": "", "example.com.yaml": "" }, "zones", "."],
  ["zones that have a folder of the same name", { "a/_config.yaml": "", "a/zones/x": "" }, "a", "a"],
  ["a folder that is not there", REPOSITORY, "nosuch", "nosuch"],
])("%s", async (_, files, folder, found) => {
  expect(await zonesFolderAt(folder, fakeFiles(files))).toBe(found);
});
