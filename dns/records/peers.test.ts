import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ALL_CASES } from "../../test/record-types/all-cases.ts";
import { parseRdata } from "../../test/record-types/parse-rdata.ts";
import type { Accepted } from "../../test/record-types/type-cases.ts";
import { DEBIAN_PYTHON, requireDnspython, requireTool } from "../../test/tools.ts";
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

describe.skipIf(!requireTool("named-compilezone", "bind9-utils"))("BIND", () => {
  // BIND takes one SOA in a zone, and some texts not at all.
  const known = CASES.filter(({ type, refusedBy }) => type !== "SOA" && refusedBy !== "BIND");
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
  const owners = records.map((_, index) => `r${index}.example.com.`);
  const zone = [
    "example.com. 3600 IN SOA ns1.example.com. hostmaster.example.com. 1 86400 7200 3600000 3600",
    "example.com. 3600 IN NS ns1.example.com.",
    "ns1.example.com. 3600 IN A 192.0.2.1",
    ...records.map((record, index) => `${owners[index]} 3600 IN ${record}`),
  ];
  const folder = mkdtempSync(join(tmpdir(), "peers-"));
  try {
    const [from, to] = [join(folder, "from"), join(folder, "to")];
    writeFileSync(from, `${zone.join("\n")}\n`);
    execFileSync("named-compilezone", [...CHECK_NOTHING, "-q", "-s", "full", "-o", to, "example.com", from]);
    const { records: read } = parseZoneFile({ file: to, bytes: readFileSync(to) });
    const byOwner = new Map(read.map((record) => [printName(record.owner), record]));
    return owners.map((owner) => {
      const { type, rdata } = byOwner.get(owner)!;
      return `${typeName(type)} ${hexOf(rdata)}`;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CHECK_NOTHING = [
  "-i",
  "none",
  ...["-k", "-m", "-M", "-n", "-r", "-S", "-T"].flatMap((flag) => [flag, "ignore"]),
];

const hasDnspython = requireDnspython();

describe.skipIf(!hasDnspython)("dnspython", () => {
  const answers = hasDnspython ? askDnspython() : []; // vitest runs this block even where it skips the tests

  it.each(
    CASES.map((each, index): [string, string, Case, Answer] => [each.type, each.text, each, answers[index]!]),
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

function askDnspython(): Answer[] {
  const input = CASES.map(({ type, text, hex }) => `${JSON.stringify([type, text, hex])}\n`).join("");
  const { stdout, stderr } = spawnSync(DEBIAN_PYTHON, ["-I", "-c", SCRIPT], { input, encoding: "utf8" });
  const lines = stdout.trim().split("\n");
  if (lines.length !== CASES.length) throw new Error(`dnspython gave ${lines.length} answers: ${stderr}`);
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
