import { type Check, endOf } from "./checks.ts";
import { type PathRun, verifyPath } from "./path.ts";
import type { Asker, Nameserver, PathResult, Verification, VerifySettings } from "./types.ts";

/** Checks that one client puts. */
export interface Interview {
  readonly asker: Asker;
  readonly checks: readonly Check[];
}

/** Puts checks to every nameserver over UDP and TCP, one interview after the other. */
export async function putChecks(
  interviews: readonly Interview[],
  nameservers: readonly Nameserver[],
  settings: VerifySettings,
): Promise<Verification> {
  const { clock, onProgress } = settings;
  const start = clock.now();
  const questions = interviews.reduce((sum, { checks }) => sum + checks.length, 0);
  const all = questions * nameservers.length * TRANSPORTS.length;
  let done = 0;
  const onDone = (count: number) => {
    done += count;
    onProgress?.(done, all);
  };
  const { targets } = settings;
  await targets?.look(
    interviews.flatMap(({ checks }) => checks.flatMap(({ expectation }) => endOf(expectation) ?? [])),
  );
  const paths: PathResult[][] = [];
  for (const interview of interviews) {
    const run: PathRun = { ...interview, settings, start: clock.now(), onDone };
    paths.push(...(await Promise.all(nameservers.map((nameserver) => putToNameserver(nameserver, run)))));
  }
  const silent = targets?.silent() ?? [];
  return {
    paths: paths.flat(),
    ...(silent.length > 0 && { silentTargets: silent }),
    milliseconds: clock.now() - start,
  };
}

const TRANSPORTS = ["udp", "tcp"] as const;

async function putToNameserver(nameserver: Nameserver, run: PathRun): Promise<PathResult[]> {
  const noRoute = await run.asker.noRoute(nameserver.address);
  return Promise.all(TRANSPORTS.map((transport) => verifyPath(nameserver, transport, noRoute, run)));
}
