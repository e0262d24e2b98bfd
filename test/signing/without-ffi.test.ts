import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Messages, Signed } from "./sign-messages.ts";

const MAKE = {
  13: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  14: () => generateKeyPairSync("ec", { namedCurve: "P-384" }),
  15: () => generateKeyPairSync("ed25519"),
};

/** With and without the permission to call OpenSSL. */
const READ = ["--permission", "--allow-fs-read=*"];
const WITH = [...READ, "--experimental-ffi", "--allow-ffi"];

test.each([
  [13, 100],
  [14, 20],
  [15, 100],
] as const)(
  "algorithm %i: two processes, one of which may not call OpenSSL, sign alike",
  (algorithm, count) => {
    const messages = fc.sample(fc.uint8Array({ maxLength: 500 }), count).map((data) => ({
      pkcs8: MAKE[algorithm]().privateKey.export({ type: "pkcs8", format: "der" }).toString("hex"),
      data: Buffer.from(data).toString("hex"),
    }));
    const [fast, slow] = [run(WITH, { algorithm, messages }), run(READ, { algorithm, messages })];
    expect(fast.slowBecause).toBeNull();
    expect(slow.slowBecause).toEqual(expect.any(String));
    expect(slow.signatures).toHaveLength(count);
    expect(slow.signatures).toEqual(fast.signatures);
  },
);

function run(flags: readonly string[], messages: Messages): Signed {
  const program = join(import.meta.dirname, "sign-messages.ts");
  const input = JSON.stringify(messages);
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, "--no-warnings", program], {
    input,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}
