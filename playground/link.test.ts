import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linkOf, MOST_OF_LINK, readLink, type Written } from "./link.ts";

const FILE = fc.record({ name: fc.string(), text: fc.string({ unit: "binary" }), before: fc.string() });
const WRITTEN: fc.Arbitrary<Written> = fc.record({
  files: fc.array(FILE, { maxLength: 5 }),
  addresses: fc.string(),
  question: fc.string(),
});
const EMPTY: Written = { files: [], addresses: "", question: "" };

test("what a link says is what was written, whatever it was", async () => {
  await fc.assert(
    fc.asyncProperty(WRITTEN, async (written) => {
      const link = (await linkOf(written))!; // it is small
      expect(link).toMatch(/^[\w-]+$/);
      expect(await readLink(link)).toEqual(written);
    }),
  );
});

test("a zone of hundreds of names fits, and what does not is told", async () => {
  const names = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `host-${index}: {type: A, value: 192.0.2.${index % 256}}\n`,
    ).join("");
  const written = (text: string) => ({ ...EMPTY, files: [{ name: "example.com.yaml", text, before: "" }] });
  const link = await linkOf(written(names(2_000)));
  expect(link?.length).toBeLessThanOrEqual(MOST_OF_LINK);
  expect(await readLink(link!)).toEqual(written(names(2_000)));
  expect(await linkOf(written(names(20_000)))).toBeUndefined();
  // It would fit, and could not be read.
  expect(await linkOf(written(" ".repeat(1_000_000)))).toBeUndefined();
  expect(
    await linkOf({ ...EMPTY, files: Array(101).fill({ name: "", text: "", before: "" }) }),
  ).toBeUndefined();
});

test("any text gives something or nothing, and is never an error", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.base64String(), fc.stringMatching(/^[\w-]*$/)),
      async (text) => {
        const found = await readLink(text);
        if (found !== undefined) expect(Object.keys(found)).toEqual(["files", "addresses", "question"]);
      },
    ),
  );
});

const packed = (octets: string | Buffer) => deflateRawSync(octets).toString("base64url");

test.each([
  ["nothing", ""],
  ["too long", "A".repeat(MOST_OF_LINK + 1)],
  ["no Base64 for URLs", "a+b/c="],
  ["a bomb", packed(Buffer.alloc(20_000_000, 0x20))],
  ["a bomb that begins as a link does", packed(`{"files":[],"addresses":"${" ".repeat(5_000_000)}"}`)],
  ["cut", packed(JSON.stringify(EMPTY)).slice(0, -3)],
  ["no JSON", packed("files")],
  ["no UTF-8", packed(Buffer.from([0x7b, 0xff, 0x7d]))],
  ["no files", packed("{}")],
  ["null", packed("null")],
  ["files that are none", packed('{"files":{"length":3}}')],
  ["more files than there is room for", packed(JSON.stringify({ files: Array(101).fill({}) }))],
])("%s is no link", async (_, text) => {
  expect(await readLink(text)).toBeUndefined();
});

test.each([
  [
    "fields that are no texts",
    { files: [{ name: 1, text: ["a"], before: null }, null, 7], addresses: {}, question: true },
  ],
  [
    "what every object has",
    JSON.parse('{"files":[{"__proto__":{"name":"x"}}],"__proto__":{"question":"x"}}'),
  ],
])("%s are left empty", async (_, value) => {
  const found = await readLink(packed(JSON.stringify(value)));
  for (const file of found!.files) expect(file).toEqual({ name: "", text: "", before: "" });
  expect(found).toMatchObject({ addresses: "", question: "" });
});
