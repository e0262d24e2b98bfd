import { makeChecks } from "./checks.ts";
import { type PathRun, verifyPath } from "./path.ts";
import type { Asker, ExpectedZone, Nameserver, PathResult, Verification, VerifySettings } from "./types.ts";

/**
 * Asks every nameserver over UDP and over TCP for everything in the zones, and again for what is not right yet, until
 * all is right or the deadline has passed. What the answers must be comes from the zones alone.
 */
export async function verify(
  zones: readonly ExpectedZone[],
  nameservers: readonly Nameserver[],
  asker: Asker,
  settings: VerifySettings,
): Promise<Verification> {
  const { clock, seed, onProgress } = settings;
  const start = clock.now();
  const checks = makeChecks(zones, seed);
  const all = checks.length * nameservers.length * TRANSPORTS.length;
  let done = 0;
  const onDone = (count: number) => {
    done += count;
    onProgress?.(done, all);
  };
  const run: PathRun = { checks, asker, settings, start, onDone };
  const paths = await Promise.all(nameservers.map((nameserver) => verifyNameserver(nameserver, run)));
  return { client: asker.client, paths: paths.flat(), milliseconds: clock.now() - start };
}

const TRANSPORTS = ["udp", "tcp"] as const;

async function verifyNameserver(nameserver: Nameserver, run: PathRun): Promise<PathResult[]> {
  const noRoute = await run.asker.noRoute(nameserver.address);
  return Promise.all(TRANSPORTS.map((transport) => verifyPath(nameserver, transport, noRoute, run)));
}
