import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WorldError } from "../files/world-error.ts";
import { load } from "../zones/load.ts";
import { realFiles } from "./files.ts";
import { output } from "./output.ts";

const root = mkdtempSync(join(realpathSync(tmpdir()), "zonepipe-files-"));
const zones = join(root, "zones");

beforeAll(() => {
  mkdirSync(join(zones, "example.net."), { recursive: true });
  writeFileSync(join(zones, "example.com.yaml"), "www: {type: A, value: 192.0.2.1}\n");
  writeFileSync(join(root, "secret.yaml"), "secret");
  symlinkSync("../secret.yaml", join(zones, "_secret.yaml"));
  symlinkSync("nowhere", join(zones, "_dangling"));
  symlinkSync(zones, join(root, "link"));
});
afterAll(() => rmSync(root, { recursive: true }));

test("a folder is listed with what its links lead to", async () => {
  const entries = await realFiles.list(zones);
  expect(entries?.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: "_dangling", kind: "other" },
    { name: "_secret.yaml", kind: "file" },
    { name: "example.com.yaml", kind: "file" },
    { name: "example.net.", kind: "folder" },
  ]);
});

test("what is not there is undefined, or an error that names it", async () => {
  const missing = join(root, "missing");
  expect([await realFiles.list(missing), await realFiles.realPath(missing)]).toEqual([undefined, undefined]);
  expect(await realFiles.realPath(join(zones, "example.com.yaml", "x"))).toBeUndefined();
  await expect(realFiles.read(missing)).rejects.toThrow(`Cannot read "${missing}": there is no such file`);
});

test("what cannot be read or written is said once, in words", async () => {
  const words = `Cannot read "${zones}": it is a folder`;
  await expect(realFiles.read(zones)).rejects.toThrow(new WorldError(words));
  const file = join(zones, "example.com.yaml");
  const below = join(file, "x");
  await expect(output.write(below, "")).rejects.toThrow(
    new WorldError(`Cannot write "${below}": what stands on the way there is no folder`),
  );
  await expect(output.write(zones, "")).rejects.toThrow(
    new WorldError(`Cannot write "${zones}": a folder is there`),
  );
});

test("a path leads to what is behind its links", async () => {
  expect(await realFiles.realPath(join(root, "link", "_secret.yaml"))).toBe(join(root, "secret.yaml"));
});

test("a zones folder behind a link is read, a link out of it is refused", async () => {
  writeFileSync(join(zones, "example.org.yaml"), "a: !include _secret.yaml\n");
  const sources = await load(join(root, "link"), realFiles);
  expect(sources.zones.map(({ path }) => path)).toEqual([
    join(root, "link", "example.com.yaml"),
    join(root, "link", "example.net."),
    join(root, "link", "example.org.yaml"),
  ]);
  const [refusal] = sources.zones[2]!.files[0]!.included.values();
  expect(refusal).toMatchObject({ rule: "include-escape" });
});

test("a folder that is not there is the world's failure", async () => {
  const missing = join(root, "missing");
  await expect(load(missing, realFiles)).rejects.toThrow(
    new WorldError(
      `Cannot read the zones: there is no folder "${missing}"; name the one where they are, or make it with \`zonepipe init\``,
    ),
  );
});
