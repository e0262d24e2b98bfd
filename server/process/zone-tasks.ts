import type { MessagePort } from "node:worker_threads";
import { makeSigners } from "../signing/signers.ts";
import { giveBackMemory } from "../tables/give-back.ts";
import { addFormerSteps, type FormerSteps } from "../zones/former-steps.ts";
import { type Loaded, type LoadResult, load, turnWindow } from "../zones/load.ts";
import { type FormerTask, type ReloadTask, tellResult } from "../zones/reload-task.ts";

/** Loads zones again whenever it is asked to. Between two times it holds what it loaded last, which is what is served. */
export function runReloads(port: MessagePort): void {
  let last: Loaded | undefined;
  port.on("message", async (task: ReloadTask) => {
    const before = task.before ?? last;
    if (before === undefined) throw new Error("Cannot load zones again: nobody has said what is served");
    const result = await loadAgain(task, before);
    last = result.kind === "loaded" ? result.loaded : before;
    port.postMessage(tellResult(result, before));
    setImmediate(giveBackMemory);
  });
}

/** Finds the way from former releases when it is asked to. */
export function runFormer(port: MessagePort): void {
  port.on("message", async (task: FormerTask) => port.postMessage(await lookBack(task)));
}

async function loadAgain(
  { path, serials, signing: { window, states, ...keys } }: ReloadTask,
  before: Loaded,
): Promise<LoadResult> {
  const signers = await makeSigners(keys);
  try {
    const { signerOf, by } = signers;
    const signing = { kind: "now", window, signerOf, by, states } as const;
    return path === undefined ? turnWindow(before, signing, serials) : load(path, before, serials, signing);
  } finally {
    signers.close();
  }
}

async function lookBack({
  served: { zones, tables },
  zones: wanted,
  signing: { window, ...keys },
}: FormerTask): Promise<readonly FormerSteps[]> {
  const signers = await makeSigners(keys);
  try {
    const { signerOf, by } = signers;
    const numbers = new Map(zones.map(({ origin }, number) => [origin, number]));
    return wanted.map((origin) => {
      const number = numbers.get(origin)!; // it is one of what is served
      return addFormerSteps({ zone: zones[number]!, tables, number }, { kind: "now", window, signerOf, by });
    });
  } finally {
    signers.close();
  }
}
