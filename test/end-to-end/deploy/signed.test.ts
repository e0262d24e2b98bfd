import { afterEach, expect, test, vi } from "vitest";
import { decodeMessage, encodeMessage, NO_FLAGS } from "../../../dns/message.ts";
import { printPkcs8 } from "../../../dns/signing/key-files.ts";
import { parsePolicy, SIGNING_POLICY } from "../../../dns/signing/policy.ts";
import { windowOf } from "../../../dns/signing/window.ts";
import { keyVariable } from "../../../src/deploy/machine-keys.ts";
import { makeNewKey, type WholeKey } from "../../../src/dnssec/make-keys.ts";
import { keysYaml, keyYaml } from "../../dnssec/keys-yaml.ts";
import { askOnce } from "../../fakes/flyctl/places.ts";
import { requireTool } from "../../tools.ts";
import { nameOf } from "../../zone-text.ts";
import { type DeployScenario, runningScenario, withWww } from "./scenario.ts";

// Deployments start real servers, which sign.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const hasDelv = requireTool("delv", "bind9-dnsutils");
const WINDOW = windowOf(Date.now() / 1000);
const WINDOWS = 260;

let it: DeployScenario;
afterEach(() => it.stop());

async function makeKey(): Promise<WholeKey> {
  return await makeNewKey({ role: "csk", algorithm: 13, state: "active" }, new Set(), 0);
}

/** `_keys.yaml` with these keys, which all sign. */
function keysTree(counter: number, keys: readonly WholeKey[]) {
  const lines = keys.map(({ key }) =>
    keyYaml({
      tag: key.tag,
      algorithm: "ECDSAP256SHA256",
      public: Buffer.from(key.publicKey, "latin1").toString("base64"),
    }),
  );
  return { "zones/_keys.yaml": keysYaml({ counter, base: WINDOW, keys: lines }) };
}

function giveSecret({ key, secret }: WholeKey): void {
  const value = Buffer.from(printPkcs8(secret)).toString("base64");
  it.apps[0]!.secrets.set(keyVariable("example.com.", key.tag), value);
}

/** The counter of the keys with which the machine signs; 0 where it does not. */
async function counterNow(): Promise<number> {
  const query = encodeMessage({
    ...{ id: 1, opcode: 0, rcode: 0, flags: NO_FLAGS, answer: [], authority: [], additional: [] },
    question: [{ name: nameOf("example.com."), type: SIGNING_POLICY, class: 1 }],
  });
  const reply = decodeMessage((await askOnce(it.apps[0]!.machines[0]!.server!.port, query, "tcp"))!);
  if ("fault" in reply) throw new Error(reply.fault);
  const record = reply.answer.find(({ type }) => type === SIGNING_POLICY);
  const policy = record && parsePolicy(record.rdata);
  return policy === undefined || "fault" in policy ? 0 : policy.counter;
}

const serialNow = () => Number(it.running()[0]!.split(" ")[1]);

test("a zone begins to be signed, changes its keys, and goes back in its records alone", async () => {
  it = await runningScenario();
  const [first, second] = [await makeKey(), await makeKey()];
  it.merge(keysTree(1, [first]));
  const refused = await it.deploy();
  expect([refused.exitCode, it.running()], refused.log).toEqual([1, ["iad 1"]]);
  expect(refused.log).toContain(`does not have the private key ${first.key.tag} of example.com.`);

  giveSecret(first);
  const signed = await it.deploy();
  expect([signed.exitCode, await counterNow()], signed.log).toEqual([0, 1]);
  if (hasDelv) expect(signed.log).toContain("Validating the signed zones");
  const begun = serialNow();
  expect(it.written().at(-1)).toMatchObject({
    payload: { floors: { "example.com.": begun }, reserved: { "example.com.": [begun, expect.any(Number)] } },
  });

  // The machines answer nothing over UDP with what comes next.
  giveSecret(second);
  it.merge({ ...withWww("192.0.2.2"), ...keysTree(2, [first, second]) });
  const known = [...it.fly.state.registry.keys()].map((each) => each.split(/[:@]/).at(-1));
  const image = new RegExp(`^(?!.*(${known.join("|")}))`);
  it.fly.state.ailments.push({ kind: "udp-dead", app: "dns", image });
  const failed = await it.deploy({ deadline: "15" });
  expect(failed.exitCode, failed.log).toBe(1);
  // The records are those of before, the keys those of now, under a serial above all that the release has kept for itself.
  expect(await counterNow()).toBe(2);
  const back = serialNow();
  expect(back).toBeGreaterThan(begun + 2 * WINDOWS);
  expect(failed.log).toContain("Going back to");

  it.fly.state.ailments.length = 0;
  const again = await it.deploy();
  expect([again.exitCode, await counterNow()], again.log).toEqual([0, 2]);
  expect(serialNow()).toBeGreaterThan(back + WINDOWS);
  const same = await it.deploy();
  expect([same.exitCode, same.log.includes("Building the image")], same.log).toEqual([0, false]);

  // Keys that were released are not to be taken back in git either.
  it.merge({ ...withWww("192.0.2.3"), ...keysTree(1, [first]) });
  const older = await it.deploy();
  expect([older.exitCode, await counterNow()], older.log).toEqual([1, 2]);
});
