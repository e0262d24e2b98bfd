import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { DEBIAN_PYTHON, requireDnspython, requireTool } from "../../test/tools.ts";
import type { Octets } from "../wire.ts";
import { ALL_CASES } from "./contract/all-cases.ts";
import { parseRdata } from "./contract/parse-rdata.ts";
import type { Accepted } from "./contract/type-cases.ts";
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

describe.skipIf(!requireTool("named-rrchecker", "bind9"))("BIND", () => {
  it.each(CASES.map((each): [string, string, Case] => [each.type, each.text, each]))(
    "reads %s %j as the same octets",
    (type, text, { hex, refusedBy }) => {
      const { stdout } = spawnSync("named-rrchecker", ["-u"], {
        input: `IN ${type} ${text}\n`,
        encoding: "utf8",
      });
      const digits = /\\# [0-9]+([0-9A-Fa-f ]*)/.exec(stdout)?.[1]?.replaceAll(" ", "").toLowerCase();
      expect(digits).toBe(refusedBy === "BIND" ? undefined : hex);
    },
  );
});

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
