/** One kind of change that somebody must allow by name. */
interface DangerKindEntry {
  readonly kind: string;
  /** Whose name stands in its label, `zonepipe:allow-KIND:NAME`: a zone's, or an invariant's. */
  readonly of: "zone" | "invariant";
  /** What the label lets out, without a final stop. */
  readonly allows: string;
  /** Where more is told, from docs/. */
  readonly page?: string;
}

/** All kinds, in the order in which people see them: `init` makes their labels, and the docs explain them. */
export const DANGER_KINDS = [
  {
    kind: "deletes",
    of: "zone",
    allows: "deleting more than 30 % of a zone's RRsets (from 10 RRsets up), or more than 100",
  },
  { kind: "ns", of: "zone", allows: "another set of NS at the zone itself" },
  { kind: "mname", of: "zone", allows: "another SOA MNAME" },
  { kind: "removal", of: "zone", allows: "a zone that is gone" },
  { kind: "ds", of: "zone", allows: "a DS that comes, changes or goes" },
  { kind: "serial", of: "zone", allows: "a serial that jumps", page: "explanation/serials.md" },
  {
    kind: "mixture",
    of: "zone",
    allows: "what breaks mail, a delegation or DNSSEC while caches hold a part of what was",
    page: "guides/changes-in-two-steps.md",
  },
  {
    kind: "keys",
    of: "zone",
    allows: "a change of keys before caches have forgotten what was, or that nobody has looked for",
    page: "guides/dnssec.md",
  },
  {
    kind: "invariant",
    of: "invariant",
    allows: "another invariant, and what breaks it as it was",
    page: "guides/invariants.md",
  },
] as const satisfies readonly DangerKindEntry[];

/** The word for a kind, as it stands in its label. */
export type DangerKind = (typeof DANGER_KINDS)[number]["kind"];
