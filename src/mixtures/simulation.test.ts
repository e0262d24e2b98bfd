import fc from "fast-check";
import { expect, test } from "vitest";
import { type Name, printRelative } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { COM, zoneOf } from "../../test/planned.ts";
import {
  SMALL_NEGATIVE_TTL,
  SMALL_PAIR,
  type SmallPair,
  type SmallZone,
  smallZoneText,
} from "../../test/small-zones.ts";
import { brokenBetween } from "./mixtures.ts";

// A resolver of its own, which shares nothing with the code: it is given every cache that there can be.

type Type = "A" | "AAAA" | "MX" | "TXT" | "CNAME";
const TYPES: readonly Type[] = ["A", "AAAA", "MX", "TXT", "CNAME"];
const NAMES = ["@", "a", "b", "c", "e", "x.e", "y.e"];

type Answer =
  | { readonly kind: "there"; readonly ttl: number; readonly values: readonly string[] }
  | { readonly kind: "alias"; readonly ttl: number; readonly target: string }
  | { readonly kind: "none"; readonly ttl: number }
  | { readonly kind: "outside" };

/** What an authoritative server says (RFC 1034 §4.3.2), for these names. */
function ask(zone: SmallZone, name: string, type: Type): Answer {
  if (name.endsWith(".")) return { kind: "outside" };
  if (name === "b" && zone.get("b")?.cut !== undefined) return { kind: "outside" };
  const has = (owner: string) => Object.keys(zone.get(owner) ?? {}).length > 0;
  const exists = (owner: string) =>
    has(owner) || (owner === "e" && (has("x.e") || has("*.e"))) || owner === "@";
  const source = exists(name) ? name : name.endsWith(".e") && exists("e") ? "*.e" : "*";
  const node = zone.get(source) ?? {};
  const none = { kind: "none", ttl: SMALL_NEGATIVE_TTL } as const;
  if (node.cname !== undefined) return { kind: "alias", ...node.cname };
  if (type === "A" && node.a !== undefined) return { kind: "there", ttl: node.a, values: [] };
  if (type === "AAAA" && node.aaaa !== undefined) return { kind: "there", ttl: node.aaaa, values: [] };
  if (type === "MX" && node.mx !== undefined)
    return { kind: "there", ttl: node.mx.ttl, values: node.mx.targets };
  if (type === "TXT" && node.spf !== undefined)
    return { kind: "there", ttl: node.spf.ttl, values: node.spf.includes };
  return none;
}

/** The names and types whose old answer a cache may hold, and which says otherwise than the new. */
function heldBy({ before, after }: SmallPair): string[] {
  return NAMES.flatMap((name) =>
    TYPES.filter((type) => {
      const old = ask(before, name, type);
      if ((old.kind === "alias") !== (type === "CNAME")) return false;
      const { ttl: _, ...content } = { ttl: 0, ...old };
      const now = TYPES.map((each) => ask(after, name, type === "CNAME" ? each : type));
      return now.some((answer) => {
        const { ttl: __, ...other } = { ttl: 0, ...answer };
        return JSON.stringify(other) !== JSON.stringify(content);
      });
    }).map((type) => `${name} ${type}`),
  );
}

interface Found {
  readonly kind: "there" | "none" | "outside";
  readonly values: readonly string[];
}

/** Looks up with a cache that holds these of the old answers, and asks the new servers for the rest. */
function lookUp({ before, after }: SmallPair, held: ReadonlySet<string>, name: string, type: Type): Found {
  let at = name;
  for (let links = 0; links < 16; links++) {
    const isOld = held.has(`${at} CNAME`) || held.has(`${at} ${type}`);
    const answer = ask(isOld ? before : after, at, type);
    if (answer.kind !== "alias")
      return { kind: answer.kind, values: answer.kind === "there" ? answer.values : [] };
    at = answer.target;
  }
  return { kind: "none", values: [] };
}

type Verdict = "works" | "fails" | "undecided";

