import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { dsFor } from "../dnssec/chain-of-trust.ts";
import { type KeyLooks, noteLook } from "../dnssec/key-looks.ts";
import { policyOf } from "../dnssec/policy.ts";
import type { ZoneKey } from "../dnssec/zone-keys.ts";
import { realFiles } from "../world/files.ts";
import { output } from "../world/output.ts";
import type { World } from "../world.ts";
import { disable } from "./dnssec-disable.ts";
import { enable } from "./dnssec-enable.ts";
import { type RollRequest, roll } from "./dnssec-roll.ts";
import { readSigning } from "./dnssec-signing.ts";
import { status } from "./dnssec-status.ts";
import { taskOf, zoneIn } from "./dnssec-task.ts";
import type { Printed } from "./program.ts";

const COM = nameOf("example.com.");
const DAY = 86_400_000;
let folder = "";
let now = new Date(0);
let looks: KeyLooks = {};
let ds: readonly ZoneKey[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-roll-"));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  mkdirSync(join(folder, "zones"));
  writeFileSync(join(folder, "zones/example.com.yaml"), "www: {type: A, ttl: 7200, value: 192.0.2.80}\n");
  now = new Date("2026-12-04T12:00:00Z"); // in week 2970
  looks = {};
  ds = [];
});

const world = { files: realFiles, output, now: () => now } as World; // nothing else is used
const zones = () => join(folder, "zones");
const keysFolder = () => join(folder, "keys");
const signing = () => readSigning(zones(), COM, world);
const keysYaml = () => readFileSync(join(zones(), "_keys.yaml"), "utf8");

async function task() {
  const read = await signing();
  return taskOf(read, read.keys!, await zoneIn(zones(), read, world), () => looks, now);
}

async function enabled(isSplit = false, isAsked = false): Promise<string> {
  const read = await signing();
  const order = { signing: read, keysFolder: keysFolder(), algorithm: 13, isSplit, denial: "nsec" } as const;
  const more = read.keys === undefined ? {} : { task: await task() };
  return textOf(await enable({ ...order, ...more, folder: zones(), isAsked }, world));
}

async function rolled(order: RollRequest["order"] = {}, isOnlyNext = false): Promise<string> {
  const request = {
    signing: await signing(),
    task: await task(),
    order,
    isOnlyNext,
    folder: zones(),
    keysFolder: keysFolder(),
  };
  return textOf(await roll(request, world));
}

async function said(): Promise<string> {
  return textOf(status(await signing(), false, now, await task()));
}

/** What is in git is released, and looked at for some days. */
async function daysPass(days = 4): Promise<void> {
  const { keys } = await signing();
  const set = ds.map((key) => dsFor(COM, policyOf({ ...keys!, keys: [key] }).keys[0]!));
  for (let day = 0; day <= days; day++) {
    looks = noteLook(looks, { at: now, by: "drift", counter: keys?.counter ?? 0, ds: { set, ttl: 3_600 } });
    if (day < days) now = new Date(now.getTime() + DAY);
  }
}

async function keysNow(): Promise<readonly ZoneKey[]> {
  return (await signing()).keys?.keys ?? [];
}

async function states(): Promise<string[]> {
  return (await keysNow()).map(
    ({ role, state, ds: at }) => `${role} ${state}${role === "zsk" ? "" : ` ${at}`}`,
  );
}

function textOf(printed: Printed): string {
  return "text" in printed ? printed.text : JSON.stringify("json" in printed ? printed.json : printed);
}

