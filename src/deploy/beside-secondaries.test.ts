import { describe, expect, test } from "vitest";
import { deploymentsInMemory, failed, type Said } from "../../test/deployments-in-memory.ts";
import type { Deployment } from "../report/deployment.ts";
import { judgeByHand } from "./judge-by-hand.ts";

const it = deploymentsInMemory();
const { run, serials, use } = it;

describe("secondaries say which serial they have", () => {
  const secondary = (name: string) => ({ name, address: "192.0.2.9", port: 53 });
  const LABEL = "zonepipe:allow-serial:example.com";

  /** Deploys as a person who allows these labels, beside secondaries that say these serials. */
  const runBeside = (commit: string, serialsOf: { readonly [name: string]: Said }, ...labels: string[]) => {
    it.said = new Map(Object.entries(serialsOf));
    return run(commit, {
      secondaries: [...it.said.keys()].map(secondary),
      judge: judgeByHand({
        allowed: new Set(labels),
        allowance: { by: "alice", at: "now" },
        agree: () => Promise.resolve(undefined),
      }),
    });
  };

  test("what they have is what the machines have", async () => {
    await run("a");
    expect((await runBeside("b", { "ns9.": 1 })).deployment.outcome).toBe("deployed");
    expect(serials()).toEqual([2, 2, 2]);
  });

  test("one lies: refused with its name, and nothing is touched, whether the zone changes or not", async () => {
    await run("a");
    for (const commit of ["b", "a"]) {
      it.fly.log.length = 0;
      const { deployment } = await runBeside(commit, { "ns8.": 1, "ns9.": 2 ** 31 - 2 });
      expect([deployment.outcome, it.fly.log, serials()]).toEqual(["refused", [], [1, 1, 1]]);
      expect(deployment.failure).toMatch(
        /^example\.com\.: Its serial would go from 1 to 2147483647, for ns9\. \(192\.0\.2\.9\) answers 2147483646: .*; --allow zonepipe:allow-serial:example\.com lets it out$/,
      );
    }
    expect(it.ledger.records).toHaveLength(1);
  });

  test("and it is allowed: above it, and from there on by one beside the one for the way back", async () => {
    await run("a");
    expect((await runBeside("b", { "ns9.": 4000 }, LABEL)).deployment.outcome).toBe("deployed");
    expect(serials()).toEqual([4001, 4001, 4001]);
    expect((await runBeside("c", { "ns9.": 4001 })).deployment.outcome).toBe("deployed");
    expect(serials()).toEqual([4003, 4003, 4003]);
  });

  test("no serial is greater than all: nothing goes out, whoever allows it", async () => {
    await run("a");
    it.fly.log.length = 0;
    it.said = new Map([["ns9.", 2 ** 31 + 1]]);
    await expect(runBeside("b", { "ns9.": 2 ** 31 + 1 }, LABEL)).rejects.toThrow(
      "No serial is greater than all",
    );
    expect(it.fly.log).toEqual([]);
  });

  test("a zone's first deployment goes on above what they agree on", async () => {
    use({ dns: [] });
    const agreed = { "ns7.": 2024010101, "ns8.": 2024010101, "ns9.": 2024010007 };
    expect((await runBeside("a", agreed)).deployment.outcome).toBe("deployed");
    expect(serials()).toEqual([2024010102]);
  });

  test("and is refused where one says more than the others", async () => {
    use({ dns: [] });
    const { deployment } = await runBeside("a", { "ns7.": 7, "ns8.": 7, "ns9.": 4000 });
    expect([deployment.outcome, deployment.failure]).toEqual([
      "refused",
      expect.stringContaining("from 7 to 4001, for ns9. (192.0.2.9) answers 4000"),
    ]);
  });
});

