import { existsSync, mkdirSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";

/**
 * Has something made once in a test run, by the first test that asks, for all tests in all processes. Gives the folder
 * that `make` has filled; every one throws where that failed.
 */
export async function oncePerRun(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const place = join(inject("runFolder"), name);
  const [made, failed, folder] = ["made", "failed", "content"].map((each) => join(place, each)) as [
    string,
    string,
    string,
  ];
  if (isFirst(place)) {
    mkdirSync(folder);
    try {
      await make(folder);
      writeFileSync(made, "");
    } catch (error) {
      writeFileSync(failed, "");
      throw error;
    }
  } else {
    await appears(place, [made, failed]);
  }
  if (existsSync(failed)) throw new Error(`The ${name} could not be made: another test says why`);
  return folder;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder); // fails when it is there, in all processes but one
    return true;
  } catch {
    return false;
  }
}

function appears(folder: string, files: readonly string[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watcher = watch(folder, () => check());
  const check = () => {
    if (files.some((file) => existsSync(file))) resolve();
  };
  check(); // it may have come before we looked
  return promise.finally(() => watcher.close());
}
