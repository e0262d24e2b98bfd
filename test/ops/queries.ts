import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load as loadYaml } from "js-yaml";

/** A query of PromQL and where it stands. */
export interface Query {
  readonly at: string;
  readonly expr: string;
}

/** Of `ops/grafana.json`, as far as it is looked at here. */
export interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
  readonly __inputs: readonly { readonly name: string; readonly type: string; readonly pluginId: string }[];
}

/** A row or a panel. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

const OPS = join(import.meta.dirname, "../../ops");

/** The dashboard, whose form the tests look at. */
export const DASHBOARD: Dashboard = JSON.parse(readFileSync(join(OPS, "grafana.json"), "utf8"));

/** The queries of its panels, with Grafana's variables replaced. */
export const PANEL_QUERIES: readonly Query[] = DASHBOARD.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ refId, expr }) => ({
    at: `${title} ${refId}`,
    expr: expr.replaceAll("$__rate_interval", "30s").replaceAll("$instance", ".*"),
  })),
);

/** The queries of the alerts. */
export const ALERT_QUERIES: readonly Query[] = (
  loadYaml(readFileSync(join(OPS, "alerts.yml"), "utf8")) as {
    readonly groups: readonly {
      readonly rules: readonly { readonly alert: string; readonly expr: string }[];
    }[];
  }
).groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ at: alert, expr })));
