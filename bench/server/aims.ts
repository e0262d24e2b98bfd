import { ROWS } from "./rows.ts";
import type { RowSummary, StartSummary } from "./summary.ts";

/** What we want of a measure, and what came of it. */
export interface Aim {
  readonly title: string;
  /** In words: what is compared, and with what. */
  readonly measure: string;
  readonly most: number;
  readonly found: number;
}

/** Processor time for an answer, to the better of NSD and Knot. */
const UDP = 0.85;
/** The same for a denial that is signed. */
const SIGNED_DENIAL = 1;
const TCP = 0.75;
/** Of exact, to a C program that only sends packets back. */
const TO_ECHO = 1.2;
/** Time until it is ready, to the better, from so many records on. */
const READY = 1;
/** Megabytes that Node itself takes: as much more than the better we may have with 100,000 records. */
const NODE_MEMORY = 45;

/** The aims of the rows and starts that were measured beside NSD or Knot, and how far they are met. */
export function judgeAims(rows: readonly RowSummary[], starts: readonly StartSummary[]): readonly Aim[] {
  return [...rows.flatMap(aimsOfRow), ...starts.flatMap(aimsOfStart)];
}

function aimsOfRow({ id, title, better, ratio, toEcho }: RowSummary): readonly Aim[] {
  const row = ROWS.find((each) => each.id === id);
  if (row === undefined) return [];
  const aims: Aim[] = [];
  if (ratio !== undefined) {
    const isDenial = row.edns === "do" && row.rcode === "NXDOMAIN";
    const most = row.transport === "tcp" ? TCP : isDenial ? SIGNED_DENIAL : UDP;
    aims.push({ title, measure: `processor time, to ${better}'s`, most, found: ratio.median });
  }
  if (id === "exact" && toEcho !== undefined)
    aims.push({ title, measure: "processor time, to the C echo's", most: TO_ECHO, found: toEcho.median });
  return aims;
}

function aimsOfStart({ id, title, servers, ready, memory }: StartSummary): readonly Aim[] {
  if (id === "start-100") return [];
  const at = `start with ${title}`;
  const aims: Aim[] = [];
  if (ready !== undefined)
    aims.push({
      title: at,
      measure: `ready, to ${ready.better}`,
      most: READY,
      found: ready.ratio.median,
    });
  if (memory === undefined || id === "start-zones") return aims;
  const theirs = servers.get(memory.better)!.megabytes.median; // it was measured
  const most = id === "start-100000" ? (theirs + NODE_MEMORY) / theirs : 1;
  return [...aims, { title: at, measure: `memory, to ${memory.better}`, most, found: memory.ratio.median }];
}
