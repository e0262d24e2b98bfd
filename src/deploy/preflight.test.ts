import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NOERROR } from "../../dns/message-rcode.ts";
import { keyOf } from "../../dns/name.ts";
import { signedExample } from "../../test/dnssec/signed-example.ts";
import { nameOf, recordOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import type { AskResolver } from "../lint/ask-resolver.ts";
import type { Answer } from "../verify/types.ts";
import type { ConfiguredApp } from "./apps.ts";
import type { Fly, FlyAddress, Machine } from "./fly/fly.ts";
import { FlyError } from "./fly/fly-error.ts";
import { isReady, preflight } from "./preflight.ts";

const TOML = readFileSync(join(import.meta.dirname, "../../fly.toml"), "utf8");
const V4: FlyAddress = { address: "192.0.2.53", kind: "v4", region: "global" };
const V6: FlyAddress = { address: "2001:db8::0:53", kind: "v6", region: "global" };

// The key and the DS of RFC 4034 §5.4, one level up.
const KEY =
  "DNSKEY 256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==";
const ITS_DS = "dskey.example.com. 86400 IN DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118";
const OTHER_DS = "dskey.example.com. 3600 IN DS 60486 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118";

/** What is as it should be, unless a case says otherwise. */
interface Case {
  readonly version?: string;
  readonly addresses?: readonly FlyAddress[];
  /** What flyctl says when it is asked for the addresses. */
  readonly refusal?: string;
  /** What flyctl prints when it does not take fly.toml. */
  readonly invalid?: string;
  readonly nameservers?: readonly string[];
  readonly machines?: readonly Machine[];
  readonly toml?: string;
  readonly allowIpAllocation?: boolean;
  readonly allowBogus?: readonly string[];
  /** Records of the zone dskey.example.com. */
  readonly zone?: string;
  /** What the resolver has; nothing else exists. */
  readonly world?: readonly string[];
  /** The resolver gives no answer. */
  readonly isSilent?: boolean;
}

/** What preflight found, in lines, and the addresses that were allocated. */
async function find(given: Case = {}) {
  let addresses = given.addresses ?? [V4];
  const allocated: string[] = [];
  const fly: Pick<Fly, "version" | "validate" | "addresses" | "allocateIpv4" | "machines"> = {
    validate: async () => {
      if (given.invalid !== undefined) throw new FlyError("Cannot check", "failed", given.invalid);
      return await Promise.resolve();
    },
    machines: () => Promise.resolve(given.machines ?? []),
    version: async () => await Promise.resolve(given.version ?? "0.4.87"),
    addresses: async () => {
      if (given.refusal !== undefined)
        throw new FlyError("Cannot list the addresses", "failed", given.refusal);
      return await Promise.resolve(addresses);
    },
    allocateIpv4: async (app) => {
      allocated.push(app);
      addresses = await Promise.resolve([...addresses, V4]);
    },
  };
  const app: ConfiguredApp = {
    app: "dns",
    config: "/fly.toml",
    configFile: "fly.toml",
    configText: given.toml ?? TOML,
    nameservers: (given.nameservers ?? [V4.address]).map((address) => ({
      name: "ns1.example.net.",
      address,
      port: 53,
    })),
  };
  const zone = zoneOf(
    "dskey.example.com.",
    `@ SOA ns1.example.net. h 1 2 3 4 5\n@ NS ns1.example.net.\n${given.zone ?? ""}\n`,
  );
  const order = {
    apps: [app],
    zones: [zone],
    allowIpAllocation: given.allowIpAllocation ?? false,
    allowBogus: new Set((given.allowBogus ?? []).map((name) => keyOf(nameOf(name)))),
  };
  const found = await preflight(
    order,
    { fly: fly as Fly, validator: async () => undefined }, // nothing else of it is used
    resolver(given),
  );
  return {
    lines: [
      ...found.problems.map(({ rule }) => `problem ${rule}`),
      ...found.failures.map(({ what, run }) => `${what} → ${run}`),
      ...found.warnings.map((warning) => `warning: ${warning}`),
    ],
    ready: isReady(found),
    allocated,
  };
}

/** A machine in this state. */
function machine(state: string, isReachable = true): Machine {
  const image = {
    reference: "registry.fly.io/dns:1",
    digest: "sha256:0",
    pinned: "registry.fly.io/dns@sha256:0",
  };
  return { id: "9070", region: "iad", state, isReachable, image, checks: [], env: {} };
}

function resolver({ world = [], isSilent = false }: Case): AskResolver {
  const records = world.map(recordOf);
  return (questions) =>
    Promise.resolve(
      questions.map(({ name, type }): Answer => {
        if (isSilent) return { outcome: "no-reply", reason: "timeout", milliseconds: 3_000 };
        const answer = records.filter(
          (record) => record.type === type && keyOf(record.owner) === keyOf(name),
        );
        return {
          outcome: "reply",
          rcode: NOERROR,
          aa: false,
          answer,
          authority: [],
          additional: [],
          transport: "udp",
          milliseconds: 1,
        };
      }),
    );
}

test("nothing is said where everything is right", async () => {
  expect(await find()).toEqual({ lines: [], ready: true, allocated: [] });
});

test.each<[string, Case, string[]]>([
  [
    "an old flyctl",
    { version: "0.3.200" },
    ["flyctl is 0.3.200; expected 0.4.87 or later, whose answers zonepipe knows → flyctl version upgrade"],
  ],
  [
    "a token that is not taken",
    { refusal: "Error: You must be authenticated to view this." },
    [
      'Fly.io does not take the token for "dns" → fly tokens create deploy -a dns -x 8760h (the secret FLY_API_TOKEN; for several apps, fly tokens create org)',
    ],
  ],
  [
    "no such app",
    { refusal: 'Error: failed to get app: Could not find App "dns"' },
    ['There is no app "dns" that this token may see → fly apps create dns'],
  ],
  [
    "a fly.toml that flyctl does not take",
    {
      invalid:
        "Validating /fly.toml\n\nStrict validation found unrecognised sections or keys:\n  - kil_timeout\nError: strict validation failed",
    },
    [
      "flyctl does not take fly.toml: Strict validation found unrecognised sections or keys: - kil_timeout Error: strict validation failed → fly config validate --strict -c fly.toml -a dns",
    ],
  ],
  ["another failure", { refusal: "Error: internal" }, ["Cannot list the addresses → fly status -a dns"]],
  [
    "no dedicated IPv4 address",
    { addresses: [{ ...V4, kind: "shared_v4" }, V6] },
    [
      'dns has no dedicated IPv4 address, and UDP reaches it by no other; one costs $2 a month → fly ips allocate-v4 --yes -a dns (or give the input "allow-ip-allocation": true)',
    ],
  ],
  [
    "no address in _config.yaml",
    { nameservers: [] },
    [
      "_config.yaml says no address at which dns answers, so nobody could ask whether it does; it has 192.0.2.53 → write nameservers: [{name: ns1.example.com., addresses: [192.0.2.53], app: dns}] with your nameserver's name",
    ],
  ],
  [
    "a stand-in of init",
    { nameservers: ["192.0.2.53", "198.51.100.1"] },
    [
      "198.51.100.1 of ns1.example.net. is a stand-in, where nobody can answer → write 192.0.2.53 for ns1.example.net. in _config.yaml",
    ],
  ],
  [
    "an address of a network of its own",
    { nameservers: ["192.0.2.53", "10.1.2.3"] },
    [
      "ns1.example.net. is said to answer at 10.1.2.3, which is no address of dns → write 192.0.2.53 for ns1.example.net. in _config.yaml",
    ],
  ],
  [
    "a shared address",
    {
      addresses: [V4, { ...V4, address: "192.0.2.9", kind: "shared_v4" }],
      nameservers: ["192.0.2.53", "192.0.2.9"],
    },
    [
      "192.0.2.9 of ns1.example.net. is shared with other apps, and carries no DNS → write 192.0.2.53 for ns1.example.net. in _config.yaml",
    ],
  ],
  [
    "an IPv6 address of a nameserver",
    { addresses: [V4, { ...V6, address: "2001:db8::53" }], nameservers: ["192.0.2.53", "2001:db8::53"] },
    [
      "2001:db8::53 of ns1.example.net. carries no UDP: Fly.io brings it to dedicated IPv4 addresses only → write 192.0.2.53 for ns1.example.net. in _config.yaml",
    ],
  ],
  [
    "an AAAA of a nameserver that leads to the app",
    { addresses: [V4, V6], world: ["ns1.example.net. 60 IN AAAA 2001:db8::53"] },
    [
      "ns1.example.net. has the AAAA 2001:db8::53, an address of the app that carries no UDP → remove the AAAA record of ns1.example.net., and its glue at the registrar",
    ],
  ],
  [
    "an AAAA of a nameserver in the zone itself",
    { addresses: [V4, V6], zone: "@ NS ns2\nns2 AAAA 2001:db8::53\nns2 A 192.0.2.53" },
    [
      "ns2.dskey.example.com. has the AAAA 2001:db8::53, an address of the app that carries no UDP → remove the AAAA record of ns2.dskey.example.com., and its glue at the registrar",
    ],
  ],
  [
    "a DS of an unsigned zone",
    { world: [OTHER_DS] },
    [
      'The parent of dskey.example.com. has the DS "60486 5 1 2bb183af5f22588179a53b0a98631fad1a292118", which fits no key of ours: validating resolvers would answer SERVFAIL for all of it → have the registrar remove the DS and wait 3600 seconds (or allow it with "allow-bogus: dskey.example.com")',
    ],
  ],
  [
    "a DS of another key",
    { zone: `@ ${KEY}`, world: [OTHER_DS] },
    [expect.stringContaining("which fits no key of ours")],
  ],
  [
    "a fly.toml that is wrong for DNS",
    { toml: TOML.replace("fly-global-services", "0.0.0.0") },
    ["problem fly-udp-host"],
  ],
])("%s stops a deployment, and what to run is said", async (_, given, lines) => {
  expect(await find(given)).toEqual({ lines, ready: false, allocated: [] });
});

test.each<[string, Case, string[]]>([
  ["a flyctl by date", { version: "2026.8.21-stable" }, []],
  [
    "an AAAA of other machines",
    { addresses: [V4, V6], world: ["ns1.example.net. 60 IN AAAA 2001:db8::1"] },
    [],
  ],
  [
    "an AAAA of the app at a name that is no nameserver",
    { addresses: [V4, V6], zone: "www AAAA 2001:db8::53" },
    [],
  ],
  ["a DS of our key", { zone: `@ ${KEY}`, world: [ITS_DS] }, []],
  ["a DS of our key beside another", { zone: `@ ${KEY}`, world: [OTHER_DS, ITS_DS] }, []],
  [
    "a DS that is allowed",
    { world: [OTHER_DS], allowBogus: ["DSkey.example.com."] },
    [expect.stringMatching(/^warning: The parent of dskey.* allowed by "allow-bogus: dskey\.example\.com"$/)],
  ],
  [
    "a resolver that is silent",
    { isSilent: true },
    [
      "warning: Whether the parent of dskey.example.com. has a DS is not known: the resolver gave no answer (timeout)",
    ],
  ],
  [
    "an address that nobody uses",
    { addresses: [V4, { ...V4, address: "192.0.2.54" }] },
    [
      "warning: dns has the address 192.0.2.54, which costs $2 a month and is of no nameserver in _config.yaml",
    ],
  ],
  [
    "something odd in fly.toml",
    { toml: TOML.replace('kill_timeout = "15s"', 'kill_timeout = "2s"') },
    ["problem fly-kill-timeout"],
  ],
])("%s is no reason to stop", async (_, given, lines) => {
  expect(await find(given)).toEqual({ lines, ready: true, allocated: [] });
});

test("an address is allocated when that is allowed, and only then, and what it costs is said", async () => {
  expect(await find({ addresses: [V6], allowIpAllocation: true })).toEqual({
    lines: ["warning: dns got a dedicated IPv4 address, which costs $2 a month"],
    ready: true,
    allocated: ["dns"],
  });
  expect((await find({ allowIpAllocation: true })).allocated).toEqual([]);
});

test("the resolver is asked recursively for the DS of each zone, and for nameservers outside of them only", async () => {
  const asked: string[] = [];
  const order = {
    apps: [],
    zones: [zoneOf("example.com.", "@ NS ns1\n@ NS ns1.example.net.\nns1 A 192.0.2.53\n")],
    allowIpAllocation: false,
    allowBogus: new Set<never>(),
  };
  const fly = { version: () => Promise.resolve("0.4.87") } as Fly; // nothing else of it is used without an app
  await preflight(order, { fly, validator: async () => undefined }, (questions) => {
    for (const { name, type, recursive } of questions) asked.push(`${keyOf(name)} ${type} ${recursive}`);
    return resolver({})(questions);
  });
  expect(asked).toEqual([
    `${nameOf("example.com.")} ${typeOf("DS")} true`,
    `${nameOf("ns1.example.net.")} ${typeOf("AAAA")} true`,
  ]);
});

test.each(["started", "starting", "replacing", "stopping"])(
  "a machine that is %s is left alone",
  async (state) => {
    expect((await find({ machines: [machine(state)] })).lines).toEqual([]);
  },
);

test.each(["stopped", "suspended", "created", "failed"])(
  "a machine that is %s would wake with its image",
  async (state) => {
    const { ready, lines } = await find({ machines: [machine("started"), machine(state)] });
    expect([ready, lines]).toEqual([
      false,
      [
        `Machine 9070 of "dns" (iad) is ${state}: it cannot show what it answers, and would answer with its image when it is started` +
          " → fly machine start 9070 -a dns; or, where nobody needs it, fly machine destroy 9070 -a dns",
      ],
    ]);
  },
);

test("a machine whose host is silent is told, and no reason to stop: a deployment makes another", async () => {
  const { ready, lines } = await find({ machines: [machine("started", false)] });
  expect([ready, lines.length]).toEqual([true, 1]);
  expect(lines[0]).toContain(
    "Fly.io does not reach its host, so nobody knows what it answers; a deployment destroys it",
  );
});

test.each<[string, boolean, boolean, string[]]>([
  [
    "a signed zone where delv is not installed",
    true,
    false,
    ["apt-get install bind9-dnsutils (Debian, Ubuntu), or brew install bind (Homebrew)"],
  ],
  ["a signed zone where it is", true, true, []],
  ["an unsigned zone where it is not", false, false, []],
])("%s", async (_, isSigned, hasDelv, runs) => {
  const zone = isSigned ? signedExample() : zoneOf("example.com.", "@ NS ns1.example.net.\n");
  const fly = { version: () => Promise.resolve("0.4.87") } as Fly; // nothing else of it is used without an app
  const validator = async () => (hasDelv ? async () => ({ kind: "secure" }) as const : undefined);
  const order = { apps: [], zones: [zone], allowIpAllocation: false, allowBogus: new Set<never>() };
  const { failures } = await preflight(order, { fly, validator }, resolver({}));
  expect(failures.map(({ run }) => run)).toEqual(runs);
});
