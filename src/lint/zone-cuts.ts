import { isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { A, AAAA, NS } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { LintRecord } from "./lint-zone.ts";
import { circleOfNameservers } from "./nameserver-circle.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { cutAbove, recordsAt, type ZoneIndex } from "./zone-index.ts";

const LAB = "'': {type: NS, values: [ns1.example.net., ns3.example.net.]}\n";

const DELEGATION_DIFFERS: Rule = {
  id: "delegation-differs",
  severity: "warning",
  source: "RFC 1034 §4.2.2",
  about: "A delegation to one of these zones with other nameservers than that zone has",
  why: "Resolvers ask those of the delegation first and those of the zone later. A nameserver that only one side knows is asked in vain, or never.",
  mend: "Write the same NS records on both sides.",
  accepted: [
    {
      "example.com.yaml": "lab: {type: NS, values: [ns1.example.net., ns3.example.net.]}\n",
      "lab.example.com.yaml": LAB,
    },
  ],
  refused: [
    {
      sample: {
        "example.com.yaml": "lab: {type: NS, values: [ns1.example.net., ns4.example.net.]}\n",
        "lab.example.com.yaml": LAB,
      },
      finds: [
        "example.com.yaml:1:26 lab.example.com. is delegated to ns1.example.net. and ns4.example.net., and has ns1.example.net. and ns3.example.net. itself",
      ],
    },
  ],
};

const GLUE_DIFFERS: Rule = {
  id: "glue-differs",
  severity: "warning",
  source: "RFC 1034 §4.2.2",
  about: "Glue with other addresses than the delegated zone has, where that is one of these",
  why: "Some resolvers ask the nameserver at the one address and some at the other, and one of them may be nobody's.",
  mend: "Write the addresses of the delegated zone.",
  accepted: [
    {
      "example.com.yaml":
        "lab: {type: NS, values: [ns1.lab.example.com., ns3.example.net.]}\nns1.lab: {type: A, value: 192.0.2.53}\n",
      "lab.example.com.yaml":
        "'': {type: NS, values: [ns1.lab.example.com., ns3.example.net.]}\nns1: {type: A, value: 192.0.2.53}\n",
    },
  ],
  refused: [
    {
      sample: {
        "example.com.yaml":
          "lab: {type: NS, values: [ns1.lab.example.com., ns3.example.net.]}\nns1.lab: {type: A, value: 192.0.2.53}\n",
        "lab.example.com.yaml":
          "'': {type: NS, values: [ns1.lab.example.com., ns3.example.net.]}\nns1: {type: A, value: 192.0.2.54}\n",
      },
      finds: [
        "example.com.yaml:2:27 ns1.lab.example.com. has A 192.0.2.53 as glue, and 192.0.2.54 in lab.example.com., which is ours",
      ],
    },
  ],
};

const DELEGATION_LAME: Rule = {
  id: "delegation-lame",
  severity: "info",
  about: "A delegation to the very nameservers of the zone, while none of these zones is the delegated one",
  why: "These nameservers answer for what stands here. If they do not have the delegated zone from elsewhere, nobody answers for it (a lame delegation).",
  mend: "Add the delegated zone, or write the nameservers that have it. Where they have it from elsewhere, turn the rule off for this record.",
  absence: true,
  accepted: [
    {
      "example.com.yaml": "lab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n",
      "lab.example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
    },
    "lab: {type: NS, values: [ns1.example.net., ns3.example.net.]}\n",
  ],
  refused: [
    {
      sample: "lab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n",
      finds: [
        "1:26 lab.example.com. is delegated to the nameservers of example.com., and there is no zone lab.example.com. here",
      ],
    },
  ],
};

const NAMESERVER_CIRCLE: Rule = {
  id: "nameserver-circle",
  severity: "warning",
  about: "Zones whose nameservers all lie in each other, so that none can be found without another",
  why: "To find a nameserver a resolver has to ask it, or another that is found by it. It works only as long as those who delegate the zones give addresses that they need not give.",
  mend: "Let one nameserver of one of the zones have a name in that zone itself, or in a zone of others.",
  accepted: [
    {
      "example.com.yaml":
        "'': {type: NS, values: [ns.example.org., ns2.example.org.]}\nns: {type: A, value: 192.0.2.53}\n",
      "example.org.yaml":
        "'': {type: NS, values: [ns.example.com., ns.example.org.]}\nns: {type: A, value: 192.0.2.54}\nns2: {type: A, value: 192.0.2.55}\n",
    },
  ],
  refused: [
    {
      sample: {
        "example.com.yaml": "'': {type: NS, value: ns.example.org.}\nns: {type: A, value: 192.0.2.53}\n",
        "example.org.yaml": "'': {type: NS, value: ns.example.com.}\nns: {type: A, value: 192.0.2.54}\n",
      },
      finds: [
        "example.com.yaml:1:23 The nameservers of example.com. are found only in a circle: example.com. → example.org. → example.com.",
        "example.org.yaml:1:23 The nameservers of example.org. are found only in a circle: example.org. → example.com. → example.org.",
      ],
    },
  ],
};

/** What a zone and those around it say of each other. */
export const ZONE_CUTS: Family = {
  subject: "Between zones",
  rules: [DELEGATION_DIFFERS, GLUE_DIFFERS, DELEGATION_LAME, NAMESERVER_CIRCLE],
  check: checkZoneCuts,
};

function checkZoneCuts(index: ZoneIndex, find: Find): void {
  const own = recordsAt(index.nodes.get(index.apex), NS);
  const circle = circleOfNameservers(index);
  if (circle !== undefined && own.length > 0) {
    const message = `The nameservers of ${printName(index.apex)} are found only in a circle: ${circle.map(printName).join(" → ")}`;
    const help = "Let one nameserver of these zones have a name in its own zone, or in a zone of others.";
    find(NAMESERVER_CIRCLE, own[0]!.at, message, help, own[0]);
  }
  for (const cut of index.cuts) {
    if (cutAbove(cut, index) !== cut) continue; // below another delegation: told elsewhere
    const delegated = recordsAt(index.nodes.get(cut), NS);
    const child = index.zones.get(cut);
    if (child === undefined) checkLame(cut, delegated, own, find);
    else if (child.zone.complete && child.zone.broken.size === 0)
      compareSides(cut, delegated, index, child, find);
  }
}

function checkLame(
  cut: Name,
  delegated: readonly LintRecord[],
  own: readonly LintRecord[],
  find: Find,
): void {
  const ours = new Set(targetsOf(own));
  if (!targetsOf(delegated).every((target) => ours.has(target))) return;
  const [record] = delegated;
  const zone = printName(cut);
  const message = `${zone} is delegated to the nameservers of ${printName(own[0]!.owner)}, and there is no zone ${zone} here`;
  find(
    DELEGATION_LAME,
    record!.at,
    message,
    `Add the zone ${zone}, or write the nameservers that have it.`,
    record,
  );
}

function compareSides(
  cut: Name,
  delegated: readonly LintRecord[],
  parent: ZoneIndex,
  child: ZoneIndex,
  find: Find,
): void {
  const above = targetsOf(delegated);
  const below = targetsOf(recordsAt(child.nodes.get(cut), NS));
  if (below.length > 0 && above.join() !== below.join()) {
    const message = `${printName(cut)} is delegated to ${listOf(above.map(printName))}, and has ${listOf(below.map(printName))} itself`;
    find(
      DELEGATION_DIFFERS,
      delegated[0]!.at,
      message,
      "Write the same NS records on both sides.",
      delegated[0],
    );
  }
  for (const target of above) {
    if (!isAtOrBelow(target, cut) || cutAbove(target, child) !== undefined) continue;
    for (const type of [A, AAAA]) {
      const glue = recordsAt(parent.nodes.get(target), type);
      const real = recordsAt(child.nodes.get(target), type);
      if (glue.length === 0 || real.length === 0) continue; // what is missing is told elsewhere
      const [given, held] = [addressesOf(glue), addressesOf(real)];
      if (given.join() === held.join()) continue;
      const message = `${printName(target)} has ${typeName(type)} ${listOf(given)} as glue, and ${listOf(held)} in ${printName(cut)}, which is ours`;
      find(GLUE_DIFFERS, glue[0]!.at, message, "Write the addresses of the delegated zone.", glue[0]);
    }
  }
}

function targetsOf(records: readonly LintRecord[]): Name[] {
  return [...new Set(records.map(({ rdata }) => keyOf(rdata as Name)))].sort(); // NS holds one name
}

function addressesOf(records: readonly LintRecord[]): string[] {
  return records.map(({ type, rdata }) => codecOf(type).print(rdata)).sort();
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
