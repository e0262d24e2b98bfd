import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireTool } from "../tools.ts";

const UNIT = readFileSync(join(import.meta.dirname, "../../ops/zonepipe.service"), "utf8");
const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/server.md"), "utf8");

/** As `systemd-analyze security` counts, from 0 to 10: what is left is the network, and code that V8 makes. */
const MOST_EXPOSED = 1.5;

describe.skipIf(!requireTool("systemd-analyze", "systemd"))("the unit of systemd", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "zonepipe-unit-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const analyze = (unit: string, ...words: readonly string[]) => {
    const path = join(folder, "zonepipe.service");
    writeFileSync(path, unit.replace("ExecStart=/usr/bin/node", `ExecStart=${process.execPath}`));
    const { status, stdout, stderr } = spawnSync("systemd-analyze", [...words, path], { encoding: "utf8" });
    return { status, text: stdout + stderr };
  };

  test("is one that systemd takes, without a word", () => {
    expect(analyze(UNIT, "verify", "--man=no")).toEqual({ status: 0, text: "" });
  });

  test("with a key that there is not is told of", () => {
    expect(analyze(`${UNIT}\n[Service]\nProtectEverything=yes\n`, "verify", "--man=no").text).toContain(
      "ProtectEverything",
    );
  });

  test(`leaves no more than ${MOST_EXPOSED} open`, () => {
    const words = ["security", "--offline=true", `--threshold=${10 * MOST_EXPOSED}`, "--no-pager"];
    expect(analyze(UNIT, ...words).status).toBe(0);
    expect(analyze(UNIT.replace("PrivateDevices=yes", ""), ...words).status).not.toBe(0);
  });
});

test("the unit gives Node the permissions that the reference names", () => {
  const flags = /^ExecStart=.*$/m.exec(UNIT)![0].match(/--(allow-[a-z]+|permission|disable-warning=\w+)/g);
  const [block = ""] = /^node --permission [\s\S]*?server\.js --listen/m.exec(PAGE) ?? [];
  expect([...new Set(flags)].sort()).toEqual(
    [...new Set(block.match(/--(allow-[a-z]+|permission|disable-warning=\w+)/g))].sort(),
  );
});
