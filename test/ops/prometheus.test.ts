import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { requireTool } from "../tools.ts";
import { PANEL_QUERIES } from "./queries.ts";
import { startWatched } from "./watched-server.ts";

const ALERTS = join(import.meta.dirname, "../../ops/alerts.yml");

test.skipIf(!requireTool("prometheus", "prometheus"))(
  "a Prometheus that fetches from a running server has data for every panel, and knows the alerts",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-prometheus-"));
    const server = await startWatched(folder);
    const port = await freePort();
    const base = `http://127.0.0.1:${port}/api/v1`;
    const file = join(folder, "prometheus.json"); // JSON is YAML
    writeFileSync(file, JSON.stringify(configuration(server.http)));
    const options = ["--config.file", file, "--storage.tsdb.path", join(folder, "data")];
    const prometheus = spawn("prometheus", [...options, "--web.listen-address", `127.0.0.1:${port}`], {
      stdio: "ignore",
    });
    try {
      let empty = PANEL_QUERIES;
      const deadline = performance.now() + 60_000; // rates take two fetches, of which there is one a second
      while (empty.length > 0 && performance.now() < deadline) {
        await server.ask();
        const have = await Promise.all(empty.map(({ expr }) => hasData(base, expr)));
        empty = empty.filter((_, index) => !have[index]);
      }
      expect(empty.map(({ at }) => at)).toEqual([]);
      expect((await rulesOf(base)).length).toBeGreaterThan(15);
    } finally {
      prometheus.kill("SIGKILL");
      if (prometheus.exitCode === null && prometheus.signalCode === null) await once(prometheus, "exit");
      await server.stop();
      rmSync(folder, { recursive: true });
    }
  },
);

function configuration(target: string): object {
  return {
    global: { scrape_interval: "1s", evaluation_interval: "1s" },
    rule_files: [ALERTS],
    scrape_configs: [{ job_name: "zonepipe", static_configs: [{ targets: [target] }] }],
  };
}

/** False as long as Prometheus does not answer, too. */
async function hasData(base: string, expr: string): Promise<boolean> {
  try {
    const response = await fetch(`${base}/query?query=${encodeURIComponent(expr)}`);
    const { data } = (await response.json()) as { readonly data?: { readonly result: readonly unknown[] } };
    return (data?.result.length ?? 0) > 0;
  } catch {
    return false;
  }
}

async function rulesOf(base: string): Promise<readonly unknown[]> {
  const { data } = (await (await fetch(`${base}/rules`)).json()) as {
    readonly data: { readonly groups: readonly { readonly rules: readonly unknown[] }[] };
  };
  return data.groups.flatMap(({ rules }) => rules);
}
