import fc from "fast-check";
import { keyOf, MAX_NAME_LENGTH, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { CNAME, DNAME, MX, NS } from "../../dns/type-numbers.ts";
import type { QuestionSet } from "../../src/proof/question-set.ts";
import { substituted } from "../../src/proof/side.ts";

/** How a name is made that lies far outside of a set, or at an edge. */
export interface FarName {
  /** Which of the names of the zones it is made from. */
  readonly base: number;
  /** Labels in front of it. */
  readonly labels: readonly string[];
  /** It is led through a DNAME, by the way or against it. */
  readonly bend: "none" | "along" | "back";
  /** Which of the lengths at which something changes it is filled up to; none where this is none of them. */
  readonly length: number;
}

/** Ways to make such names. */
export function arbitraryFarName(): fc.Arbitrary<FarName> {
  return fc.record({
    base: fc.nat(),
    labels: fc.array(fc.constantFrom("a", "b", "*", "q", "zz", "x0", "x1", "Q".repeat(63).toLowerCase()), {
      maxLength: 3,
    }),
    bend: fc.constantFrom<FarName["bend"][]>("none", "none", "along", "back"),
    length: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(30) }),
  });
}

/** The names that ways lead to over these zones. */
export function farNamesOf(set: QuestionSet, ways: readonly FarName[]): Name[] {
  const bases = basesOf(set);
  const { dnames } = set.names;
  return ways.map(({ base, labels, bend, length }) => {
    let name = bases[base % bases.length]!;
    for (const label of labels) name = below(label, name);
    const dname = dnames[base % Math.max(1, dnames.length)];
    if (dname !== undefined && bend !== "none") {
      const [from, to] = bend === "along" ? [dname.owner, dname.target] : [dname.target, dname.owner];
      if (name.endsWith(from) && name !== from) name = substituted(name, from, to) ?? name;
    }
    const lengths = [0, 253, 254, 255, ...dnames.flatMap((one) => edgesOf(name, one))];
    return length === 0 ? name : filled(name, lengths[length % lengths.length]!);
  });
}

/** What a name's length is with as many octets in front of it as a DNAME can take, and with one more. */
function edgesOf(name: Name, { owner, target }: { readonly owner: Name; readonly target: Name }): number[] {
  const most = MAX_NAME_LENGTH - target.length + owner.length;
  return [most - 1, most, most + 1].filter((length) => length > name.length && length <= MAX_NAME_LENGTH);
}

function basesOf({ sides, names }: QuestionSet): Name[] {
  const bases = new Set<Name>([...names.tree, ...names.targets]);
  for (const { zones } of sides) {
    for (const { records } of zones.values()) {
      for (const { type, rdata } of records) {
        if (type === CNAME || type === DNAME || type === NS) bases.add(keyOf(rdata as Name)); // their rdata is a name
        if (type === MX) bases.add(keyOf(rdata.slice(2) as Name));
      }
    }
  }
  for (const name of [...bases]) if (name !== ROOT) bases.add(parentOf(name));
  return [...bases];
}

function below(label: string, name: Name): Name {
  const made = `${String.fromCharCode(label.length)}${label}${name}` as Name;
  return made.length > MAX_NAME_LENGTH ? name : made;
}

/** With labels in front of it, so that it has so many octets, or as many as labels can have. */
function filled(name: Name, length: number): Name {
  let made = name;
  while (length - made.length >= 2) {
    const left = length - made.length;
    made = below("z".repeat(left === 65 ? 62 : Math.min(63, left - 1)), made);
  }
  return made;
}
