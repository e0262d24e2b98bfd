import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isReadBy } from "../../test/iana/rr-types.ts";
import { ALL_CASES } from "../../test/record-types/all-cases.ts";
import { parseRdata } from "../../test/record-types/parse-rdata.ts";
import type { Accepted, Peer } from "../../test/record-types/type-cases.ts";
import { DEBIAN_PYTHON, requireDnspython, requireTool } from "../../test/tools.ts";
import { canonicalRdata } from "../canonical.ts";
import { printName } from "../name.ts";
import { typeName } from "../types.ts";
import type { Octets } from "../wire.ts";
import { parseZoneFile } from "../zone-file/parse.ts";
import { RECORD_TYPES, recordTypeNamed } from "./index.ts";

/** Every text of the contract, with the octets that the contract says it stands for. */
const CASES = RECORD_TYPES.flatMap(({ type }) =>
  ALL_CASES[type]!.accepted.map(
    (accepted): Case => ({ ...accepted, type, hex: accepted.wire.replaceAll(" ", "") }),
  ),
);

interface Case extends Accepted {
  readonly type: string;
  readonly hex: string;
}

/** What a program can be given: texts of the types that it knows. */
function readBy(peer: Peer): Case[] {
  return CASES.filter(({ type, refusedBy }) => isReadBy(type, peer) && refusedBy?.includes(peer) !== true);
}

describe.skipIf(!requireTool("named-compilezone", "bind9-utils"))("BIND", () => {
  // BIND takes one SOA in a zone, and some texts not at all.
  const known = readBy("BIND").filter(({ type }) => type !== "SOA");
  const wires = known.map(({ type, hex }) => `${type} ${hex}`);

  it("reads every text as the same octets", () => {
    expect(throughBind(known.map(({ type, text }) => `${type} ${text}`))).toEqual(wires);
  });

  it("reads every text that we print as the same octets", () => {
    expect(throughBind(known.map(({ type, text, printed }) => `${type} ${printed ?? text}`))).toEqual(wires);
  });
});

/** What BIND makes of the records, as `type hex`: each is its owner's only one, in a zone of which BIND checks nothing. */
function throughBind(records: readonly string[]): string[] {
  return withZone(records, (from) => {
    const to = `${from}.read`;
    execFileSync("named-compilezone", [...CHECK_NOTHING, "-q", "-s", "full", "-o", to, "example.com", from]);
    return wiresOf(readFileSync(to), records.length);
  });
}

