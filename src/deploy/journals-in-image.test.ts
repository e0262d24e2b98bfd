import { describe, expect, test } from "vitest";
import { deploymentsInMemory, failed, filesOf } from "../../test/deployments-in-memory.ts";
import { followJournal, linesOf } from "../../test/journal.ts";
import { readBase } from "../plan/pull-request.ts";
import type { DeployRequest } from "./request.ts";

const it = deploymentsInMemory();
const { fails, run, use } = it;

describe("the image has the differences from what was published before", () => {
  /** Deploys one commit after the other; gives the zone files and the journal of the last image. */
  async function imagesOf(...commits: string[]) {
    for (const commit of commits) await run(commit, { scratch: `/scratch-${commit}` });
    const images = it.fly.machinesOf.dns!.map(({ image }) => it.fly.images.get(image)!);
    return images[0]!;
  }
  const zoneFile = () => it.fly.images.get(it.fly.machinesOf.dns![0]!.image)!.texts.get("example.com.")!;
  const stepsIn = ({ journals }: { readonly journals: ReadonlyMap<string, string> }) =>
    [...journals.keys()].flatMap((name) => /^example\.com\.journal\/(.*)\.removed$/.exec(name)?.[1] ?? []);

  /** The ledger keeps what is older than the last deployment that succeeded. */
  function remember(): void {
    const { read } = it.ledger;
    const records = () => it.ledger.records.map(({ record }) => record).toReversed();
    it.ledger = { ...it.ledger, read: async () => ({ ...(await read()), earlier: records() }) };
  }

  test("from each of them to the last one", async () => {
    remember();
    const texts: string[] = [];
    for (const commit of ["a", "b", "c"]) {
      await imagesOf(commit);
      texts.push(zoneFile());
    }
    const image = await imagesOf("d");
    // A serial between two of them is kept for the way back.
    expect(stepsIn(image)).toEqual(["4-6", "2-4", "1-2"]);
    for (const [index, text] of texts.entries()) {
      expect(followJournal(text, [1, 2, 4][index]!, 6, image.journals)).toEqual(linesOf(zoneFile()));
    }
  });

  test("from what the machines answer, where nothing else is known", async () => {
    expect(stepsIn(await imagesOf("a", "b", "c"))).toEqual(["2-4"]);
  });

  test("none where it is the first", async () => {
    use({ dns: [] });
    expect(stepsIn(await imagesOf("a"))).toEqual([]);
  });

  test("from what a deployment answered that went back, too", async () => {
    remember();
    await run("a");
    fails("deploy dns except-regions iad", failed);
    await run("b", { scratch: "/scratch-b" });
    it.fly.before = () => {};
    const image = await imagesOf("c");
    expect(stepsIn(image)).toEqual(["3-4", "2-3", "1-2"]); // 3 is what was before, on the way back
  });

  test.each<[string, DeployRequest["history"]["zonesAt"]]>([
    ["the commit is gone", (id) => (id[0] === "b" ? none() : readBase("zones", filesOf(id[0]!)))],
    ["the commit has something else", (id) => readBase("zones", filesOf(id[0] === "b" ? "d" : id[0]!))],
  ])("no older one than one of which %s", async (_, zonesAt) => {
    remember();
    await run("a");
    await run("b", { scratch: "/scratch-b" });
    await run("c", { scratch: "/scratch-c" });
    const history = { zonesAt, configAt: () => Promise.resolve(undefined) };
    await run("d", { scratch: "/scratch-d", history });
    expect(stepsIn(it.fly.images.get(it.fly.machinesOf.dns![0]!.image)!)).toEqual(["4-6"]);
  });

  const none = () => Promise.resolve(undefined);
});