describe("one key for all", () => {
  test.each([
    ["asked for by CDS", true],
    ["typed at a registrar", false],
  ])("comes, is replaced and goes, its DS %s", async (_, isAsked) => {
    await enabled();
    expect(await said()).toContain("It is not known which keys all nameservers show");
    expect(await said()).toMatch(
      /The parent is to have the DS of key \d+ \(ECDSAP256SHA256\), when:\n {4}Which DS/,
    );
    await daysPass();
    expect(await said()).toMatch(/may be done now: `zonepipe dnssec enable example.com`.*digest type {2}2/s);
    await enabled(false, isAsked);
    expect(await states()).toEqual(["csk active wanted"]);
    expect((await signing()).keys?.cds).toBe(isAsked ? "keys" : "none");
    ds = await keysNow();
    await daysPass();
    expect(await rolled()).toContain("All servers of the parent have the DS of key");
    expect(await states()).toEqual(["csk active seen"]);
    expect(await said()).toContain("Nothing. Keep the DS");

    expect(await rolled()).toMatch(/csk \d+ \(ECDSAP256SHA256\) comes: it is published, and signs beside/);
    expect(await states()).toEqual(["csk active seen", "csk active absent"]);
    const before = [keysYaml(), readdirSync(keysFolder())];
    expect(await rolled()).toMatch(
      /waits; nothing was changed.\n\nThe parent is to have the DS of key \d+ \(ECDSAP256SHA256\), and no longer that of \d+.*, when:\n {2}Since when all nameservers/,
    );
    expect([keysYaml(), readdirSync(keysFolder())]).toEqual(before);
    await daysPass();
    await rolled();
    expect(await states()).toEqual(["csk active leaving", "csk active wanted"]);
    await daysPass();
    expect(await rolled()).toMatch(
      /not all servers of the parent have the DS of key \d+ .*still has the DS of key/s,
    );
    expect(await said()).toMatch(/At the registrar:\n {4}As DS:/);
    ds = (await keysNow()).slice(1);
    await daysPass(0);
    expect(await rolled()).toContain("all servers of the parent have the DS of now since");
    await daysPass();
    await rolled();
    expect(await states()).toEqual(["csk active seen"]);
    expect(await rolled({}, true)).toContain("no change of keys is under way");

    await daysPass();
    const out = async () => textOf(await disable(await signing(), false, world, await task()));
    expect(await out()).toContain("The parent is to remove every DS.");
    expect(await out()).toContain("waits; nothing was changed");
    ds = [];
    await daysPass(0);
    expect(await out()).toMatch(/no server of the parent has a DS since .*Do this from 20/s);
    await daysPass();
    expect(await out()).toContain("Signing ends.");
    expect(await keysNow()).toEqual([]);
  });
});

test("a zsk is known before it signs, and goes when its signatures are forgotten", async () => {
  await enabled(true);
  await daysPass();
  await expect(rolled()).rejects.toThrow("Say which with --ksk or --zsk");
  await rolled({ part: "zsk" });
  const seen = [await states()];
  for (let step = 0; step < 2; step++) {
    await daysPass();
    await rolled();
    seen.push(await states());
  }
  expect(seen).toEqual([
    ["ksk active absent", "zsk active", "zsk published"],
    ["ksk active absent", "zsk retired", "zsk active"],
    ["ksk active absent", "zsk active"],
  ]);
});

test("another algorithm signs before it is published, and the old one signs longer than it is", async () => {
  await enabled();
  await daysPass();
  await enabled();
  ds = await keysNow();
  await daysPass();
  await rolled();
  const seen: string[][] = [];
  for (let step = 0; step < 5; step++) {
    await rolled({ algorithm: 15 });
    seen.push(await states());
    if (step === 2) ds = (await keysNow()).slice(1);
    await daysPass();
  }
  expect(seen).toEqual([
    ["csk active seen", "csk early absent"],
    ["csk active seen", "csk active absent"],
    ["csk active leaving", "csk active wanted"],
    ["csk late absent", "csk active seen"],
    ["csk active seen"],
  ]);
  expect(await rolled({ algorithm: 15 })).toContain("is signed with ED25519 already; nothing was changed");
});

test("what is not released yet is no ground for the next step", async () => {
  await enabled();
  await daysPass();
  await rolled();
  await daysPass();
  await rolled();
  expect(await rolled()).toContain("state 2026120413 of the keys, and state 2026120414 is not out yet");
});

test("status as JSON has the next step and when it may be taken", async () => {
  await enabled();
  await daysPass(0);
  const printed = status(await signing(), true, now, await task());
  expect("json" in printed && printed.json).toMatchObject({
    seen: { keys: { counter: 2026120412, by: "drift" }, ds: { set: [] } },
    step: { kind: "wait", by: "enable", until: [{ from: new Date("2026-12-04T15:00:00Z") }, {}] },
  });
});
