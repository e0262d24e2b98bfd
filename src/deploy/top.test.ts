import { expect, test } from "vitest";
import { WorldError } from "../files/world-error.ts";
import type { World } from "../world.ts";
import { printTop, topToJson } from "./print-top.ts";
import { findTop } from "./top.ts";

const SINCE = "2026-03-03T10:00:00.000Z";

function printed(
  since: string,
  asked: readonly [string, number][],
  missing: readonly [string, number, number][],
) {
  const rrsets = asked.map(([name, count]) => ({ name, type: "A", count, since }));
  const names = missing.map(([name, least, most]) => ({ name, least, most }));
  return `${JSON.stringify({ version: 1, since, asked: rrsets, missing: names })}\n`;
}

/** Machines of the app `dns`, with what each prints. */
function worldOf(prints: { readonly [id: string]: string | { readonly stderr: string } }): World {
  const machines = Object.keys(prints).map((id) => ({
    id,
    region: "ams",
    state: "started",
    isReachable: true,
  }));
  const fly = {
    machines: (app: string) =>
      app === "dns"
        ? Promise.resolve(machines)
        : Promise.reject(new WorldError(`Cannot list the machines of "${app}"`)),
    exec: (_: string, id: string, command: string) => {
      expect(command).toBe("node /app/server.js top --limit 10");
      const text = prints[id]!;
      const output = { stdout: "", stderr: "", exitCode: 1 };
      return Promise.resolve(
        typeof text === "string" ? { ...output, stdout: text, exitCode: 0 } : { ...output, ...text },
      );
    },
  };
  return { fly, progress: { step: () => {} } } as unknown as World; // the rest of it is not asked for
}

const TWO = worldOf({
  m1: printed(
    SINCE,
    [
      ["www.example.com.", 40_000],
      ["rare.example.com.", 3],
    ],
    [["no.example.com.", 5, 9]],
  ),
  m2: printed(
    "2026-03-04T11:30:00.000Z",
    [
      ["WWW.example.com.", 1_000],
      ["mail.example.com.", 7],
    ],
    [["no.example.com.", 1, 1]],
  ),
});

test("counts of all machines are added up, since the last of them counts", async () => {
  const top = await findTop([{ app: "dns" }], 2, TWO);
  expect(printTop(top)).toBe(
    [
      "2 machines, since 2026-03-04 11:30 UTC",
      "",
      "questions  name               type",
      "41,000     WWW.example.com.   A",
      "7          mail.example.com.  A",
      "",
      "questions  names that do not exist",
      "6 to 10    no.example.com.",
      "",
    ].join("\n"),
  );
  expect(topToJson(top)).toMatchObject({
    machines: 2,
    asked: [
      { type: "A", count: 41_000, machines: 2 },
      { name: "mail.example.com.", machines: 1 },
    ],
    missing: [{ name: "no.example.com.", most: 10, least: 6 }],
  });
});

test("who does not say it is told, with the reason", async () => {
  const world = worldOf({
    m1: printed(SINCE, [["www.example.com.", 1]], []),
    old: { stderr: "Usage: …\n--zones PATH is missing" },
    odd: printed(SINCE, [["a..b.", 1]], []),
    liar: printed(SINCE, [["www.example.com.", -1]], []),
  });
  const { machines, silent } = await findTop([{ app: "dns" }, { app: "gone" }], 2, world);
  expect(machines).toBe(1);
  expect(silent).toEqual([
    { where: "ams/old", reason: "--zones PATH is missing" },
    { where: "ams/odd", reason: expect.stringContaining("top.asked[0].name") },
    { where: "ams/liar", reason: expect.stringContaining("top.asked[0].count") },
    { where: "gone", reason: 'Cannot list the machines of "gone"' },
  ]);
});

test("where nobody says anything nothing is claimed", async () => {
  const top = await findTop([{ app: "gone" }], 2, TWO);
  expect(printTop(top)).toBe(
    'No machine says what it is asked for.\n\n✘ gone: Cannot list the machines of "gone"\n',
  );
});
