import { expect, test } from "vitest";
import { fakeFiles } from "../../test/fakes/files.ts";
import { nameOf } from "../../test/zone-text.ts";
import { findPlaces } from "./apps.ts";

const TOML = 'app = "dns"\n';
const AT = { file: "zones/_config.yaml", line: 1, column: 1 };

/** A zone with nameservers `name address,address app`. */
function zone(...lines: string[]) {
  const nameservers = lines.map((line) => {
    const [name = "", addresses = "", app] = line.split(" ");
    return {
      name: nameOf(name),
      addresses: addresses.split(",").filter((each) => each !== "-"),
      at: AT,
      ...(app !== undefined && { app }),
    };
  });
  return { config: { nameservers } };
}

/** Who answers where, in short. */
async function placesOf(
  zones: ReturnType<typeof zone>[],
  files: { [path: string]: string } = { "fly.toml": TOML },
) {
  const { apps, secondaries } = await findPlaces(zones, fakeFiles(files));
  const print = ({ name, address, port }: { name: string; address: string; port: number }) =>
    `${name} ${address}:${port}`;
  return {
    apps: apps.map(({ app, configFile, nameservers }) =>
      [app, configFile, ...nameservers.map(print)].join(" | "),
    ),
    secondaries: secondaries.map(print),
  };
}

test("where no nameserver names its app, all are of the app in fly.toml", async () => {
  expect(await placesOf([zone("ns1.example.com. 192.0.2.1,192.0.2.2", "ns2.example.com. -")])).toEqual({
    apps: ["dns | fly.toml | ns1.example.com. 192.0.2.1:53 | ns1.example.com. 192.0.2.2:53"],
    secondaries: [],
  });
});

test("as soon as one does, those that name none are somebody else's", async () => {
  const nameservers = ["ns2.a.b. 192.0.2.2 dns-b", "ns1.a.b. 192.0.2.1 dns-a", "ns.example.net. 192.0.2.9"];
  expect(await placesOf([zone(...nameservers), zone(...nameservers)])).toEqual({
    apps: ["dns-b | fly.toml | ns2.a.b. 192.0.2.2:53", "dns-a | fly.toml | ns1.a.b. 192.0.2.1:53"],
    secondaries: ["ns.example.net. 192.0.2.9:53"],
  });
});

test("one that says how it is fed is somebody else's, though no nameserver names an app", async () => {
  const { config } = zone("ns1.a.b. 192.0.2.1", "ns3.example.net. 192.0.2.9");
  const [ours, other] = config.nameservers;
  const fed = { config: { nameservers: [ours!, { ...other!, fed: { by: "files" as const } }] } };
  expect(await placesOf([fed])).toEqual({
    apps: ["dns | fly.toml | ns1.a.b. 192.0.2.1:53"],
    secondaries: ["ns3.example.net. 192.0.2.9:53"],
  });
});

test("an app may have a fly.toml of its own", async () => {
  const files = { "fly.toml": TOML, "fly.dns-b.toml": 'app = "dns-b"\n' };
  const zones = [zone("ns1.a.b. 192.0.2.1 dns-a", "ns2.a.b. 192.0.2.2 dns-b")];
  expect((await placesOf(zones, files)).apps).toEqual([
    "dns-a | fly.toml | ns1.a.b. 192.0.2.1:53",
    "dns-b | fly.dns-b.toml | ns2.a.b. 192.0.2.2:53",
  ]);
  const { apps } = await findPlaces(zones, fakeFiles(files));
  expect(apps[1]).toMatchObject({ config: "/fly.dns-b.toml", configText: 'app = "dns-b"\n' });
});

test("zones without a configured nameserver are of the app in fly.toml, at no address", async () => {
  expect(await placesOf([zone()])).toEqual({ apps: ["dns | fly.toml"], secondaries: [] });
});

test("an address may be asked at another port", async () => {
  const told = [{ name: "", address: "192.0.2.1", port: 5300 }];
  const { apps } = await findPlaces([zone("ns1.a.b. 192.0.2.1")], fakeFiles({ "fly.toml": TOML }), told);
  expect(apps[0]!.nameservers).toEqual([{ name: "ns1.a.b.", address: "192.0.2.1", port: 5300 }]);
});

test.each<[string, ReturnType<typeof zone>[], { [path: string]: string }, string]>([
  [
    "there is no fly.toml",
    [zone("ns1.a.b. 192.0.2.1")],
    { other: "" },
    "Cannot deploy: there is no fly.toml",
  ],
  [
    "there is none for an app",
    [zone("ns1.a.b. 192.0.2.1 dns-a")],
    { other: "" },
    'Cannot deploy "dns-a": there is no fly.dns-a.toml and no fly.toml',
  ],
  [
    "fly.toml names no app",
    [zone("ns1.a.b. 192.0.2.1")],
    { "fly.toml": "" },
    "Cannot tell which app to deploy: fly.toml names none",
  ],
  [
    "an address has two apps",
    [zone("ns1.a.b. 192.0.2.1 dns-a"), zone("ns1.a.b. 192.0.2.1 dns-b")],
    { "fly.toml": TOML },
    'Cannot tell who answers at 192.0.2.1: _config.yaml says "dns-a" and "dns-b"',
  ],
])("where %s, nothing is deployed", async (_, zones, files, message) => {
  await expect(placesOf(zones, files)).rejects.toThrow(message);
});
