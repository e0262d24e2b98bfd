import { printName } from "../../dns/name.ts";
import type { WatchConfig } from "../source/config.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Turn } from "../watch/course.ts";
import { type Place, tellWebhook } from "../watch/webhook.ts";
import type { World } from "../world.ts";

/** What came of telling. */
export interface Telling {
  readonly isTold: (turn: Turn) => boolean;
  /** That it failed, one sentence each: it is no failure of what was found. */
  readonly notes: readonly string[];
}

/** Where to tell what. */
export interface TellOrder {
  /** Undefined: nobody is told. */
  readonly url: string | undefined;
  readonly place: Place;
  readonly world: Pick<World, "web" | "patience">;
}

/** Tells the webhook, in the form that `_config.yaml` says for each zone. What fails is told again in the next run. */
export async function tellTurns(
  turns: readonly Turn[],
  zones: readonly SourceZone[],
  { url, place, world: { web, patience } }: TellOrder,
): Promise<Telling> {
  const told = new Set<Turn>();
  const notes: string[] = [];
  const forms = Map.groupBy(turns, (turn) => formOf(turn, zones));
  for (const [form, those] of url === undefined ? [] : forms) {
    if (form === "off") continue;
    const failure = await tellWebhook(url!, form, those, place, { web, clock: patience.clock });
    if (failure === undefined) for (const turn of those) told.add(turn);
    else notes.push(`The webhook was not told: ${failure}.`);
  }
  return { isTold: (turn) => told.has(turn), notes };
}

/** A zone that is gone ends as the others say. */
function formOf(turn: Turn, zones: readonly SourceZone[]): WatchConfig["webhook"] {
  const name = turn.kind === "ends" ? turn.was.zone : printName(turn.finding.zone);
  const zone = zones.find(({ origin }) => printName(origin) === name) ?? zones[0];
  return zone?.config.watch.webhook ?? "off";
}
