/** The zones of a repository at one moment: by file name, then by owner as the YAML has it, then by type. */
export type State = ReadonlyMap<string, Owners>;

/** The records of a zone, by owner and type. */
export type Owners = ReadonlyMap<string, ReadonlyMap<string, Rrset>>;

/** An RRset as the YAML has it. */
export interface Rrset {
  readonly ttl: number;
  /** Each in the flow style of YAML. */
  readonly values: readonly string[];
}

/** A state in which this zone is another; without it where `owners` is undefined. */
export function withZone(state: State, zone: string, owners: Owners | undefined): State {
  const changed = new Map(state);
  if (owners === undefined) changed.delete(zone);
  else changed.set(zone, owners);
  return changed;
}

/**
 * Owners with another RRset; without it where that is undefined. What no nameserver would load is avoided: something beside a
 * CNAME, a delegation beside a DNAME, and names below one.
 */
export function withRrset(owners: Owners, owner: string, type: string, rrset: Rrset | undefined): Owners {
  const types = new Map(owners.get(owner));
  types.delete(type);
  if (rrset === undefined) return withTypes(owners, owner, types);
  if ([...owners].some(([above, held]) => held.has("DNAME") && isBelow(owner, above))) return owners;
  for (const other of [...types.keys()].filter((held) => cannotStandWith(held, type))) types.delete(other);
  types.set(type, rrset);
  const changed = withTypes(owners, owner, types);
  if (type !== "DNAME") return changed;
  return new Map([...changed].filter(([name]) => !isBelow(name, owner)));
}

/** A zone as octoDNS writes it. */
export function printZone(owners: Owners): string {
  const lines = ["---\n"];
  for (const [owner, types] of [...owners].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`${JSON.stringify(owner)}:\n`);
    for (const [type, { ttl, values }] of types) {
      const data = values.length === 1 ? `value: ${values[0]}` : `values: [${values.join(", ")}]`;
      lines.push(`  - ttl: ${ttl}\n    type: ${type}\n    ${data}\n`);
    }
  }
  return lines.join("");
}

function withTypes(owners: Owners, owner: string, types: ReadonlyMap<string, Rrset>): Owners {
  const changed = new Map(owners);
  if (types.size === 0) changed.delete(owner);
  else changed.set(owner, types);
  return changed;
}

function isBelow(owner: string, above: string): boolean {
  return above === "" ? owner !== "" : owner.endsWith(`.${above}`);
}

function cannotStandWith(one: string, other: string): boolean {
  return (
    one === "CNAME" ||
    other === "CNAME" ||
    (one === "NS" && other === "DNAME") ||
    (one === "DNAME" && other === "NS")
  );
}
