import { mkdtempSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { watchFiles } from "./watch-files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-watch-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("calls for each change once: of content, of time, of where a link leads (to itself, too), of what is there", async () => {
  const file = join(folder, "file");
  const link = join(folder, "link");
  writeFileSync(file, "one");
  writeFileSync(join(folder, "other"), "other");
  symlinkSync(file, link);
  const steps: (() => void)[] = [
    () => writeFileSync(file, "three"),
    () => utimesSync(file, 1, 1),
    () => {
      unlinkSync(link);
      symlinkSync(join(folder, "other"), link);
    },
    () => unlinkSync(link),
    () => symlinkSync(link, link),
  ];
  const { promise, resolve } = Promise.withResolvers<void>();
  let looks = 0;
  let calls = 0;
  let settled = 0;
  const watch = watchFiles(
    () => {
      looks += 1;
      // Two looks after the last step nothing more may come.
      if (calls === 6 && ++settled === 3) resolve();
      return [file, link];
    },
    () => {
      calls += 1;
      steps.shift()?.();
    },
    5,
  );
  await promise;
  watch.close();
  expect(calls).toBe(6);
  expect(looks).toBeGreaterThan(6);
});
