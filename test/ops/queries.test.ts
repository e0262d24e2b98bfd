import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireTool } from "../tools.ts";
import { ALERT_QUERIES, DASHBOARD, PANEL_QUERIES } from "./queries.ts";
import { startWatched } from "./watched-server.ts";

const QUERIES = [...PANEL_QUERIES, ...ALERT_QUERIES];
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
    const server = await startWatched(folder);
    try {
      await server.ask();
      metrics = await (await fetch(`http://${server.http}/metrics`)).text();
    } finally {
      await server.stop();
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(QUERIES)("gives the metrics of: $at", ({ expr }) => {
    const names = namesIn(expr);
    expect(names.length > 0 || expr.startsWith("up{")).toBe(true);
    expect(names.filter((name) => !isGiven(name))).toEqual([]);
  });

  test.each(QUERIES)("gives the labels of: $at", ({ expr }) => {
    for (const [, name, matchers] of expr.matchAll(/(zonepipe_\w+)\{([^}]*)\}/g)) {
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

  function isGiven(name: string): boolean {
    return new RegExp(`^${name}[{ ]`, "m").test(metrics);
  }
});

/** Those of metrics that a server gives; Prometheus gives `up` itself. */
function namesIn(expr: string): string[] {
  return [...new Set(expr.match(/\b(?:zonepipe|process)_\w+/g))];
}
