/** A metric of Prometheus. */
export interface Metric {
  readonly name: string;
  /** What it counts or measures, a sentence without its final stop. */
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: readonly Sample[];
}

/** One value of a metric, told from the others by its labels. */
export interface Sample {
  /** Of a histogram: what stands behind its name. */
  readonly suffix?: "_bucket" | "_sum" | "_count";
  readonly labels?: { readonly [name: string]: string };
  readonly value: number;
}

/** Metrics in the text format 0.0.4 of Prometheus. A metric without samples is left out. */
export function printMetrics(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) => {
      const lines = samples.map(
        ({ suffix = "", labels, value }) => `${name}${suffix}${printLabels(labels)} ${printValue(value)}\n`,
      );
      return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
    })
    .join("");
}

function printLabels(labels: Sample["labels"]): string {
  if (labels === undefined) return "";
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`,
  );
  return `{${pairs.join(",")}}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function printValue(value: number): string {
  return Number.isFinite(value) ? String(value) : "NaN";
}
