import { expect, test } from "vitest";
import { fakeFiles } from "../../test/fakes/files.ts";
import { WorldError } from "../files/world-error.ts";
import { readBase } from "../plan/pull-request.ts";
import type { FindBase } from "./live-base.ts";
import { LocalNameserver } from "./local-nameserver.ts";
import { type LiveSession, liveSession } from "./session.ts";
import type { LiveState } from "./state.ts";

const NS = `"":\n  - {type: NS, values: [ns1.example.net., ns2.example.net.]}\n`;
const GOOD = `${NS}www: {type: A, value: 192.0.2.1}\n`;
const OTHER = `${NS}www: {type: A, value: 192.0.2.2}\n`;
const HALF = `${NS}www: {type: A, val`;
const WRONG = `${NS}www: {type: A, value: 192.0.2.300}\n`;

interface Stage {
  readonly session: LiveSession;
  readonly states: LiveState[];
  /** Zone files by their names. */
  readonly written: Map<string, string>;
  readonly counts: { starts: number; reloads: number };
  readonly save: (text: string | undefined, file?: string) => void;
}

async function stage(base = GOOD, startFails = false): Promise<Stage> {
  const texts = new Map([["zones/example.com.yaml", GOOD]]);
  const written = new Map<string, string>();
  const counts = { starts: 0, reloads: 0 };
  const states: LiveState[] = [];
  const current = () => fakeFiles(Object.fromEntries(texts));
  const before = await readBase("zones", fakeFiles({ "zones/example.com.yaml": base }));
  const found = { kind: "zones", base: before, words: "the last commit, 0b5e" } as const;
  const findBase: FindBase = () => Promise.resolve(found);
  const nameserver = new LocalNameserver("scratch", {
    now: () => new Date("2026-11-22T12:00:00Z"),
    output: {
      write: (path, text) => Promise.resolve(void written.set(path, text)),
      remove: (path) => Promise.resolve(void written.delete(path)),
    },
    startServer: () => {
      counts.starts += 1;
      if (startFails) return Promise.reject(new WorldError("Cannot start the nameserver: it exited with 1"));
      const reload = () => Promise.resolve(void counts.reloads++);
      return Promise.resolve({ address: "127.0.0.1", port: 5300, reload, stop: () => Promise.resolve() });
    },
  });
  let time = 0;
  const session = liveSession({
    ...{ folder: "zones", findBase, nameserver },
    files: {
      list: (path) => current().list(path),
      read: (path) => current().read(path),
      realPath: (path) => current().realPath(path),
    },
    now: () => new Date(1_000 * time++),
    clock: () => time,
    show: (state) => void states.push(state),
  });
  const save = (text: string | undefined, file = "zones/example.com.yaml") =>
    void (text === undefined ? texts.delete(file) : texts.set(file, text));
  return { session, states, written, counts, save };
}

const FILE = "scratch/example.com.zone";

test("what is there first is served, and said twice: as it was read, and as it is answered", async () => {
  const { session, states, written, counts } = await stage();
  await session.look();
  expect(states.map(({ standing, number }) => [standing, number])).toEqual([
    ["loading", 1],
    ["same", 2],
  ]);
  expect(written.get(FILE)).toContain("192.0.2.1");
  expect(counts).toEqual({ starts: 1, reloads: 0 });
});

test("a save is checked, compared and served with a greater serial", async () => {
  const { session, states, written, counts, save } = await stage();
  await session.look();
  const before = serialIn(written.get(FILE)!);
  save(OTHER);
  await session.look();
  const { report, standing } = states.at(-1)!;
  expect(standing).toBe("same");
  expect(report.plan?.zones[0]?.changes).toHaveLength(1);
  expect(report.review?.mixtures).toEqual([]);
  expect(written.get(FILE)).toContain("192.0.2.2");
  expect(serialIn(written.get(FILE)!)).toBeGreaterThan(before);
  expect(counts).toEqual({ starts: 1, reloads: 1 });
});

test("a comment that comes changes nothing that is served", async () => {
  const { session, written, counts, save } = await stage();
  await session.look();
  const before = written.get(FILE);
  save(`# why\n${GOOD}`);
  await session.look();
  expect(written.get(FILE)).toBe(before);
  expect(counts.reloads).toBe(0);
});

test.each([
  ["a file that is half written", HALF],
  ["a wrong value", WRONG],
  ["an empty file", ""],
])("%s: what was served is served on, until it is mended", async (_, text) => {
  const { session, states, written, save } = await stage();
  await session.look();
  save(text);
  await session.look();
  expect(states.at(-1)).toMatchObject({
    standing: "behind",
    report: { outcome: "wrong" },
    served: { port: 5300 },
  });
  expect(written.get(FILE)).toContain("192.0.2.1");
  save(OTHER);
  await session.look();
  expect(states.at(-1)).toMatchObject({ standing: "same", report: { outcome: "fine" } });
  expect(written.get(FILE)).toContain("192.0.2.2");
});

test("a folder that goes is said, what was served is served on, and it may come back", async () => {
  const { session, states, save, written } = await stage();
  await session.look();
  save(undefined);
  await session.look();
  expect(states.at(-1)).toMatchObject({
    standing: "behind",
    report: { outcome: "wrong" },
    served: { port: 5300 },
  });
  expect(states.at(-1)!.report.problems[0]?.message).toContain('there is no folder "zones"');
  save(GOOD);
  await session.look();
  expect(states.at(-1)).toMatchObject({ standing: "same", report: { outcome: "fine" } });
  expect(written.has(FILE)).toBe(true);
});

test("a zone that goes is served no more, and stands among what changes", async () => {
  const { session, states, save, written } = await stage();
  save(GOOD, "zones/example.org.yaml");
  await session.look();
  expect([...written.keys()]).toEqual([FILE, "scratch/example.org.zone"]);
  save(undefined);
  await session.look();
  expect([...written.keys()]).toEqual(["scratch/example.org.zone"]);
  expect(states.at(-1)!.report.plan?.removed).toHaveLength(1);
});

test("what stood before the change is known as that", async () => {
  const lame = `"":\n  - {type: NS, values: [ns1.example.net.]}\n`;
  const { session, states, save } = await stage(lame);
  save(lame);
  await session.look();
  const { problems, stoodBefore } = states.at(-1)!.report;
  expect(problems).not.toEqual([]);
  expect([...(stoodBefore ?? [])]).toEqual(problems);
});

test("saves in a row are seen in one more look, the last of them whole", async () => {
  const { session, states, save, written } = await stage();
  const looks = [session.look()];
  for (const text of [WRONG, HALF, OTHER]) {
    save(text);
    looks.push(session.look());
  }
  await Promise.all(looks);
  expect(states.at(-1)).toMatchObject({ standing: "same", report: { outcome: "fine" } });
  expect(written.get(FILE)).toContain("192.0.2.2");
});

test("a nameserver that does not start is said, and nothing ends", async () => {
  const { session, states } = await stage(GOOD, true);
  await session.look();
  expect(states.at(-1)).toMatchObject({ standing: "behind", served: undefined });
  expect(states.at(-1)!.report.notes.at(-1)).toContain("Cannot start the nameserver");
});

function serialIn(text: string): number {
  return Number(/\b(\d{10})\b/.exec(text)?.[1]);
}

test("what has expired is told, by the day on which it is looked at", async () => {
  const { session, states, save } = await stage();
  save(`${NS}www: {type: A, value: 192.0.2.1, zonepipe: {expires: 1969-12-31}}\n`);
  await session.look();
  expect(states.at(-1)!.report.problems.map(({ rule }) => rule)).toEqual(["record-expired"]);
});