/** What people want to do, and how it comes out. */
function tasksOf(pair: SmallPair): Map<string, (held: ReadonlySet<string>) => Verdict> {
  const tasks = new Map<string, (held: ReadonlySet<string>) => Verdict>();
  const find = (held: ReadonlySet<string>, name: string, type: Type) => lookUp(pair, held, name, type);
  const any = (held: ReadonlySet<string>, names: readonly string[], types: readonly Type[]): Verdict => {
    const kinds = names.flatMap((name) => types.map((type) => find(held, name, type).kind));
    return kinds.includes("there") ? "works" : kinds.includes("outside") ? "undecided" : "fails";
  };
  for (const zone of [pair.before, pair.after]) {
    for (const [owner, { mx, spf, cname }] of zone) {
      if (owner.startsWith("*")) continue; // what a wildcard says is asked for by other names
      if (mx !== undefined) {
        tasks.set(`mail ${owner}`, (held) => {
          const found = find(held, owner, "MX");
          if (found.kind === "outside") return "undecided";
          return any(held, found.kind === "there" ? found.values : [owner], ["A", "AAAA"]);
        });
      }
      for (const include of spf?.includes ?? []) {
        tasks.set(`spf ${owner} ${include}`, (held) => {
          const found = find(held, owner, "TXT");
          if (found.kind === "outside") return "undecided";
          return found.values.includes(include) ? any(held, [include], ["TXT"]) : "works";
        });
      }
      if (cname !== undefined) {
        tasks.set(`alias ${owner} addresses`, (held) => any(held, [owner], ["A", "AAAA"]));
        tasks.set(`alias ${owner} MX`, (held) => any(held, [owner], ["MX"]));
        tasks.set(`alias ${owner} TXT`, (held) => any(held, [owner], ["TXT"]));
      }
    }
  }
  return tasks;
}

/** The tasks that fail for some cache and neither by the old nor by the new alone, with the longest time for which. */
function simulate(pair: SmallPair, items: readonly string[]): Record<string, number> {
  const all = new Set(items);
  const nothing = new Set<string>();
  const failing: Record<string, number> = {};
  const ttlOf = (item: string) => {
    const [name, type] = item.split(" ") as [string, Type];
    const answer = ask(pair.before, name, type);
    return answer.kind === "outside" ? Number.POSITIVE_INFINITY : answer.ttl;
  };
  for (const [task, run] of tasksOf(pair)) {
    const alone = [run(all), run(nothing)];
    if (alone.includes("fails")) continue;
    // What others have at the end of an alias nobody knows; that it is a host is as good a guess as any.
    if (!alone.includes("works") && /^alias .* (MX|TXT)$/.test(task)) continue;
    for (let bits = 1; bits < 1 << items.length; bits++) {
      const held = new Set(items.filter((_, index) => (bits & (1 << index)) !== 0));
      if (run(held) !== "fails") continue;
      failing[task] = Math.max(failing[task] ?? 0, Math.min(...[...held].map(ttlOf)));
    }
  }
  return failing;
}

const MOST_ITEMS = 10; // 1,024 caches

test("exactly those dependencies are told that fail for some cache of a resolver that was written for this test", () => {
  let told = 0;
  fc.assert(
    fc.property(SMALL_PAIR, (pair) => {
      const items = heldBy(pair);
      fc.pre(items.length <= MOST_ITEMS);
      const expected = simulate(pair, items);
      told += Object.keys(expected).length;
      expect(tell(pair)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
  expect(told).toBeGreaterThan(20);
});

/** The same, as the code tells it. */
function tell({ before, after }: SmallPair): Record<string, number> {
  const recordsOf = (zone: SmallZone) => zoneOf(smallZoneText(zone)).records;
  const told: Record<string, number> = {};
  for (const { dependency, failures } of brokenBetween([
    { origin: COM, before: recordsOf(before), after: recordsOf(after) },
  ])) {
    const { kind, owner, detail = "" } = dependency;
    const name = printRelative(owner, COM);
    if (name.startsWith("*") || kind === "addresses") continue;
    const what = kind === "mail" ? "" : kind === "spf" ? ` ${domainOf(detail)}` : ` ${typeOf(detail)}`;
    told[`${kind} ${name}${what}`] = Math.max(...failures.map(({ until }) => until as number)); // all are known here
  }
  return told;
}

function domainOf(detail: string): string {
  return printRelative(detail.slice(detail.indexOf(" ") + 1) as Name, COM); // the code puts a name there
}

function typeOf(detail: string): string {
  const type = Number(/[0-9]+$/.exec(detail)![0]);
  return type === 1 ? "addresses" : typeName(type);
}
