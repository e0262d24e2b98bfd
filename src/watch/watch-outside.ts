import type { Name } from "../../dns/name.ts";
import { ROOT_ZONE } from "../delegation/root-servers.ts";
import { compareFindings, type Watch } from "../report/watch.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { findRegistrations } from "./rdap/find-registration.ts";
import { type AnsweringPlace, signingOf } from "./signing.ts";
import { watchKeySignatures } from "./watch-key-signatures.ts";
import { watchParents } from "./watch-parents.ts";
import { watchRegistrations } from "./watch-registrations.ts";
import { watchSignatures } from "./watch-signatures.ts";
import { hasPublicParent, hasRegistration } from "./which-zones.ts";

/** Where to look. */
export interface OutsideSettings {
  /** Servers of the root, or of a zone above; undefined: the root's. */
  readonly parents: readonly Nameserver[] | undefined;
  /** Who knows addresses that no referral gives; undefined: the machine's resolvers. */
  readonly resolvers: readonly Nameserver[] | undefined;
  /** Where the list of RDAP servers is. */
  readonly bootstrapUrl: string;
}

/** Who answers a zone. */
export interface Answering {
  readonly places: readonly AnsweringPlace[];
  /** Some of its nameservers did not answer. */
  readonly isSilent: boolean;
}

/** Looks at all that can take the zones down while their nameservers are fine, as far as their settings want it. */
export async function watchOutside(
  zones: readonly SourceZone[],
  answeringOf: (origin: Name) => Answering,
  { parents, resolvers, bootstrapUrl }: OutsideSettings,
  world: World,
): Promise<Watch> {
  const now = world.now();
  world.progress.step("Asking for keys and signatures");
  const signed = await Promise.all(
    zones
      .filter(({ config: { watch } }) => watch.parents || watch.signatures)
      .map(async (zone) => {
        const { places, isSilent } = answeringOf(zone.origin);
        return { zone, origin: zone.origin, signing: await signingOf(zone, places, isSilent, world) };
      }),
  );
  const signatures = watchSignatures(
    signed.filter(({ zone }) => zone.config.watch.signatures),
    now,
  );
  world.progress.step("Asking the parents for the delegations");
  const start = parents === undefined ? ROOT_ZONE : { ...ROOT_ZONE, servers: parents };
  const way = {
    asker: await world.asker(),
    resolver: world.resolver(resolvers),
    port: parents?.[0]?.port ?? DNS_PORT,
  };
  const delegated = await watchParents(
    signed.filter(({ zone }) => zone.config.watch.parents && hasPublicParent(zone.origin)),
    start,
    way,
  );
  world.progress.step("Asking the registries");
  const registered = await watchRegistrations(
    zones
      .filter(({ origin, config }) => config.watch.registration && hasRegistration(origin))
      .map(({ origin }) => origin),
    findRegistrations(bootstrapUrl, world),
    now,
  );
  return {
    findings: [
      ...signatures.findings,
      ...watchKeySignatures(
        zones.filter(({ config: { watch } }) => watch.signatures),
        now,
      ),
      ...delegated.findings,
      ...registered.findings,
    ].sort(compareFindings),
    registrations: registered.registrations,
    signatures: signatures.signatures,
    gaps: [...delegated.gaps, ...registered.gaps],
  };
}

const DNS_PORT = 53;
