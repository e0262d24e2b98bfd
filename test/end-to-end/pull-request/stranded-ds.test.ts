import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keyOfHalf } from "../../../src/dnssec/make-keys.ts";
import { registrarKey } from "../../../src/dnssec/registrar.ts";
import { keysYaml, keyYaml } from "../../dnssec/keys-yaml.ts";
import { type FakeParent, startParent } from "../../fakes/parent.ts";
import { requireTool } from "../../tools.ts";
import { nameOf } from "../../zone-text.ts";
import type { Tree } from "./git-repository.ts";
import { type Scenario, scenario } from "./scenario.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const PAGE = "../../../docs/stranded-ds-comment.md"; // docs/guides/dnssec.md shows it
const ZONE = nameOf("shop.example.");
const OLD = "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4="; // RFC 8080 §6.1, as NEW
const NEW = "zPnZ/QwEe7S8C5SPz2OfS5RR40ATk2/rYnE9xHIEijs=";
const hasTools = requireTool("dig", "bind9-dnsutils") && requireTool("nsd", "nsd");

let it: Scenario;
let parent: FakeParent;
beforeEach(async () => {
  const { ds } = registrarKey(ZONE, keyOf(OLD));
  parent = await startParent(
    `shop 3600 IN NS ns1.shop\nns1.shop 3600 IN A 127.0.0.1\nshop 86400 IN DS ${ds}\n`,
  );
  it = await scenario({
    "zones/_config.yaml": "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n",
    "zones/shop.example.yaml": "www: {type: A, value: 192.0.2.80}\n",
    ...signed(1, [written(OLD, "seen")]),
  });
});
afterEach(async () => {
  await parent.stop();
  await it.stop();
});

function keyOf(base64: string) {
  const publicKey = Buffer.from(base64, "base64").toString("latin1");
  return keyOfHalf({ algorithm: 15, publicKey }, "csk", "active", 0);
}

function written(base64: string, ds: string): string {
  return keyYaml({ tag: keyOf(base64).tag, public: base64, ds });
}

function signed(counter: number, keys: readonly string[]): Tree {
  return { "zones/_keys.yaml": keysYaml({ name: "shop.example", counter, base: 2960, keys }) };
}

/** What the comment says, and the exit code of the pull request's own run. */
async function verdict(changes: Tree): Promise<{ readonly comment: string; readonly plan: number | null }> {
  const pull = it.open(changes);
  const inputs = { parents: `127.0.0.1:${parent.parentPort}` };
  const planned = await it.plan(pull, { inputs });
  const commented = await it.comment(planned.run, inputs);
  expect(commented.exitCode, commented.log).toBe(0);
  return { comment: settled(it.ours(pull)[0] ?? "", pull.head.sha), plan: planned.exitCode };
}

/** With one form for what differs from run to run. */
function settled(comment: string, head: string): string {
  const base = it.repository.git("rev-parse", "main");
  return comment
    .replace(/^<!-- .* -->\n+/, "") // by which the comment is found again
    .replaceAll(head, "2b".repeat(20))
    .replaceAll(head.slice(0, 12), "2b".repeat(6))
    .replaceAll(base, "1a".repeat(20))
    .replaceAll(base.slice(0, 12), "1a".repeat(6))
    .replace(/\bdig 9\.\S+/g, "dig 9.20")
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:5300")
    .replace(/\| [\d.]+ \/ [\d.]+ \| `[^`]*` \|/g, "| 0.4 / 1.2 | `candidate` |")
    .replace(/\b(?:\d+ min )?\d+(?:\.\d+)? (?:ms|s)\b/g, "2 s");
}

test.runIf(hasTools)(
  "a key that the parent's DS names is not replaced by another one, and no label allows it",
  async () => {
    const { comment, plan } = await verdict(signed(2, [written(NEW, "absent")]));
    expect(plan).toBe(1);
    expect(comment).toContain(
      "no key that the DS that the parent has names (3613) would sign the DNSKEY RRset",
    );
    expect(comment).toContain("[`zones/_keys.yaml:2:3`]");
    expect(comment).not.toContain("zonepipe:allow-keys");
    await expect(comment, "docs/stranded-ds-comment.md shows it").toMatchFileSnapshot(PAGE);
  },
);

test.runIf(hasTools)("a zone with a DS at its parent stays signed", async () => {
  const { comment, plan } = await verdict({ "zones/_keys.yaml": null });
  expect([plan, comment]).toEqual([1, expect.stringContaining("validators would refuse all of it")]);
});

test.runIf(hasTools)("another key beside it is fine", async () => {
  const { comment, plan } = await verdict(signed(2, [written(OLD, "seen"), written(NEW, "absent")]));
  expect([plan, comment]).toEqual([0, expect.not.stringContaining("keys-")]);
});
