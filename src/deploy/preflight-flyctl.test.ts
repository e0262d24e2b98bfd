import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FakeFly, startFakeFly } from "../../test/fakes/flyctl/fake-fly.ts";
import { silentLog } from "../world/command-log.ts";
import { flyctl } from "../world/flyctl.ts";
import { preflight } from "./preflight.ts";

const EXAMPLE = join(import.meta.dirname, "../../fly.toml");

let fake: FakeFly;

beforeEach(async () => {
  fake = await startFakeFly();
  vi.stubEnv("PATH", [fake.bin, process.env.PATH].join(delimiter));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake.stop();
});

/** What preflight says of the app `dns` at these addresses, asked through flyctl. */
async function look(
  addresses: readonly string[],
  { allowIpAllocation = false, token = fake.state.token, config = EXAMPLE } = {},
) {
  const nameservers = addresses.map((address) => ({ name: "ns1.example.net.", address, port: 53 }));
  const app = {
    app: "dns",
    config,
    configFile: "fly.toml",
    configText: readFileSync(config, "utf8"),
    nameservers,
  };
  const order = { apps: [app], zones: [], allowIpAllocation, allowBogus: new Set<never>() };
  const { failures, warnings } = await preflight(
    order,
    { fly: flyctl(token, silentLog), validator: async () => undefined },
    () => Promise.resolve([]),
  );
  return [...failures.map(({ what }) => what), ...warnings];
}

test("an app with its address is ready", async () => {
  const app = await fake.createApp("dns");
  expect(await look([fake.placeOf(app).address])).toEqual([]);
});

test("an app without an address gets one when that is allowed, and says where it has to be written", async () => {
  const app = await fake.createApp("dns", { hasAddress: false });
  expect(await look([])).toEqual([expect.stringContaining("dns has no dedicated IPv4 address")]);
  expect(app.addresses).toEqual([]);
  expect(await look([], { allowIpAllocation: true })).toEqual([
    expect.stringContaining(`so nobody could ask whether it does; it has ${app.addresses[0]!.address}`),
    "dns got a dedicated IPv4 address, which costs $2 a month",
  ]);
  expect(await look([app.addresses[0]!.address], { allowIpAllocation: true })).toEqual([]);
  expect(app.addresses).toHaveLength(1);
});

test("a token that is refused, and an app that is not there, are told apart", async () => {
  expect(await look([])).toEqual(['There is no app "dns" that this token may see']);
  await fake.createApp("dns");
  expect(await look([], { token: "FlyV1 fm2_another" })).toEqual([
    'Fly.io does not take the token for "dns"',
  ]);
});

test.each<[string, string, string, RegExp]>([
  [
    "a key that flyctl does not know",
    "kill_timeout",
    "kil_timeout",
    /unrecognised sections or keys: - kil_timeout /,
  ],
  ["a duration that is none", '"5m"', '"5 minutes"', /time: invalid duration "5 minutes"/],
])("%s in fly.toml is told in flyctl's words", async (_, from, to, said) => {
  const app = await fake.createApp("dns");
  const config = join(fake.bin, "fly.toml");
  writeFileSync(config, readFileSync(EXAMPLE, "utf8").replace(from, to));
  expect(await look([fake.placeOf(app).address], { config })).toEqual([
    expect.stringMatching(/^flyctl does not take fly\.toml: /),
  ]);
  expect((await look([fake.placeOf(app).address], { config }))[0]).toMatch(said);
});
