import { expect, test } from "vitest";
import { keyOf } from "../../dns/name.ts";
import { AAAA } from "../../dns/type-numbers.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { recordOf, zoneOf } from "../../test/zone-text.ts";
import { renderZone } from "../render/render-zone.ts";
import type { Answer, Question } from "../verify/types.ts";
import type { World } from "../world.ts";
import { withAddresses } from "./with-addresses.ts";
import { writeZones } from "./write-zones.ts";

const HEAD = "@ 3600 SOA ns1.example.net. hostmaster 7 7200 3600 1209600 60\n@ 3600 NS ns1.example.net.\n";
const RENDERED = renderZone(
  zoneOf(
    "example.com.",
    `${HEAD}@ 300 ALIAS shop.example.net.\ninside 300 ALIAS www\nvia 300 ALIAS cdn\nwww 60 A 192.0.2.1\ncdn 60 CNAME silent.example.net.\n`,
  ),
  7,
);
const PLAIN = renderZone(zoneOf("example.org.", HEAD), 7);

function worldAt(time: string): World {
  const answer = ({ name, type }: Question): Answer => {
    if (keyOf(name).startsWith("\x06silent"))
      return { outcome: "no-reply", reason: "nobody", milliseconds: 1 };
    return {
      ...({ outcome: "reply", rcode: 0, aa: false, authority: [], additional: [] } as const),
      ...({ transport: "udp", milliseconds: 1 } as const),
      answer: type === AAAA ? [] : [recordOf("shop.example.net. 60 IN A 192.0.2.80")],
    };
  };
  const world = {
    resolver: () => (questions: readonly Question[]) => Promise.resolve(questions.map(answer)),
    now: () => new Date(time),
    progress: { step: () => {}, count: () => {}, end: () => {} },
  };
  return world as unknown as World; // nothing else of it is used
}

test("only what ends outside of our zones is looked up; what nobody answers for is told", async () => {
  const { zones, notes } = await withAddresses([RENDERED, PLAIN], worldAt("2026-11-30T08:00:00Z"));
  expect(zones.map(({ addresses }) => addresses)).toEqual([
    `; zonepipe addresses 1 2026-11-30T08:00:00Z
; shop.example.net. 300 has no AAAA
shop.example.net. 60 IN A 192.0.2.80
`,
    undefined,
  ]);
  expect(notes).toEqual([
    "Nobody answered for silent.example.net., the target of an ALIAS: the nameserver looks it up itself, and answers SERVFAIL until it has.",
  ]);
});

test("the same addresses give the same file but for its time, and the zone file is the same anyway", async () => {
  const [one, other] = await Promise.all(
    ["2026-11-30T08:00:00Z", "2026-12-01T08:00:00Z"].map((time) => withAddresses([RENDERED], worldAt(time))),
  );
  const [first, second] = [one, other].map((each) => each!.zones[0]!);
  expect(first!.text).toBe(second!.text);
  expect(first!.addresses!.split("\n").slice(1)).toEqual(second!.addresses!.split("\n").slice(1));
});

test("the file goes with the last ALIAS of its zone", async () => {
  const written = new Map<string, string>();
  const removed: string[] = [];
  const worldOf = (files: { readonly [path: string]: string }): World =>
    ({
      ...worldAt("2026-11-30T08:00:00Z"),
      files: fakeFiles(files),
      output: {
        write: (path: string, text: string) => Promise.resolve(void written.set(path, text)),
        remove: (path: string) => Promise.resolve(void removed.push(path)),
      },
    }) satisfies World;
  const { zones } = await withAddresses([RENDERED], worldOf({}));
  await writeZones(zones, "out", worldOf({}));
  expect([...written.keys()]).toEqual(["out/example.com.addresses", "out/example.com.zone"]);
  await writeZones(
    [renderZone(zoneOf("example.com.", HEAD), 8)],
    "out",
    worldOf(Object.fromEntries(written)),
  );
  expect(removed).toEqual(["out/example.com.addresses"]);
});
