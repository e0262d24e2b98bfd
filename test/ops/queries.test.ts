import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { A } from "../../dns/type-numbers.ts";
import { askUdp } from "../../server/ask/ask-udp.ts";
import { builtServer } from "../built-bundles.ts";
import { requireTool } from "../tools.ts";
import { nameOf } from "../zone-text.ts";
import { ALERT_QUERIES, DASHBOARD, PANEL_QUERIES } from "./queries.ts";

/** Used in `ops/` and given by no server yet: whoever brings one takes its line away, for a test fails then. */
const YET_TO_COME: readonly string[] = [
  "zonepipe_rate_limited_total",
  "zonepipe_rate_limit_on",
  "zonepipe_rate_limit_prefixes",
  "zonepipe_cookieless_truncated_total",
];

const QUERIES = [...PANEL_QUERIES, ...ALERT_QUERIES];
const ZONE = `@ 300 SOA ns host 7 7200 3600 1209600 60
@ 300 NS ns
@ 300 RRSIG NS 13 2 300 20361231000000 20261101000000 1 @ AAAA
ns 300 A 192.0.2.1
`;

describe("the dashboard", () => {
  const { panels, templating, __inputs } = DASHBOARD;

  test("has three rows", () => {
    const rows = panels.filter(({ type }) => type === "row").map(({ title }) => title);
    expect(rows).toEqual(["Is it right?", "Is it fast?", "Is it attacked?"]);
  });

  test("asks for its source of data when it is imported, and every panel uses that", () => {
    expect(__inputs).toMatchObject([{ name: "DS_PROMETHEUS", type: "datasource", pluginId: "prometheus" }]);
    const others = panels.filter(
      ({ type, datasource }) => type !== "row" && datasource?.uid !== `\${DS_PROMETHEUS}`,
    );
    expect(others).toEqual([]);
    expect(templating.list.map(({ name }) => name)).toEqual(["instance"]);
  });

  test("has panels that do not overlap, each with a number of its own", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

test.skipIf(!requireTool("promtool", "prometheus"))("promtool reads every query", () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-queries-"));
  try {
    const rules = QUERIES.map(({ expr }, index) => ({ record: `query:${index}`, expr }));
    const file = join(folder, "rules.json"); // JSON is YAML
    writeFileSync(file, JSON.stringify({ groups: [{ name: "queries", rules }] }));
    const said = execFileSync("promtool", ["check", "rules", file], { encoding: "utf8" });
    expect(said).toContain(`SUCCESS: ${QUERIES.length} rules`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("a running server", () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-metrics-"));
  let metrics = "";
  beforeAll(async () => {
    metrics = await metricsOfServer(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(QUERIES)("gives the metrics of: $at", ({ expr }) => {
    const names = namesIn(expr);
    expect(names.length > 0 || expr.startsWith("up{")).toBe(true);
    expect(names.filter((name) => !isGiven(name) && !YET_TO_COME.includes(name))).toEqual([]);
  });

  test.each(QUERIES)("gives the labels of: $at", ({ expr }) => {
    for (const [, name, matchers] of expr.matchAll(/(zonepipe_\w+)\{([^}]*)\}/g)) {
      if (YET_TO_COME.includes(name!)) continue;
      for (const [, label, operator, value] of matchers!.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)) {
        if (label === "instance") continue; // Prometheus adds it
        const given = new Set(
          [...metrics.matchAll(new RegExp(`^${name}\\{(?:.*,)?${label}="([^"]*)"`, "gm"))].map(
            ([, text]) => text,
          ),
        );
        const wanted = operator === "=~" ? value!.split("|") : [value!];
        expect([...given], `${name}: ${label}`).toEqual(expect.arrayContaining(wanted));
      }
    }
  });

  test("what is said to be yet to come is not there", () => {
    expect(YET_TO_COME.filter(isGiven)).toEqual([]);
  });

  function isGiven(name: string): boolean {
    return new RegExp(`^${name}[{ ]`, "m").test(metrics);
  }
});

/** Those of metrics that a server gives; Prometheus gives `up` itself. */
function namesIn(expr: string): string[] {
  return [...new Set(expr.match(/\b(?:zonepipe|process)_\w+/g))];
}

/** What a server says that has keys, secondaries, a query log, a signed zone and one that is broken. */
async function metricsOfServer(folder: string): Promise<string> {
  mkdirSync(join(folder, "zones"));
  writeFileSync(join(folder, "zones/example.com.zone"), ZONE);
  writeFileSync(join(folder, "zones/broken.example.zone"), "@ 300 NS ns\n");
  const words = ["--listen", "127.0.0.1:0", "--zones", join(folder, "zones"), "--http", "127.0.0.1:0"];
  const more = ["--notify", "127.0.0.1:9", "--dnstap", `file:${join(folder, "log.fstrm")}`];
  const child = spawn(process.execPath, [await builtServer(), ...words, ...more], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    let port = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      port = Number(/^ready: .*127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? port);
      const http = /^http: (.*)$/.exec(line)?.[1];
      if (http === undefined) continue;
      const names = ["ns.example.com.", "x.example.com.", "a.broken.example."];
      const questions = names.map((name) => ({ name: nameOf(name), type: A }));
      await askUdp({ host: "127.0.0.1", port })(questions, performance.now() + 5_000);
      return await (await fetch(`http://${http}/metrics`)).text();
    }
    throw new Error("The server ended before it was ready");
  } finally {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}
