import { describe, expect, test } from "vitest";
import { fakeFiles } from "../../test/fakes/files.ts";
import { demandZoneFiles } from "./in-folder.ts";

const FILES = fakeFiles({
  "rendered/example.com.zone": "",
  "rendered/notes.txt": "",
  "zones/example.com.yaml": "",
});

describe("a folder that is named as what is published", () => {
  test.each<[string, string, string | undefined]>([
    ["has zone files", "rendered", undefined],
    ["is not there", "nosuch", 'there is no folder "nosuch"'],
    ["is a file", "rendered/example.com.zone", '"rendered/example.com.zone" is no folder'],
    ["holds something else", "zones", 'no file in "zones" ends with .zone'],
  ])("%s", async (_, folder, reason) => {
    const demanded = demandZoneFiles(folder, FILES);
    if (reason === undefined) await expect(demanded).resolves.toBeUndefined();
    else await expect(demanded).rejects.toThrow(`Cannot tell what is published: ${reason}\n`);
  });

  test("is empty, and says so itself", async () => {
    const empty = { ...FILES, list: () => Promise.resolve([]) };
    await expect(demandZoneFiles("empty", empty)).resolves.toBeUndefined();
  });
});