/** Each record in a zone as its owner's only one: what `act` makes of the zone's file. */
function withZone<Made>(records: readonly string[], act: (file: string) => Made): Made {
  const zone = [
    "example.com. 3600 IN SOA ns1.example.com. hostmaster.example.com. 1 86400 7200 3600000 3600",
    "example.com. 3600 IN NS ns1.example.com.",
    "ns1.example.com. 3600 IN A 192.0.2.1",
    ...records.map((record, index) => `r${index}.example.com. 3600 IN ${record}`),
  ];
  const folder = mkdtempSync(join(tmpdir(), "peers-"));
  try {
    const file = join(folder, "zone");
    writeFileSync(file, `${zone.join("\n")}\n`);
    return act(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The records of such a zone as a program printed it, as `type hex`. */
function wiresOf(printed: Uint8Array, count: number): string[] {
  const { records } = parseZoneFile({ file: "printed", bytes: printed });
  const byOwner = new Map(records.map((record) => [printName(record.owner), record]));
  return Array.from({ length: count }, (_, index) => {
    const { type, rdata } = byOwner.get(`r${index}.example.com.`)!;
    return `${typeName(type)} ${hexOf(rdata)}`;
  });
}

const CHECK_NOTHING = [
  "-i",
  "none",
  ...["-k", "-m", "-M", "-n", "-r", "-S", "-T"].flatMap((flag) => [flag, "ignore"]),
];

describe.skipIf(!requireTool("ldns-read-zone", "ldnsutils"))("ldns", () => {
  const known = readBy("ldns").filter(({ type }) => type !== "SOA");
  const texts = known.map(({ type, text, printed }) => `${type} ${printed ?? text}`);
  // Data in octets: what ldns prints as text does not say which octets it holds.
  const inOctets = [...new Set(known.map(({ type }) => type))].flatMap((type) => ["-u", type]);
  const read = (...options: string[]) =>
    withZone(texts, (file) =>
      wiresOf(execFileSync("ldns-read-zone", [...options, ...inOctets, file]), known.length),
    );

  it("reads every text that we print as the same octets", () => {
    expect(read()).toEqual(known.map(({ type, hex }) => `${type} ${hex}`));
  });

  it("has the same canonical form (RFC 4034 §6.2)", () => {
    const canonical = known.map(({ type, hex }) => {
      const rdata = Buffer.from(hex, "hex").toString("latin1");
      return `${type} ${hexOf(canonicalRdata(recordTypeNamed(type)!.code, rdata))}`;
    });
    expect(read("-c")).toEqual(canonical);
  });
});

describe.skipIf(!requireTool("kzonecheck", "knot-dnssecutils"))("Knot DNS", () => {
  // What means something to a zone is not looked at here: Knot misses its counterpart.
  const known = readBy("Knot").filter(({ type }) => !STRUCTURE.has(type));

  it("reads every text that we print", () => {
    const texts = known.map(({ type, text, printed }) => `${type} ${printed ?? text}`);
    withZone(texts, (file) => execFileSync("kzonecheck", ["-o", "example.com", "-d", "off", file]));
  });
});

const STRUCTURE = new Set([
  "SOA",
  "NS",
  "DNAME",
  "DS",
  "NSEC",
  "NSEC3",
  "NSEC3PARAM",
  "RRSIG",
  "CDS",
  "CDNSKEY",
]);

const hasDnspython = requireDnspython();

describe.skipIf(!hasDnspython)("dnspython", () => {
  const known = readBy("dnspython");
  const answers = hasDnspython ? askDnspython(known) : []; // vitest runs this block even where it skips the tests

  it.each(
    known.map((each, index): [string, string, Case, Answer] => [each.type, each.text, each, answers[index]!]),
  )(
    "reads %s %j as the same octets, and prints them as text that we read as the same",
    (type, _text, { hex }, { wire, text }) => {
      expect(wire).toBe(hex);
      expect(hexOf(parseRdata(recordTypeNamed(type)!, text))).toBe(hex);
    },
  );
});

interface Answer {
  /** In hex, from our text; or what was wrong with it. */
  readonly wire: string;
  /** From our octets; or what was wrong with them. */
  readonly text: string;
}

function askDnspython(cases: readonly Case[]): Answer[] {
  const input = cases.map(({ type, text, hex }) => `${JSON.stringify([type, text, hex])}\n`).join("");
  const { stdout, stderr } = spawnSync(DEBIAN_PYTHON, ["-I", "-c", SCRIPT], { input, encoding: "utf8" });
  const lines = stdout.trim().split("\n");
  if (lines.length !== cases.length) throw new Error(`dnspython gave ${lines.length} answers: ${stderr}`);
  return lines.map((line) => JSON.parse(line) as Answer); // the script prints nothing else
}

const SCRIPT = `
import json, sys, dns.name, dns.rdata

def attempt(make):
    try:
        return make()
    except Exception as error:
        return repr(error)

for line in sys.stdin:
    mnemonic, text, digits = json.loads(line)
    octets = bytes.fromhex(digits)
    print(json.dumps({
        "wire": attempt(lambda: dns.rdata.from_text("IN", mnemonic, text, dns.name.root, False).to_wire().hex()),
        "text": attempt(lambda: dns.rdata.from_wire("IN", mnemonic, octets, 0, len(octets)).to_text()),
    }))
`;

function hexOf(octets: Octets): string {
  return Buffer.from(octets, "latin1").toString("hex");
}
