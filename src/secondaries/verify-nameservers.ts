import { keyOf, type Name, printName } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import { asWritten, releaseIn } from "../dnssec/served-zone.ts";
import { expectedByServers } from "../published/expected-by-servers.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { serialOf } from "../verify/soa-serial.ts";
import { makeTargets } from "../verify/targets.ts";
import type { Nameserver, PathResult, Verification } from "../verify/types.ts";
import { verify } from "../verify/verify.ts";
import type { Notify, World } from "../world.ts";
import { followSecondaries, type SecondaryProof } from "./follow.ts";
import { othersAddresses, secondariesAt, type ZoneWithNameservers } from "./secondary.ts";

/** What nameservers answered. */
export interface VerifiedNameservers {
  readonly verification: Verification;
  /** Secondaries that are behind with a zone; they were not asked for the rest of it. */
  readonly behind: readonly SecondaryProof[];
}

/**
 * Asks nameservers for everything that the zones say. What the serials must be is told, or it is what our own nameservers show.
 * Secondaries, which are those of `_config.yaml` that no app runs, are waited for as long as wrong answers are; of what one is
 * still behind with, nothing more is asked.
 *
 * @param expected the zones with their serials; otherwise our nameservers show them
 */
export async function verifyNameservers(
  zones: readonly SourceZone[],
  servers: readonly Nameserver[],
  world: World,
  expected?: readonly Zone[],
): Promise<VerifiedNameservers> {
  const others = othersAddresses(zones);
  const ours = servers.filter(({ address }) => !others.has(address));
  const secondaries = servers.filter(({ address }) => others.has(address));
  const asker = await world.asker();
  const judging = ours.length > 0 ? ours : servers;
  const wanted = expected ?? (await expectedByServers(zones, judging, world));
  const { clock, deadline } = world.patience;
  const start = clock.now();
  world.progress.step("Asking the nameserver");
  const targets = makeTargets(() => world.resolver());
  const ask = async (nameservers: readonly Nameserver[], of: readonly Zone[]): Promise<Verification> => {
    if (nameservers.length === 0 || of.length === 0) return { paths: [], milliseconds: 0 };
    const settings = { targets, ...world.patience, onProgress: world.progress.count };
    return await verify(
      of.map((zone) => ({ zone })),
      nameservers,
      asker,
      settings,
    );
  };
  const first = await ask(ours, wanted);
  if (secondaries.length === 0) return { verification: first, behind: [] };

  world.progress.step("Asking the secondaries");
  const proofs = await followSecondaries(
    { secondaries: secondariesAt(secondaries, zones), versions: wanted.map(versionOf), deadline },
    { look: world.look, notify: notifyNobody, clock },
  );
  const paths: PathResult[] = [...first.paths];
  for (const { nameserver, zones: standings } of proofs) {
    const asked = new Set(
      standings.filter(({ standing }) => standing.kind !== "behind").map(({ zone }) => keyOf(zone)),
    );
    const rest = wanted.filter(({ origin }) => asked.has(keyOf(origin)));
    paths.push(...(await ask([nameserver], rest)).paths);
  }
  const behind = proofs.filter(({ zones: all }) => all.some(({ standing }) => standing.kind === "behind"));
  return { verification: { ...first, paths, milliseconds: clock.now() - start }, behind };
}

/** Every address of every nameserver of the zones, once. */
export function configuredNameservers(zones: readonly ZoneWithNameservers[]): Nameserver[] {
  const servers = zones.flatMap(({ config }) =>
    config.nameservers.flatMap(({ name, addresses }) =>
      addresses.map((address) => ({ name: printName(name), address, port: DNS_PORT })),
    ),
  );
  return [...new Map(servers.map((server) => [server.address, server])).values()];
}

const DNS_PORT = 53;

/** Who only looks tells nobody anything. */
const notifyNobody: Notify = ({ zones }) =>
  Promise.resolve(zones.map(() => ({ kind: "not-sent", reason: "a verification sends none" })));

/** Of a zone that our nameservers sign what stands in git, by which everybody's is known. */
function versionOf(zone: Zone): { readonly zone: Zone; readonly serial: number } {
  const soa = zone.records.find(({ type, owner }) => type === SOA && isApex(owner, zone));
  if (soa === undefined) throw new Error(`Cannot verify ${printName(zone.origin)}: it has no SOA`);
  const release = releaseIn(zone.origin, zone.records);
  if (release === undefined) return { zone, serial: serialOf(soa) };
  const { origin, records } = zone;
  return { zone: { origin, records: asWritten(origin, records) }, serial: release.file };
}

function isApex(owner: Name, { origin }: Zone): boolean {
  return keyOf(owner) === keyOf(origin);
}
