import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { stateOfFolder, watchFolder } from "./watch-folder.ts";

describe("the state of a folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-watch-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "example.net."));
  mkdirSync(join(folder, "build/zones"), { recursive: true });
  symlinkSync("..", join(folder, "example.net./round"));
  const at = (name: string) => join(folder, name);
  const state = () => stateOfFolder(folder, at("build/zones"));

  test.each<[string, boolean, () => void]>([
    ["a new file", true, () => writeFileSync(at("example.com.yaml"), "a")],
    ["a written file", true, () => writeFileSync(at("example.com.yaml"), "ab")],
    ["a file of the same size with another time", true, () => utimesSync(at("example.com.yaml"), 1, 1)],
    ["another name", true, () => renameSync(at("example.com.yaml"), at("example.org.yaml"))],
    ["a file in a zone's folder", true, () => writeFileSync(at("example.net./www.yaml"), "a")],
    ["a file that goes", true, () => rmSync(at("example.org.yaml"))],
    ["what an editor keeps beside it", false, () => writeFileSync(at(".example.com.yaml.swp"), "a")],
    ["what we render", false, () => writeFileSync(at("build/zones/example.com.zone"), "a")],
    ["nothing", false, () => {}],
  ])("%s: differs %j", (_, differs, act) => {
    const before = state();
    act();
    expect(state() !== before).toBe(differs);
  });
});

test("a change is told once, when two looks agree, and never while the one before is worked on", async () => {
  const looks = ["a", "b", "c", "c", "c", "d", "d"];
  const told: string[] = [];
  let at = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (at === looks.length) resolve();
    return looks[at++] ?? `${at}`;
  };
  const onChange = async () => {
    told.push(`${looks[at - 1]} begins`);
    await new Promise((done) => setImmediate(done));
    told.push("ends");
  };
  const watch = watchFolder(look, "a", onChange, 0);
  onTestFinished(watch.close);
  await promise;
  expect(told).toEqual(["c begins", "ends", "d begins", "ends"]);
});
