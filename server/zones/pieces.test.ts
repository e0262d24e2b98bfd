import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPlainFile } from "../../dns/zone-file/read-plain-file.ts";
import { startSha256 } from "../openssl/sha256.ts";
import { fileCalls } from "./file-calls.ts";
import { Pieces } from "./pieces.ts";
import { addFile } from "./unchanged.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-pieces-"));
  for (const [name, octets] of FILES) writeFileSync(join(folder, name), Buffer.alloc(octets, name));
  symlinkSync(join(folder, "small"), join(folder, "link"));
  mkdirSync(join(folder, "folder"));
  if (process.platform === "linux") execFileSync("mkfifo", [join(folder, "pipe")]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const PIECE = 1 << 18;
const FILES: readonly (readonly [string, number])[] = [
  ["empty", 0],
  ["small", 100],
  ["käse\u{1f9c0}.zone", 7],
  ["nearly a piece", PIECE - 40],
  ["a piece", PIECE],
  ["more than a piece", 2 * PIECE + 5],
];

test("a digest in pieces is that of all files, each with its length before it, whatever their sizes are", () => {
  const names = [...FILES.map(([name]) => name), "small", "link", "small"];
  const [one, other] = [startSha256(), startSha256()];
  const pieces = new Pieces(one);
  for (const name of names) {
    expect(pieces.addFile(join(folder, name))).toBe(true);
    addFile(other, readPlainFile(join(folder, name)));
  }
  expect(pieces.end()).toEqual(other.end());
});

test.each(["absent", "folder", "pipe", "small\0", "x".repeat(5000)])(
  "what is no plain file is not read: %j",
  (name) => {
    expect(new Pieces(startSha256()).addFile(join(folder, name))).toBe(false);
  },
);

test.skipIf(fileCalls() === undefined)(
  "libc reads small plain files, and says of others that it cannot",
  () => {
    const calls = fileCalls()!;
    const into = Buffer.alloc(200);
    expect(calls.look(join(folder, "small"))).toBe(100);
    expect(calls.read(into, 10, 100)).toBe(true);
    expect(into.toString("latin1", 10, 110)).toBe("small".repeat(20));
    expect(calls.read(into, 10, 99)).toBe(false); // it has become longer since
    expect(calls.read(into, 10, 101)).toBe(false); // or shorter
    expect(calls.read(into, 100, 100)).toBe(false); // whether it is longer would not be seen
    for (const name of ["absent", "folder", "pipe", "small\0"])
      expect(calls.look(join(folder, name))).toBe(-1);
  },
);

test.skipIf(fileCalls() === undefined)(
  "what Node's permission model does not let us read libc does not read",
  () => {
    const program = `import { fileCalls } from ${JSON.stringify(join(import.meta.dirname, "file-calls.ts"))};
    for (const folder of process.argv.slice(1)) console.log(fileCalls().look(folder + "/small"));`;
    const flags = ["--permission", "--allow-ffi", `--allow-fs-read=${folder}/allowed`];
    flags.push(`--allow-fs-read=${join(import.meta.dirname, "..")}`);
    mkdirSync(join(folder, "allowed"));
    writeFileSync(join(folder, "allowed/small"), "five\n");
    const words = [folder, join(folder, "allowed"), join(folder, "allowed/..")];
    const { stdout } = spawnSync(
      process.execPath,
      [...flags, "--input-type=module", "-e", program, ...words],
      {
        encoding: "utf8",
      },
    );
    expect(stdout).toBe("-1\n5\n-1\n");
  },
);