describe("secondaries are told apart after a release, and nothing goes back for them", () => {
  const at = (name: string) => ({ name, address: "192.0.2.9", port: 53 });
  const runBeside = (commit: string, ...names: string[]) => run(commit, { secondaries: names.map(at) });
  const standings = ({ secondaries = [] }: Deployment) =>
    secondaries.map(({ nameserver, zones }) => `${nameserver.name} ${zones[0]!.standing.kind}`);

  test("one follows after a while, one stays behind: deployed, and told", async () => {
    await run("a");
    it.said = new Map([
      ["ns8.", 1],
      ["ns9.", 1],
    ]);
    it.onWait = () => {
      if (serials().every((serial) => serial === 2)) it.said.set("ns8.", 2);
    };
    const { outcome, deployment } = await runBeside("b", "ns8.", "ns9.");
    expect([outcome, deployment.outcome, serials()]).toEqual(["fine", "deployed", [2, 2, 2]]);
    expect(standings(deployment)).toEqual(["ns8. follows", "ns9. behind"]);
    expect(deployment.warnings).toContain(
      "Secondary ns9. (192.0.2.9) does not follow: example.com. (behind)",
    );
    expect(it.now).toBe(60_000);
    expect(it.ledger.records.map(({ state }) => state)).toEqual(["success", "success"]);
  });

  test("they are waited for when the success is written down", async () => {
    await run("a");
    it.said = new Map([["ns9.", 1]]);
    const seen: string[] = [];
    it.onWait = () => seen.push(it.ledger.records.at(-1)!.state);
    await runBeside("b", "ns9.");
    expect(new Set(seen)).toEqual(new Set(["success"]));
  });

  test.each<Said>(["silent", "SERVFAIL"])("one that is %s blocks nothing that is certain", async (what) => {
    await run("a");
    it.said = new Map([["ns9.", what]]);
    const { deployment } = await runBeside("b", "ns9.");
    expect([deployment.outcome, serials()]).toEqual(["deployed", [2, 2, 2]]);
    expect(standings(deployment)).toEqual([`ns9. ${what === "silent" ? "silent" : "failing"}`]);
  });

  test.each<Said>(["silent", "SERVFAIL"])(
    "before a zone's first deployment one that is %s may hold a greater serial",
    async (what) => {
      use({ dns: [] });
      it.said = new Map([["ns9.", what]]);
      await expect(runBeside("a", "ns9.")).rejects.toThrow("next serial is not known");
      expect(it.fly.log).toEqual([]);
    },
  );

  test("one that has no such zone yet blocks no first deployment", async () => {
    use({ dns: [] });
    expect((await runBeside("a", "ns9.")).deployment.outcome).toBe("deployed");
  });

  test("where nothing is to be deployed they are looked at once more, and not waited for", async () => {
    await run("a");
    it.said = new Map([["ns9.", 1]]);
    expect(standings((await runBeside("a", "ns9.")).deployment)).toEqual(["ns9. follows"]);
    it.said = new Map([["ns9.", "silent"]]);
    it.looked = [];
    const { outcome, deployment } = await runBeside("a", "ns9.");
    expect([outcome, deployment.outcome, standings(deployment), it.now]).toEqual([
      "fine",
      "unchanged",
      ["ns9. silent"],
      0,
    ]);
    expect(it.looked).toEqual(["ns9.", "ns9."]); // before, for the serial, and after
  });

  test("a release that goes back: one follows to the greater serial, one stays with the release, and both are told", async () => {
    await run("a");
    it.said = new Map([
      ["ns8.", 1],
      ["ns9.", 1],
    ]);
    it.fly.before = (what) => {
      if (!what.startsWith("deploy dns except-regions iad")) return;
      it.said = it.said.set("ns8.", 2).set("ns9.", 2); // the canary's NOTIFY came through
      throw failed;
    };
    const states: string[] = [];
    it.onWait = () => {
      states.push(it.ledger.records.at(-1)!.state);
      if (serials().every((serial) => serial === 3)) it.said.set("ns8.", 3);
    };
    const { deployment } = await runBeside("b", "ns8.", "ns9.");
    expect([deployment.outcome, deployment.failure, serials()]).toEqual([
      "rolled-back",
      failed.message,
      [3, 3, 3],
    ]);
    expect(standings(deployment)).toEqual(["ns8. follows", "ns9. behind"]);
    expect(deployment.secondaries!.map(({ zones }) => zones[0]!.expected)).toEqual([3, 3]);
    expect(deployment.warnings).toContain(
      "Secondary ns9. (192.0.2.9) does not follow: example.com. (behind)",
    );
    expect(it.now).toBe(60_000);
    expect(new Set(states)).toEqual(new Set(["failure"]));
  });

  test("a release that could not go back looks at them once", async () => {
    await run("a");
    it.said = new Map([["ns9.", 1]]);
    it.fly.before = (what) => {
      if (what !== "deploy dns regions iad" && what.startsWith("deploy dns")) throw failed;
    };
    const { deployment } = await runBeside("b", "ns9.");
    expect(deployment.outcome).toBe("failed");
    expect(deployment.secondaries?.map(({ waited }) => waited)).toEqual([0]);
  });
});
