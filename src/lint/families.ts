import { ADDRESSES } from "./addresses.ts";
import { ALIASES } from "./aliases.ts";
import { ALONE } from "./alone.ts";
import { APEX } from "./apex.ts";
import { CERTIFICATES } from "./certificates.ts";
import { DANGLING } from "./dangling.ts";
import { DELEGATION } from "./delegation.ts";
import { DENIAL } from "./denial-chain.ts";
import { DKIM } from "./dkim.ts";
import { DMARC } from "./dmarc.ts";
import { EXPIRY } from "./expiry.ts";
import { INVARIANTS } from "./invariant-rules.ts";
import { KEYS } from "./keys-rules.ts";
import { LIVE } from "./live-rules.ts";
import { LOOKED_UP } from "./looked-up.ts";
import { MAIL } from "./mail.ts";
import { MAIL_TRANSPORT } from "./mail-transport.ts";
import { NAMES } from "./names.ts";
import { NAMESERVERS } from "./nameservers.ts";
import { OBSOLETE_TYPES } from "./obsolete-types.ts";
import { ONE_LABEL } from "./one-label.ts";
import { ORDER } from "./order.ts";
import { CHANGES } from "./plan-rules.ts";
import { READING } from "./reading-rules.ts";
import { REDIRECTIONS } from "./redirections.ts";
import { REVERSE } from "./reverse.ts";
import { RRSETS } from "./rrsets.ts";
import type { Family } from "./rule.ts";
import { SECONDARIES } from "./secondaries.ts";
import { SERVICE_NAMES } from "./service-names.ts";
import { SIZES } from "./sizes.ts";
import { SOA } from "./soa.ts";
import { SPF } from "./spf.ts";
import { TARGETS } from "./targets.ts";
import { TEXTS } from "./texts.ts";
import { TTL } from "./ttl.ts";
import { VALUES } from "./values.ts";
import { WILDCARDS } from "./wildcards.ts";
import { WRITTEN_NAMES } from "./written-names.ts";
import { ZONE_CUTS } from "./zone-cuts.ts";

/** What makes a zone one that can be served and found: most of these rules cannot be turned off. */
export const STRUCTURE: readonly Family[] = [
  APEX,
  ALONE,
  RRSETS,
  LOOKED_UP,
  TARGETS,
  DELEGATION,
  DENIAL,
  VALUES,
  WRITTEN_NAMES,
];

/** What experience says about zones that could be served as they are. */
export const ADVICE: readonly Family[] = [
  NAMES,
  TTL,
  SOA,
  NAMESERVERS,
  SECONDARIES,
  ZONE_CUTS,
  ALIASES,
  REDIRECTIONS,
  ONE_LABEL,
  WILDCARDS,
  ADDRESSES,
  DANGLING,
  MAIL,
  SPF,
  DMARC,
  DKIM,
  MAIL_TRANSPORT,
  TEXTS,
  OBSOLETE_TYPES,
  SIZES,
  SERVICE_NAMES,
  CERTIFICATES,
  REVERSE,
  EXPIRY,
  ORDER,
];

/** Every rule that has a name of its own, by its subject, in the order of the documentation. */
export const FAMILIES: readonly Family[] = [
  ...STRUCTURE,
  ...ADVICE,
  READING,
  KEYS,
  INVARIANTS,
  CHANGES,
  LIVE,
];
