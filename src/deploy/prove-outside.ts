import { ask } from "../pipeline.ts";
import type { Plan } from "../plan/plan.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import type { Deployment, MachineProof } from "../report/deployment.ts";
import { askAsWritten } from "../verify/as-written.ts";
import type { Nameserver, PathResult, Verification } from "../verify/types.ts";
import type { World } from "../world.ts";
import type { DeployRequest } from "./request.ts";
import type { Steps } from "./steps.ts";
import { wrongWeek } from "./wrong-week.ts";

/** What is to be seen from outside. */
export interface OutsideOrder {
  readonly rendered: readonly RenderedZone[];
  readonly plan: Plan;
  /** The addresses that lead to our apps. */
  readonly nameservers: readonly Nameserver[];
  readonly request: Pick<DeployRequest, "deadlines">;
}

/** What was seen. */
export interface OutsideProof {
  readonly shown: Pick<Deployment, "proof" | "convergence">;
  /** What is wrong at one of them: sentences without their final stops. */
  readonly failures: readonly string[];
  /** What could not be asked. */
  readonly warnings: readonly string[];
}

/** Asks every public address over UDP and TCP until all agree or the deadline has passed. */
export async function proveOutside(
  { rendered, plan, nameservers, request }: OutsideOrder,
  steps: Steps,
  world: World,
): Promise<OutsideProof> {
  if (nameservers.length === 0) {
    return {
      shown: {},
      failures: [],
      warnings: [
        "No public address is known, so nothing was asked from outside: give the nameservers in _config.yaml their addresses",
      ],
    };
  }
  const patience = { ...world.patience, deadline: request.deadlines.outside };
  const failuresIn = ({ paths }: Verification) => wrongPaths(paths, rendered, world.now().getTime() / 1_000);
  const proof = await steps.take(
    "Asking the public addresses",
    async () => {
      const asker = askAsWritten(await world.asker(), rendered, () => world.now().getTime() / 1000);
      return await ask(rendered, plan, nameservers, asker, { ...world, patience });
    },
    (seen) => failuresIn(seen)[0],
  );
  const failures = failuresIn(proof);
  return {
    shown: { proof, ...(failures.length === 0 ? { convergence: proof.milliseconds } : {}) },
    failures,
    warnings: [],
  };
}

/** Says of machines whether their identifiers were seen in answers from outside. */
export function nameBy(proof: Verification | undefined, machines: readonly MachineProof[]): MachineProof[] {
  const named = new Set(proof?.paths.flatMap((path) => path.answeredBy) ?? []);
  return machines.map((one) => ({ ...one, namedByNsid: named.has(`${one.region}/${one.machine}`) }));
}

/**
 * What is wrong at addresses of ours: a sentence for each path, without its final stop.
 *
 * @param now in seconds since 1970
 */
export function wrongPaths(
  paths: readonly PathResult[],
  zones: readonly RenderedZone[],
  now: number,
): string[] {
  return paths
    .filter((path) => path.notAsked === undefined && path.passed < path.asked)
    .map((path) => {
      const why = wrongWeek(path.misses, zones, now);
      return why === undefined ? printPath(path) : `${printPath(path)}; ${why}`;
    });
}

/** What one path answered: a sentence without its final stop. */
export function printPath({ nameserver, transport, asked, passed, misses }: PathResult): string {
  const where = `${nameserver.name} (${nameserver.address}) over ${transport.toUpperCase()}`;
  const kinds = [...new Set(misses.map(({ kind }) => kind.replaceAll("-", " ")))].join(", ");
  return `${where} answers ${passed} of ${asked} questions as expected${kinds === "" ? "" : `: ${kinds}`}`;
}
