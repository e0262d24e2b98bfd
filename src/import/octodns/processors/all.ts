import type { Report } from "../../../zones/octodns/zone-reading.ts";
import { type Given, problemOf } from "../given.ts";
import { FILTERS } from "./filters.ts";
import { META } from "./meta.ts";
import { ACME, OWNERSHIP } from "./ownership.ts";
import type { Processor, ProcessorKind } from "./processor.ts";
import { TEMPLATING } from "./templating.ts";
import { TTL_CLAMP, TTL_RESTRICTION } from "./ttl.ts";

/** A processor of the configuration; undefined, with the reason told, when what it does is not known here. */
export function makeProcessor(given: Given, report: Report): Processor | undefined {
  const written = String(given.get("class"));
  const kind = Object.hasOwn(PROCESSORS, written) ? PROCESSORS[written] : undefined;
  if (kind === undefined) {
    const message = `octoDNS' processor ${written} is not known here, and it may change any record of its zones`;
    const help = `Take ${given.name} out of the configuration, or run octoDNS' \`octodns-dump\` and import what it writes.`;
    report(problemOf(given, "class", message, help));
    return undefined;
  }
  const foreign = given.keys.filter((key) => !["class", "lenient", ...kind.keys].includes(key));
  for (const key of foreign) {
    const known = kind.keys.length === 0 ? "It has none of its own." : `It has ${kind.keys.join(", ")}.`;
    report(problemOf(given, key, `${written} has no such key`, known));
  }
  return foreign.length > 0 ? undefined : kind.make(given, report);
}

const inModule = (module: string, kinds: { readonly [name: string]: ProcessorKind }) =>
  Object.entries(kinds).map(([name, kind]): [string, ProcessorKind] => [
    `octodns.processor.${module}.${name}`,
    kind,
  ]);

/** Checks that change nothing. */
const CHECKS_ONLY: ProcessorKind = {
  keys: [],
  make: ({ name }) => ({
    id: name,
    notes: ["it changes no record; `zonepipe check --resolve` looks into SPF as well"],
  }),
};

/** Every processor of octoDNS 1.22, by its class. */
export const PROCESSORS: { readonly [name: string]: ProcessorKind } = Object.fromEntries([
  ...inModule("acme", { AcmeManagingProcessor: ACME, AcmeMangingProcessor: ACME }),
  // As a processor alone it keeps to itself what it saw.
  ...inModule("arpa", {
    AutoArpa: {
      keys: ["ttl", "populate_should_replace", "max_auto_arpa", "inherit_ttl", "wildcard_replacement"],
      make: ({ name }) => ({ id: name }),
    },
  }),
  ...inModule("base", { BaseProcessor: { keys: [], make: ({ name }) => ({ id: name }) } }),
  ...inModule("clamp", { TtlClampProcessor: TTL_CLAMP }),
  ...inModule("filter", FILTERS),
  ...inModule("meta", { MetaProcessor: META }),
  ...inModule("ownership", { OwnershipProcessor: OWNERSHIP }),
  ...inModule("restrict", { TtlRestrictionFilter: TTL_RESTRICTION }),
  ...inModule("spf", { SpfDnsLookupProcessor: CHECKS_ONLY }),
  ...inModule("templating", { Templating: TEMPLATING }),
  // Names in data are whole names here, with or without their final dot.
  ...inModule("trailing_dots", { EnsureTrailingDots: { keys: [], make: ({ name }) => ({ id: name }) } }),
]);
