import type { Address } from "../address/address.ts";
import { askedPage } from "../asked/asked-page.ts";
import { recentTotals } from "../asked/recent-totals.ts";
import type { Service } from "../process/service.ts";
import type { Listener } from "../transport/listener.ts";
import { brokenZone } from "../zones/reloader.ts";
import { listenHttp } from "./listen-http.ts";
import { printMetrics } from "./print-metrics.ts";
import { makeReadiness } from "./readiness.ts";
import { type Observed, serverMetrics } from "./server-metrics.ts";

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

/** Gives `/readyz` and `/metrics` at this address. Rejects when it cannot be used. */
export async function startHealth(
  address: Address,
  service: Pick<
    Service,
    "own" | "threads" | "counters" | "limits" | "logCounters" | "asked" | "countedZones" | "httpConnections"
  >,
  facts: () => Facts,
  onError: (error: Error) => void,
): Promise<Health> {
  const readiness = makeReadiness(service.own, () => facts().zones.map(({ origin }) => origin));
  const notes = () => facts().broken.map(brokenZone);
  const askedTotals = recentTotals(service.asked, Date.now);
  const metrics = () => {
    const threads = service.threads.map(({ transport, restarts }, index) => ({
      transport,
      restarts,
      counters: service.counters[index]!,
    }));
    return printMetrics(
      serverMetrics({
        ...facts(),
        threads,
        limits: service.limits(),
        logCounters: service.logCounters,
        countedZones: service.countedZones(),
        asked: { missed: service.asked.missed(), totals: askedTotals() },
        resident: process.memoryUsage.rss(),
      }),
    );
  };
  const listener = await listenHttp(
    address,
    { fault: readiness.fault, notes, metrics, asked: (search) => askedPage(service.asked, search) },
    service.httpConnections,
    onError,
  );
  return { ...listener, stopping: readiness.stop };
}
