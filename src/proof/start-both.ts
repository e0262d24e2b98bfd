import { join } from "node:path";
import type { Name } from "../../dns/name.ts";
import { addressesFileName } from "../render/render-zone.ts";
import type { Answering, World } from "../world.ts";
import type { Side, SideZone } from "./side.ts";
import type { Symbols } from "./symbols.ts";
import { type ProofFile, writeProofZone } from "./zone-text.ts";

/** Nameservers that are loading their zones. */
export interface Starting {
  readonly ready: Promise<readonly [Answering, Answering]>;
  /** Ends them, once they are ready or have failed. */
  readonly stop: () => Promise<void>;
}

/**
 * Writes the zones of both sides, those with these origins or all, and starts a nameserver behind a pipe for each. It comes back
 * when they are started, and not when they are ready.
 *
 * @param symbols what is answered where an ALIAS stands
 */
export async function startBoth(
  [before, after]: readonly [Side, Side],
  symbols: Symbols,
  origins: ReadonlySet<Name> | undefined,
  scratch: string,
  { output, startAnswering }: Pick<World, "output" | "startAnswering">,
): Promise<Starting> {
  const written = new Map<SideZone, ProofFile>();
  const first = await start(before, "before");
  const second = await start(after, "after");
  const ready = bothOrNone(first.ready, second.ready);
  ready.catch(() => undefined); // whoever waits for it is told
  return { ready, stop };

  async function stop(): Promise<void> {
    const pair = await ready.catch(() => []); // of one that failed the other is stopped already
    await Promise.all(pair.map((each) => each.stop()));
  }

  async function start(side: Side, name: string): Promise<{ readonly ready: Promise<Answering> }> {
    const folder = join(scratch, name);
    await output.write(join(folder, "README"), "Zones for a comparison of answers. There may be none.\n");
    for (const [origin, zone] of side.zones) {
      if (origins?.has(origin) === false) continue;
      const file = written.get(zone) ?? writeProofZone(zone);
      written.set(zone, file);
      await output.write(join(folder, file.path), file.text, "latin1");
      const addresses = symbols.fileOf(side, zone);
      if (addresses !== undefined)
        await output.write(join(folder, addressesFileName(origin)), addresses, "latin1");
    }
    const ready = startAnswering(folder, FIRST_WEEK);
    ready.catch(() => undefined);
    return { ready };
  }
}

/** Before the first week of every policy, which is when each zone is signed for then (see `madeRecords`). */
const FIRST_WEEK = new Date(0);

/** Both, or the failure of one; then the other is stopped. */
async function bothOrNone(
  first: Promise<Answering>,
  second: Promise<Answering>,
): Promise<readonly [Answering, Answering]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === "fulfilled" && other.status === "fulfilled") return [one.value, other.value];
  for (const outcome of [one, other]) if (outcome.status === "fulfilled") await outcome.value.stop();
  throw one.status === "rejected" ? one.reason : (other as PromiseRejectedResult).reason; // one of them is
}
