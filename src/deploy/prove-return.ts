import { keyOf, type Name } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import { askAsWritten } from "../verify/as-written.ts";
import { makeTargets } from "../verify/targets.ts";
import type { ExpectedZone, Nameserver, Verification } from "../verify/types.ts";
import { verify } from "../verify/verify.ts";
import type { World } from "../world.ts";
import { wrongPaths } from "./prove-outside.ts";
import { proveValidation } from "./prove-validation.ts";
import type { History } from "./request.ts";
import type { Steps } from "./steps.ts";
import { type ReturnedApp, zonesBefore } from "./zones-before.ts";

/** What the world is to see again. */
export interface ReturnOrder {
  readonly apps: readonly ReturnedApp[];
  readonly history: Pick<History, "zonesAt">;
  /** The zones that were taken back: what only they have is to be gone. */
  readonly left: readonly Zone[];
  /** Milliseconds until all addresses have to agree. */
  readonly deadline: number;
}

/** What was seen. */
export interface ReturnProof {
  /** Undefined where nothing could be asked. */
  readonly proof: Verification | undefined;
  /** What is wrong at an address: sentences without their final stops. */
  readonly failures: readonly string[];
  /** What could not be asked, and why: sentences without their final stops. */
  readonly notes: readonly string[];
}

/** Milliseconds for what is known to have failed: enough to see what is answered where a packet is lost. */
export const A_LOOK = 5_000;

/**
 * Asks the public addresses of apps that went back, over UDP and TCP, until all answer what was live before or the
 * deadline has passed. Machines that are right do not show that the way to them is. Then a validator looks at zones that are signed.
 */
export async function proveReturn(
  { apps, history, left, deadline }: ReturnOrder,
  steps: Steps,
  world: World,
): Promise<ReturnProof> {
  const notes: string[] = [];
  const asked: {
    readonly nameservers: readonly Nameserver[];
    readonly expected: (ExpectedZone & { readonly zone: RenderedZone })[];
  }[] = [];
  for (const one of apps) {
    if (one.nameservers.length === 0 || one.before.length === 0) continue;
    const found = await zonesBefore(one, history);
    notes.push(...found.notes);
    const expected = found.zones.map((zone) => ({ zone, deleted: onlyIn(left, zone) }));
    if (expected.length > 0) asked.push({ nameservers: one.nameservers, expected });
  }
  if (asked.length === 0) return { proof: undefined, failures: [], notes };
  const all = asked.flatMap(({ expected }) => expected.map(({ zone }) => zone));
  const failuresIn = ({ paths }: Verification) => wrongPaths(paths, all, world.now().getTime() / 1_000);
  const proof = await steps.take(
    "Asking the public addresses again",
    async () => {
      const asker = await world.asker();
      const { clock } = world.patience;
      const start = clock.now();
      const paths: Verification["paths"][number][] = [];
      for (const { nameservers, expected } of asked) {
        const rest = Math.max(0, start + deadline - clock.now());
        const targets = makeTargets(() => world.resolver());
        const settings = { targets, ...world.patience, deadline: rest, onProgress: world.progress.count };
        const zones = expected.map(({ zone }) => zone);
        const written = askAsWritten(asker, zones, () => world.now().getTime() / 1000);
        paths.push(...(await verify(expected, nameservers, written, settings)).paths);
      }
      return { paths, milliseconds: clock.now() - start };
    },
    (seen) => failuresIn(seen)[0],
  );
  const failures = failuresIn(proof);
  // Where the answers are not those of before, what a validator makes of them says nothing more.
  if (failures.length === 0) {
    for (const { nameservers, expected } of asked) {
      const zones = expected.map(({ zone }) => zone);
      const validation = await proveValidation({ zones, nameservers, deadline }, steps, world);
      failures.push(...validation.failures.slice(0, 1));
      notes.push(...validation.warnings);
    }
  }
  return { proof, failures: failures.map((failure) => `After going back, ${failure}`), notes };
}

/** The RRsets that a zone has only as it was left. */
export function onlyIn(left: readonly Zone[], { origin, records }: Zone): { owner: Name; type: number }[] {
  const known = new Set(records.map(rrsetKey));
  const same = left.find((zone) => keyOf(zone.origin) === keyOf(origin));
  const others = (same?.records ?? []).filter((record) => !known.has(rrsetKey(record)));
  return [...new Map(others.map((one) => [rrsetKey(one), { owner: one.owner, type: one.type }])).values()];
}

function rrsetKey({ owner, type }: { readonly owner: Name; readonly type: number }): string {
  return `${keyOf(owner)} ${type}`;
}
