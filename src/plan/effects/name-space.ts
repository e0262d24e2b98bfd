import { childOf, keyOf, type Name, parentOf, ROOT } from "../../../dns/name.ts";
import { DNAME, NS } from "../../../dns/type-numbers.ts";
import { typeName } from "../../../dns/types.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";

/** What answers for a name that lies in a zone. */
export type Answerer =
  /** The name exists, perhaps only for what is below it (RFC 4592 §2.2.2). */
  | { readonly kind: "itself" }
  | { readonly kind: "wildcard"; readonly wildcard: Name }
  /** It is below a delegation or a DNAME, so others have the answer. */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "nothing" };

/** Which names a zone has, and what it says of those that it does not have. */
export interface NameSpace {
  readonly answererOf: (name: Name) => Answerer;
  /** The TTLs of what a wildcard has, by type. */
  readonly wildcardTtls: (wildcard: Name) => ReadonlyMap<number, number>;
  /** The delegation that the name is at or below, if any. */
  readonly cutOf: (name: Name) => Name | undefined;
}

/** Reads the name space out of a zone's records. Names that are handed in are keys. */
export function nameSpaceOf(origin: Name, records: readonly ZoneRecord[]): NameSpace {
  const apex = keyOf(origin);
  const existing = new Set<Name>([apex]);
  const cuts = new Set<Name>();
  const redirects = new Set<Name>();
  const wildcards = new Map<Name, Map<number, number>>();
  for (const { owner, type, ttl } of records) {
    const key = keyOf(owner);
    if (type === NS && key !== apex) cuts.add(key);
    if (type === DNAME) redirects.add(key);
    if (key.startsWith(WILDCARD_LABEL)) {
      const types = wildcards.get(key);
      if (types === undefined) wildcards.set(key, new Map([[type, ttl]]));
      else types.set(type, ttl);
    }
    for (let name = key; !existing.has(name) && name !== ROOT; name = parentOf(name)) existing.add(name);
  }

  return { answererOf, wildcardTtls: (wildcard) => wildcards.get(wildcard) ?? new Map(), cutOf };

  function answererOf(name: Name): Answerer {
    for (let above = name; above !== apex && above !== ROOT; ) {
      above = parentOf(above);
      if (cuts.has(above) || redirects.has(above)) return { kind: "elsewhere" };
    }
    if (existing.has(name)) return { kind: "itself" };
    let encloser = parentOf(name);
    while (!existing.has(encloser) && encloser !== ROOT) encloser = parentOf(encloser);
    const wildcard = childOf("*", encloser); // the source of synthesis (RFC 4592 §3.3.1)
    return existing.has(wildcard) ? { kind: "wildcard", wildcard } : { kind: "nothing" };
  }

  function cutOf(name: Name): Name | undefined {
    for (let above = name; above !== apex && above !== ROOT; above = parentOf(above)) {
      if (cuts.has(above)) return above;
    }
    return undefined;
  }
}

const WILDCARD_LABEL = "\x01*";

/** The types, as `A, MX`. */
export function typesText(types: Iterable<number>): string {
  return [...types].map(typeName).join(", ");
}
