import type { Nameserver } from "../nameservers.ts";
import { askAtOnce, warmUp } from "./ask.ts";
import type { Dataset } from "./datasets.ts";
import { ECHO } from "./echo.ts";
import { groupTime, timeBetween } from "./group-time.ts";
import { type Latencies, measureLatencies } from "./measure-latency.ts";
import type { Measuring } from "./measuring.ts";
import type { LoadRound, RowResult } from "./result.ts";
import { LATENCY_ROWS, type Row } from "./rows.ts";
import { type Running, startPinned } from "./start.ts";

/**
 * Measures rows of one data set and one address: in each round all servers start anew, and are asked in turn, row by row, so that
 * a noisy moment hits all alike, and how memory happens to be laid out is another in each round.
 */
export async function measureRows(
  rows: readonly Row[],
  dataset: Dataset,
  nameservers: readonly Nameserver[],
  measuring: Measuring,
): Promise<readonly RowResult[]> {
  const results = new Map(rows.map(({ id }) => [id, new Map<string, LoadRound[]>()]));
  const { address } = rows[0]!; // the same for all
  const place = { address, zones: dataset.zones, processor: measuring.processors.server };
  for (let round = 1; round <= measuring.rounds; round++)
    await whileRunning(nameservers, place, async (all) => {
      for (const row of rows) {
        const able = all.filter(({ name }) => canAnswer(name, row));
        const of = results.get(row.id)!;
        for (const server of able) await warmUp(server, loadOf(row, dataset, measuring));
        for (let turn = 1; turn <= measuring.turns; turn++)
          for (const server of able) {
            const result = { start: round, ...(await measureOnce(server, row, dataset, measuring)) };
            of.set(server.name, [...(of.get(server.name) ?? []), result]);
            console.log(`round ${round}, ${row.title}, ${server.name}: ${show(result)}`);
          }
      }
    });
  const latencies: Latencies = new Map();
  const steady = rows.filter(({ id }) => LATENCY_ROWS.includes(id));
  if (measuring.latencyRounds > 0 && steady.length > 0)
    await whileRunning(nameservers, place, async (all) => {
      for (const row of steady) {
        const able = all.filter(({ name }) => canAnswer(name, row));
        latencies.set(row.id, await measureLatencies(able, row, dataset, results.get(row.id)!, measuring));
      }
    });
  return rows.map(({ id, title }) => ({
    ...{ id, title },
    servers: Object.fromEntries(
      [...results.get(id)!].map(([name, rounds]) => {
        const latency = latencies.get(id)?.get(name);
        return [name, { rounds, ...(latency && { latency }) }];
      }),
    ),
  }));
}

/** The echo has UDP only. */
function canAnswer(name: string, row: Row): boolean {
  return name !== ECHO || row.transport === "udp";
}

async function whileRunning(
  nameservers: readonly Nameserver[],
  site: Parameters<typeof startPinned>[1],
  work: (all: readonly Running[]) => Promise<void>,
): Promise<void> {
  const all: Running[] = [];
  try {
    for (const nameserver of nameservers) all.push(await startPinned(nameserver, site));
    await work(all);
  } finally {
    for (const { stop } of all) await stop();
  }
}

async function measureOnce(
  server: Running,
  row: Row,
  dataset: Dataset,
  measuring: Measuring,
): Promise<Omit<LoadRound, "start">> {
  const load = loadOf(row, dataset, measuring);
  const before = groupTime(server.pid);
  const asked = await askAtOnce(server, load);
  const cpu = timeBetween(before, groupTime(server.pid)) / 1000 / asked.answered;
  if (row.rcode !== undefined && server.name !== ECHO && asked.rcodes[row.rcode] !== asked.answered)
    throw new Error(
      `Cannot compare ${row.title}: ${server.name} answered ${JSON.stringify(asked.rcodes)}, expected ${row.rcode} alone`,
    );
  return { ...asked, cpu };
}

function loadOf(row: Row, dataset: Dataset, { seconds, processors }: Measuring) {
  return { row, questions: dataset.questions[row.questions]!, seconds, client: processors.client };
}

function show({ cpu, answered, seconds, lost, octets }: LoadRound): string {
  const busy = Math.round((cpu * answered) / 1e4 / seconds);
  return `${cpu.toFixed(2)} µs, ${Math.round(answered / seconds)} a second, busy ${busy} %, ${lost} lost, ${octets} octets`;
}
