import type { Address } from "../address/address.ts";
import type { AliasState } from "../alias/alias-states.ts";
import { askedPage } from "../asked/asked-page.ts";
import { recentTotals } from "../asked/recent-totals.ts";
import type { Service } from "../process/service.ts";
import type { Listener } from "../transport/listener.ts";
import { brokenZone } from "../zones/reloader.ts";
import { listenHttp } from "./listen-http.ts";
import { printMetrics } from "./print-metrics.ts";
import { makeReadiness } from "./readiness.ts";
import { type Observed, serverMetrics } from "./server-metrics.ts";
import { History, STEP } from "./status/history.ts";
import { type Shown, statusPage } from "./status/status-page.ts";

/** The pages about a running server. */
export interface Health extends Listener {
  /** From now on `/readyz` says that the server is stopping. */
  readonly stopping: () => void;
}

/** What the pages tell that the threads do not know; it may be another at each call. */
export type Facts = Omit<
  Observed,
  "threads" | "limits" | "logCounters" | "resident" | "countedZones" | "asked"
>;

/** Gives `/readyz`, `/metrics` and `/status` at this address. Rejects when it cannot be used. */
export async function startHealth(
  address: Address,
  service: Pick<
    Service,
    "own" | "threads" | "counters" | "limits" | "logCounters" | "asked" | "countedZones" | "httpConnections"
  >,
  { facts, aliases }: { readonly facts: () => Facts; readonly aliases: () => readonly AliasState[] },
  self: Pick<Shown, "server" | "region">,
  onError: (error: Error) => void,
): Promise<Health> {
  const readiness = makeReadiness(
    service.own,
    () => facts().zones.map(({ origin }) => origin),
    () => [...facts().pending, ...facts().unsigned],
  );
  const notes = () => facts().broken.map(brokenZone);
  const askedTotals = recentTotals(service.asked, Date.now);
  const observe = (): Observed => {
    const threads = service.threads.map(({ transport, restarts }, index) => ({
      transport,
      restarts,
      counters: service.counters[index]!,
    }));
    return {
      ...facts(),
      threads,
      limits: service.limits(),
      logCounters: service.logCounters,
      countedZones: service.countedZones(),
      asked: { missed: service.asked.missed(), totals: askedTotals() },
      resident: process.memoryUsage.rss(),
    };
  };
  const history = new History(observe().threads, () => performance.now());
  let made: string | undefined; // holds for a second, so that asking often does not take the threads' time
  const status = async () => {
    const fault = await readiness.fault();
    if (made !== undefined) return made;
    const observed = observe();
    const dropped = serverMetrics({ ...observed, zones: [], countedZones: new Map() }).find(
      ({ name }) => name === "zonepipe_dropped_total",
    )!.samples;
    made = statusPage({ observed, history, ...self, fault, dropped, now: observed.calendar });
    setTimeout(() => {
      made = undefined;
    }, HOLDS).unref();
    return made;
  };
  const listener = await listenHttp(
    address,
    {
      ...{ fault: readiness.fault, notes, status },
      metrics: () => printMetrics(serverMetrics(observe())),
      asked: (search) => askedPage(service.asked, search),
      aliases: () => `${JSON.stringify({ version: 1, aliases: aliases() })}\n`,
    },
    service.httpConnections,
    onError,
  );
  const sampling = setInterval(() => history.sample(), STEP).unref();
  const close = async () => {
    clearInterval(sampling);
    await listener.close();
  };
  return { ...listener, close, stopping: readiness.stop };
}

const HOLDS = 1_000; // milliseconds
