import fc from "fast-check";

/** What stands at one name of a small zone. */
export interface SmallNode {
  readonly a?: number;
  readonly aaaa?: number;
  readonly mx?: { readonly ttl: number; readonly targets: readonly string[] };
  /** A sender policy that includes these, and allows nothing else. */
  readonly spf?: { readonly ttl: number; readonly includes: readonly string[] };
  readonly cname?: { readonly ttl: number; readonly target: string };
  readonly cut?: number;
}

/** A zone of few names, relative to its apex. */
export type SmallZone = ReadonlyMap<string, SmallNode>;

/** A zone before and after a change. */
export interface SmallPair {
  readonly before: SmallZone;
  readonly after: SmallZone;
}

/** Where things can stand, and lead to. `e` is never an owner above `x.e`, so it may be an empty non-terminal. */
const OWNERS = ["@", "a", "b", "x.e", "*", "*.e"] as const;
const TARGETS = ["a", "b", "c", "x.e", "y.e", "e", "out.example.net."] as const;
const TTL = fc.constantFrom(60, 300, 3_600);

/** The negative TTL of every small zone, in seconds. */
export const SMALL_NEGATIVE_TTL = 900;

const target = fc.constantFrom(...TARGETS);
const plain: fc.Arbitrary<SmallNode> = fc.record(
  {
    a: TTL,
    aaaa: TTL,
    mx: fc.record({ ttl: TTL, targets: fc.uniqueArray(target, { minLength: 1, maxLength: 2 }) }),
    spf: fc.record({ ttl: TTL, includes: fc.uniqueArray(target, { maxLength: 2 }) }),
  },
  { requiredKeys: [] },
);
const alias = fc.record({ cname: fc.record({ ttl: TTL, target }) });
const cut = fc.record({ cut: TTL });

function nodeAt(owner: string): fc.Arbitrary<SmallNode> {
  if (owner === "@") return plain;
  if (owner.startsWith("*")) return fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, plain, alias);
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 2, arbitrary: alias },
    fc.constant({}),
    ...(owner === "b" ? [cut] : []),
  );
}

/** Pairs of small zones in which about half of the names stay as they are. */
export const SMALL_PAIR: fc.Arbitrary<SmallPair> = fc
  .tuple(...OWNERS.map((owner) => fc.tuple(nodeAt(owner), fc.option(nodeAt(owner)))))
  .map((nodes) => ({
    before: new Map(OWNERS.map((owner, index) => [owner, nodes[index]![0]])),
    after: new Map(OWNERS.map((owner, index) => [owner, nodes[index]![1] ?? nodes[index]![0]])),
  }));

/** The zone as the text of a zone file. */
export function smallZoneText(zone: SmallZone): string {
  const lines = [`@ 3600 SOA ns1 h 0 1 1 1 ${SMALL_NEGATIVE_TTL}`, "@ 3600 NS ns.example.net."];
  for (const [owner, { a, aaaa, mx, spf, cname, cut: delegation }] of zone) {
    if (a !== undefined) lines.push(`${owner} ${a} A 192.0.2.1`);
    if (aaaa !== undefined) lines.push(`${owner} ${aaaa} AAAA 2001:db8::1`);
    for (const each of mx?.targets ?? []) lines.push(`${owner} ${mx!.ttl} MX 10 ${each}`);
    if (spf !== undefined) {
      const includes = spf.includes.map((each) => ` include:${absolute(each)}`).join("");
      lines.push(`${owner} ${spf.ttl} TXT "v=spf1${includes} -all"`);
    }
    if (cname !== undefined) lines.push(`${owner} ${cname.ttl} CNAME ${cname.target}`);
    if (delegation !== undefined) lines.push(`${owner} ${delegation} NS ns.example.net.`);
  }
  return `${lines.join("\n")}\n`;
}

function absolute(name: string): string {
  return name.endsWith(".") ? name.slice(0, -1) : `${name}.example.com`;
}
