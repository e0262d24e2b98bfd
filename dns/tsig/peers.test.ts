import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { queryOf } from "../../test/serve-text.ts";
import { DEBIAN_PYTHON, requireDnspython } from "../../test/tools.ts";
import { checkAnswer, KEY, KEY_BASE64, signMessage, tsigOf } from "../../test/tsig.ts";
import type { TsigAlgorithm } from "./algorithms.ts";
import { compareMac, macOf } from "./mac.ts";

// The same messages, signed and judged by dnspython.

const QUERY = queryOf("www.example.com. A");
const ALGORITHMS: readonly TsigAlgorithm[] = ["hmac-sha256", "hmac-sha384", "hmac-sha512"];

/** Reads a request of ours, and signs a request and an answer of three messages of its own. */
const SCRIPT = `
import sys, dns.message, dns.tsig, dns.tsigkeyring, dns.name, dns.renderer
algorithm, secret, ours = sys.argv[1:]
ring = dns.tsigkeyring.from_text({"Transfer.Example.": (algorithm, secret)})
query = dns.message.from_wire(bytes.fromhex(ours), keyring=ring)
print(query.had_tsig, query.tsig_error)
mine = dns.message.make_query("www.example.com.", "A", id=0x1234)
mine.use_tsig(ring, algorithm=algorithm)
print(mine.to_wire().hex())
context = None
for number in range(3):
    answer = dns.message.make_response(query)
    answer.use_tsig(ring, algorithm=algorithm)
    print(answer.to_wire(multi=True, tsig_ctx=context).hex())
    context = answer.tsig_ctx
`;

describe.skipIf(!requireDnspython())("dnspython", () => {
  test.each(ALGORITHMS)("and we sign alike with %s (RFC 8945 §4.3, §5.3.1, §6)", (algorithm) => {
    const key = { ...KEY, algorithm };
    const { octets, mac } = signMessage(QUERY, key, Math.floor(Date.now() / 1000));
    const args = ["-I", "-c", SCRIPT, algorithm, KEY_BASE64, octets.toString("hex")];
    const { stdout, stderr } = spawnSync(DEBIAN_PYTHON, args, { encoding: "utf8" });
    expect(stderr).toBe("");
    const [verdict, request = "", ...answers] = stdout.trimEnd().split("\n");
    expect(verdict).toBe("True 0");

    const theirs = Buffer.from(request, "hex");
    const { record, start } = tsigOf(theirs);
    expect(compareMac(record.mac, macOf(key, theirs, start, 0, record, {}))).toBe("right");

    expect(answers).toHaveLength(3);
    let prior = mac;
    for (const [number, answer] of answers.entries()) {
      const message = Buffer.from(answer, "hex");
      expect(checkAnswer(message, prior, { key, isNext: number > 0 })).toBe("right");
      prior = tsigOf(message).record.mac;
    }
  });
});
