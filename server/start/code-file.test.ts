import { chmodSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CODE_KINDS, type Code, codeFileOf, readCode, writeCode } from "./code-file.ts";

const DIGEST = new Uint8Array(32).fill(7);
const CODE: Code = {
  main: Uint8Array.of(1, 2, 3),
  "udp-batch": Uint8Array.of(4, 5),
  tcp: new Uint8Array(1000).fill(6),
};

let folder: string;
let program: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-code-"));
  program = join(folder, "server.js");
  writeFileSync(program, "");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what is written is read, of each kind", () => {
  expect(writeCode(program, DIGEST, CODE)).toBe(readFileSync(codeFileOf(program)).length);
  const read = readCode(program, DIGEST)!;
  for (const kind of CODE_KINDS) expect([...read[kind]]).toEqual([...CODE[kind]]);
});

test("there is none, or it is of another program", () => {
  expect(readCode(program, DIGEST)).toBeUndefined();
  writeCode(program, DIGEST, CODE);
  expect(readCode(program, new Uint8Array(32).fill(8))).toBeUndefined();
});

test("it is cut off anywhere, or one bit is another", () => {
  const size = writeCode(program, DIGEST, CODE);
  const file = codeFileOf(program);
  const octets = readFileSync(file);
  for (const at of [0, 15, 16, 40, 48, 58, 60, 63, size - 1]) {
    const flipped = Buffer.from(octets);
    flipped[at]! ^= 4;
    writeFileSync(file, flipped);
    expect(readCode(program, DIGEST), `flipped at ${at}`).toBeUndefined();
    writeFileSync(file, octets);
    truncateSync(file, at);
    expect(readCode(program, DIGEST), `cut off at ${at}`).toBeUndefined();
  }
  writeFileSync(file, octets);
  expect(readCode(program, DIGEST)).toBeDefined();
});

test("others than the program's owner may write it, so it is not trusted", () => {
  writeCode(program, DIGEST, CODE);
  for (const [mode, isTrusted] of [
    [0o666, false],
    [0o620, false],
    [0o644, true],
    [0o444, true],
  ] as const) {
    chmodSync(codeFileOf(program), mode);
    expect(readCode(program, DIGEST) !== undefined).toBe(isTrusted);
  }
});
