import { quantile } from "../quantile.ts";
import { askAtRate, warmUp } from "./ask.ts";
import type { Dataset } from "./datasets.ts";
import type { Measuring } from "./measuring.ts";
import { OURS } from "./peers.ts";
import type { LatencyRounds, LoadRound } from "./result.ts";
import type { Row } from "./rows.ts";
import type { Running } from "./start.ts";
import { median } from "./statistics.ts";

/** Of a round: for a p99 that is not one hiccup. */
const SECONDS = 1.5;

/** By row and server. */
export type Latencies = Map<string, ReadonlyMap<string, LatencyRounds>>;

/**
 * How long answers take at half load: half of what the slower of ours and the faster of NSD and Knot has answered in a second, the
 * same rate for all. The servers are asked in turn.
 */
export async function measureLatencies(
  servers: readonly Running[],
  row: Row,
  dataset: Dataset,
  loads: ReadonlyMap<string, readonly LoadRound[]>,
  { latencyRounds, processors }: Measuring,
): Promise<ReadonlyMap<string, LatencyRounds>> {
  const rate = Math.round(halfLoad(loads));
  const results = new Map(servers.map(({ name }) => [name, [] as LatencyRounds["rounds"][number][]]));
  const load = {
    row,
    questions: dataset.questions[row.questions]!,
    seconds: SECONDS,
    client: processors.client,
  };
  for (const server of servers) await warmUp(server, load);
  for (let round = 1; round <= latencyRounds; round++)
    for (const server of servers) {
      const { took, lost } = await askAtRate(server, load, rate);
      const result = { median: quantile(took, 0.5), p99: quantile(took, 0.99), lost };
      results.get(server.name)!.push(result);
      console.log(
        `half load ${round}, ${row.title}, ${server.name}, ${rate} a second: p50 ${result.median.toFixed(3)} ms, p99 ${result.p99.toFixed(3)} ms, ${lost} lost`,
      );
    }
  return new Map([...results].map(([name, rounds]) => [name, { rate, rounds }]));
}

/** In questions a second. */
export function halfLoad(loads: ReadonlyMap<string, readonly LoadRound[]>): number {
  const capacity = (name: string) => {
    const rounds = loads.get(name) ?? [];
    return rounds.length === 0
      ? undefined
      : median(rounds.map(({ answered, seconds }) => answered / seconds));
  };
  const [ours, ...peers] = [OURS, "NSD", "Knot"].map(capacity);
  const better = Math.max(...peers.filter((each) => each !== undefined));
  return (
    Math.min(
      ours ?? Number.POSITIVE_INFINITY,
      better === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : better,
    ) / 2
  );
}
