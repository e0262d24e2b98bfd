import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { windowStart } from "../../dns/signing/window.ts";
import { signedExample } from "../../test/dnssec/signed-example.ts";
import { startSigningServer } from "../../test/signing/signing-server.ts";
import { portIn } from "../../test/signing/spoken-process.ts";
import type { Base } from "../plan/pull-request.ts";
import { renderZone } from "../render/render-zone.ts";
import type { Validity } from "../verify/validator.ts";
import { builtInClient } from "../world/dns-client.ts";
import type { World } from "../world.ts";
import { digestOf } from "./expectation.ts";
import { proveReturn } from "./prove-return.ts";
import { makeSteps } from "./steps.ts";

const ZONE = signedExample();
const RENDERED = renderZone(ZONE, 7);
const TIME = windowStart(2975) + 86_400;

test.each<[string, Validity | undefined, failures: RegExp[], notes: RegExp[]]>([
  ["that finds all secure", { kind: "secure" }, [], []],
  [
    "that finds it bogus",
    { kind: "bogus", reason: "no valid RRSIG" },
    [/^After going back, A validator finds it bogus: example\.com\. at ns1\. /],
    [],
  ],
  ["that is not there", undefined, [], [/delv is not installed/]],
])(
  "a validator looks at what went back: one %s",
  { timeout: 60_000 },
  async (_, validity, failures, notes) => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-return-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "example.com.zone"), RENDERED.text, "latin1");
    const server = await startSigningServer(["--zones", folder, "--dnssec-shape", "--now", `${TIME}`]);
    onTestFinished(async () => void (await server.stop()));
    const port = portIn(await server.says("ready: "));
    const world = {
      asker: async () => builtInClient,
      validator: async () => validity && (async () => validity),
      resolver: () => async () => [],
      now: () => new Date(1_000 * TIME),
      progress: { step: () => {}, count: () => {}, end: () => {} },
      // An answer that even a busy machine gives within it: there is one look alone.
      patience: { seed: "x", timeout: 50_000, clock: { now: () => performance.now(), wait: async () => {} } },
    } as unknown as World; // nothing else is used
    const zones = [{ zone: ZONE.origin, serial: 7, digest: digestOf(RENDERED) }];
    const found = await proveReturn(
      {
        apps: [
          {
            app: "dns",
            nameservers: [{ name: "ns1.", address: "127.0.0.1", port }],
            before: [{ machine: "m", region: "iad", image: "i", commit: "c", expectation: { zones } }],
            proofs: [],
          },
        ],
        history: { zonesAt: async () => ({ zones: new Map([[ZONE.origin, ZONE]]) }) as unknown as Base }, // no more is read
        left: [],
        deadline: 0,
      },
      makeSteps(world),
      world,
    );
    const all = (patterns: readonly RegExp[]) => patterns.map((each) => expect.stringMatching(each));
    expect([found.failures, found.notes]).toEqual([all(failures), all(notes)]);
  },
);
