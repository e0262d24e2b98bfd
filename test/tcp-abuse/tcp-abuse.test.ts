import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtServer } from "../built-bundles.ts";
import { startOurServer } from "../our-server.ts";
import { requireTool } from "../tools.ts";
import { type AbuseOptions, abuse } from "./abuse.ts";
import { ORIGIN, ZONE } from "./messages.ts";
import { SCENARIOS } from "./scenarios.ts";

const OPTIONS = { limit: 40, idle: 1, seconds: 1 } as const;
/** Each scenario with so many clients: more than the limit, where they only stay, and no more, where they ask. */
const CLIENTS: { readonly [scenario: string]: number } = {
  "opened and left": 300,
  "one octet at a time": 30,
  "half closed": 30,
  "asking and never reading": 10,
  "lengths of nothing": 30,
  "many questions at once": 5,
  "opened and reset": 200,
};
/** Where it may matter from how many addresses they come. */
const FROM_MANY = ["opened and left", "asking and never reading"];
/** Octets that the server may take beside what it had: its own heap, and answers that nobody takes. */
const MOST_MEMORY = 100 << 20;
/** A second of measuring, one of idling, and a machine with much else to do. */
const PATIENCE = 90_000;

test.skipIf(process.platform !== "linux")(
  "the thread that answers over TCP gives way to those of UDP",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-threads-"));
    writeFileSync(join(folder, `${ORIGIN}zone`), ZONE);
    const server = await startOurServer(folder, [], await builtServer());
    try {
      const niceness = nicenessOf(server.pid);
      expect(niceness.filter(([name]) => name.startsWith("udp")).map(([, nice]) => nice)).not.toContain(10);
      expect(niceness).toContainEqual(["tcp", 10]);
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true });
    }
  },
);

/** The names of a process' threads, and how far each stands back (proc_pid_stat(5)). */
function nicenessOf(pid: number): (readonly [name: string, nice: number])[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
    const [name = "", rest = ""] = stat.slice(stat.indexOf("(") + 1).split(/\) (?!.*\) )/);
    return [name, Number(rest.split(" ")[16])];
  });
}

describe.skipIf(!requireTool("dnsperf", "dnsperf"))("the server stands what clients over TCP do", () => {
  test.each(
    SCENARIOS.flatMap((scenario) =>
      (FROM_MANY.includes(scenario.name) ? [true, false] : [true]).map((isFromOneAddress) => ({
        name: scenario.name,
        from: isFromOneAddress ? "one address" : "one address each",
        scenario,
        options: { ...OPTIONS, clients: CLIENTS[scenario.name]!, isFromOneAddress } satisfies AbuseOptions,
      })),
    ),
  )(
    "$name, from $from",
    async ({ scenario, options }) => {
      const result = await abuse(scenario, { ...options, main: await builtServer() });
      expect(result).toMatchObject({ hasEnded: false, complaints: [], allClosed: true });
      expect(result.most.descriptors - result.before.descriptors).toBeLessThanOrEqual(options.limit + 1);
      expect(result.most.resident - result.before.resident).toBeLessThan(MOST_MEMORY);
      expect(result.newcomer).toBeDefined();
      expect(result.tcp?.answered).toBe(result.tcp?.asked);
      expect(result.udpDuring.lost).toBe(0);
      expect(result.udpDuring.perSecond).toBeGreaterThan(result.udpBefore.perSecond / 4);
    },
    PATIENCE,
  );
});
