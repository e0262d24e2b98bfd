import { describe, expect, test } from "vitest";
import { fakeFiles } from "../../test/fakes/files.ts";
import { nameOf } from "../../test/zone-text.ts";
import { demandZoneFiles, publishedInFolder } from "./in-folder.ts";

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

describe("a folder of transferred zones", () => {
  const [soa, rest] = ["@ 60 IN SOA ns1 h 7 2 3 4 60\n", "@ 60 IN NS ns1\nns1 60 IN A 192.0.2.53\n"];
  const axfr = `\n; <<>> DiG 9.18 <<>> example.com axfr\n;; global options: +cmd\n${soa}${rest}`;
  const md = `@ 60 IN ZONEMD 7 1 1 ${"ab".repeat(48)}\n`;
  const knownIn = async (files: { readonly [name: string]: string }) => {
    const known = await publishedInFolder("pub", fakeFiles(files));
    return known.get(nameOf("example.com."));
  };

  test("is read as dig and named-compilezone write it: the SOA at the end counts once, the digest is that of the records", async () => {
    const { records, shown, isOurs } = (await knownIn({ "pub/example.com.zone": `${axfr}${md}${soa}` }))!;
    expect([records?.length, isOurs]).toEqual([4, false]);
    const compiled = await knownIn({ "pub/example.com.zone": `${soa}${rest}` });
    expect(shown[0]).toEqual({
      by: "pub/example.com.zone",
      kind: "serial",
      serial: 7,
      digest: expect.any(Object),
    });
    expect(compiled!.shown).toEqual(shown);
  });

  test("stops where zones are not whole, and says so of each", async () => {
    const reading = knownIn({
      "pub/example.com.zone": `${axfr}; Transfer failed.\n`,
      "pub/example.net.zone": "; nothing\n",
      "pub/example.org.zone": "@ 60 SOA a. b. 1 2 3 4 5\nwww A 192.0.2.256\n",
    });
    await expect(reading).rejects.toThrow(
      'Cannot tell what is published from "pub": "pub/example.com.zone" has not the whole zone: dig wrote there that the ' +
        'transfer failed\n"pub/example.net.zone" has no SOA record\npub/example.org.zone:2:7: error: ',
    );
  });
});
