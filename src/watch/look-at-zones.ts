import { isDeepStrictEqual } from "node:util";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { ROOT_ZONE } from "../delegation/root-servers.ts";
import { noteLook } from "../dnssec/key-looks.ts";
import type { LooksByZone } from "../dnssec/looks-file.ts";
import { policyIn } from "../dnssec/policy.ts";
import { WorldError } from "../files/world-error.ts";
import { changesBetween } from "../plan/changes.ts";
import { othersAddresses } from "../secondaries/secondary.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { lookAtKeys } from "./look-at-keys.ts";

/** Where looks are written down, so that the next one knows since when something is so. */
export interface LooksBook {
  /** Empty where nobody has looked. */
  readonly read: () => Promise<LooksByZone>;
  /** @param commit that the zones are of */
  readonly write: (looks: LooksByZone, commit: string) => Promise<void>;
}

/** Where to look. */
export interface PlacesToLook {
  /** Asked in place of those of `_config.yaml`; empty: those. */
  readonly nameservers: readonly Nameserver[];
  /** Servers of the root, or of a zone above; undefined: the root's. */
  readonly parents: readonly Nameserver[] | undefined;
  /** Who knows addresses that no referral gives; undefined: the machine's resolvers. */
  readonly resolvers: readonly Nameserver[] | undefined;
}

type LookingWorld = Pick<World, "look" | "now" | "asker" | "resolver" | "progress">;

/** What came of it. */
export interface LookedAtZones {
  readonly looks: LooksByZone;
  /** What could not be seen: sentences without their final stops. */
  readonly gaps: readonly string[];
}

/**
 * Looks now at the keys and DS of zones whose keys change, and of signed zones that change at all and have nameservers of others,
 * who must serve them signed; as the nameservers were before the change. Nothing is written down, and where none changes,
 * nobody is asked.
 */
export async function lookAtChanged(
  before: ReadonlyMap<Name, SourceZone | undefined>,
  after: readonly SourceZone[],
  places: PlacesToLook,
  world: LookingWorld,
): Promise<LooksByZone> {
  const changed = after.flatMap((zone) => {
    const old = before.get(keyOf(zone.origin));
    if (old === undefined) return [];
    const isRolling = !isDeepStrictEqual(policyIn(old), policyIn(zone));
    return isRolling || (isAtOthers(old) && changesBetween(old, zone).length > 0) ? [old] : [];
  });
  const none = new Map(changed.map(({ origin }) => [keyOf(origin), {}] as const));
  return (await lookAtZones(changed, none, places, "plan", world)).looks;
}

/** Signed, and answered by somebody else as well. */
function isAtOthers(zone: SourceZone): boolean {
  return policyIn(zone) !== undefined && othersAddresses([zone]).size > 0;
}

/** Who looks, where, and where it is written down. */
export interface NotedLook {
  readonly places: PlacesToLook;
  /** `drift` or `deploy`. */
  readonly by: string;
  readonly book: LooksBook;
  /** The commit that the zones are of. */
  readonly commit: string;
}

/** Looks at zones, and writes down what was seen. Where no zone is signed, nothing is asked and nothing written. */
export async function lookAndNote(
  zones: readonly SourceZone[],
  { places, by, book, commit }: NotedLook,
  world: LookingWorld,
): Promise<LookedAtZones> {
  const before = await book.read();
  const found = await lookAtZones(zones, before, places, by, world);
  if (found.looks === before) return found;
  try {
    await book.write(found.looks, commit);
    return found;
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    const gap = `what was seen is not written down, so that no step of a change of keys can build on it: ${error.message}`;
    return { ...found, gaps: [...found.gaps, gap] };
  }
}

/** Zones that are signed, or were when somebody looked last: those of which keys and DS matter. */
function zonesToLookAt(zones: readonly SourceZone[], before: LooksByZone): SourceZone[] {
  return zones.filter((zone) => policyIn(zone) !== undefined || before.has(keyOf(zone.origin)));
}

/** Looks at the keys and DS of zones, and notes what was seen down beside what was seen before. */
async function lookAtZones(
  zones: readonly SourceZone[],
  before: LooksByZone,
  { nameservers, parents, resolvers }: PlacesToLook,
  by: string,
  world: LookingWorld,
): Promise<LookedAtZones> {
  const chosen = zonesToLookAt(zones, before);
  if (chosen.length === 0) return { looks: before, gaps: [] };
  world.progress.step("Looking at keys and DS");
  const start = parents === undefined ? ROOT_ZONE : { ...ROOT_ZONE, servers: parents };
  const asker = await world.asker();
  const way = { asker, resolver: world.resolver(resolvers), port: parents?.[0]?.port ?? DNS_PORT };
  const looks = new Map(before);
  const gaps: string[] = [];
  for (let from = 0; from < chosen.length; from += AT_ONCE) {
    const some = chosen.slice(from, from + AT_ONCE);
    const found = await Promise.all(
      some.map((zone) =>
        lookAtKeys(zone, { nameservers: addressesOf(zone, nameservers), start, way }, by, world),
      ),
    );
    for (const [index, { look, gaps: ofZone }] of found.entries()) {
      const key = keyOf(some[index]!.origin);
      looks.set(key, noteLook(before.get(key) ?? {}, look));
      gaps.push(...ofZone);
    }
  }
  return { looks, gaps: [...new Set(gaps)] };
}

const AT_ONCE = 10; // zones that are looked at at the same time
const DNS_PORT = 53;

/**
 * Every address of every nameserver of a zone.
 *
 * @param given where addresses of `_config.yaml` are asked at another port; others are asked in place of all of them
 */
export function addressesOf(
  { config }: Pick<SourceZone, "config">,
  given: readonly Nameserver[],
): readonly Nameserver[] {
  const own = config.nameservers.flatMap(({ name, addresses }) =>
    addresses.map((address): Nameserver => ({ name: printName(name), address, port: DNS_PORT })),
  );
  const isOther =
    given.length > 0 && !own.some(({ address }) => given.some((each) => each.address === address));
  return isOther ? given : own.map((each) => given.find(({ address }) => address === each.address) ?? each);
}
