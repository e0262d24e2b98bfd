import { expect, test } from "vitest";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { zoneOf } from "../../test/zone-text.ts";
import type { Answer, Question } from "../verify/types.ts";
import type { World } from "../world.ts";
import { basePublished } from "./find-base.ts";
import { liveSession } from "./session.ts";
import type { LiveState } from "./state.ts";

const CONFIG = `nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53]}
  - {name: ns2.example.net., addresses: [198.51.100.53]}
soa: {rname: hostmaster@example.com}
`;
const SHOWN = `@ 3600 SOA ns1.example.net. hostmaster 7 7200 3600 1209600 60
@ 3600 NS ns1.example.net.
@ 3600 NS ns2.example.net.
www 3600 A 192.0.2.1
old 3600 A 192.0.2.2
`;

/** A folder that is compared with nameservers that show these zones. */
function stage(texts: Map<string, string>) {
  const transferred: string[] = [];
  const shown = (origin: Name): readonly ZoneRecord[] => zoneOf(printName(origin), SHOWN).records;
  const world = {
    look: (_: unknown, questions: readonly Question[]) =>
      Promise.resolve(
        questions.map(
          ({ name, type }): Answer => ({
            ...({ outcome: "reply", rcode: 0, aa: true, authority: [], additional: [] } as const),
            ...({ transport: "udp", milliseconds: 1 } as const),
            answer: shown(name).filter(
              (record) => record.type === type && keyOf(record.owner) === keyOf(name),
            ),
          }),
        ),
      ),
    transfer: (origin: Name) => {
      transferred.push(printName(origin));
      return Promise.resolve([...shown(origin)]);
    },
  } as unknown as World; // all that it uses
  const current = () => fakeFiles(Object.fromEntries(texts));
  let time = 0;
  let state: LiveState | undefined;
  const session = liveSession({
    ...{ folder: "zones", findBase: basePublished("zones", world) },
    files: {
      list: (path) => current().list(path),
      read: (path) => current().read(path),
      realPath: (path) => current().realPath(path),
    },
    nameserver: {
      served: undefined,
      serialOf: () => 1,
      serve: (zones) => Promise.resolve({ address: "127.0.0.1", port: 53, zones, at: new Date(0) }),
    },
    now: () => new Date(1_000 * time++),
    clock: () => time,
    show: (next) => {
      state = next;
    },
  });
  const look = async () => {
    await session.look();
    const changes = state!.report.plan?.zones
      .flatMap((zone) => zone.changes ?? [])
      .filter(({ type }) => type !== SOA); // whose times are ours
    return changes?.map(({ kind, owner }) => `${kind} ${printName(owner)}`);
  };
  return { look, transferred, notes: () => state!.report.notes };
}

test("watch --base published compares every save with what the nameservers showed at the start", async () => {
  const texts = new Map([
    ["zones/_config.yaml", CONFIG],
    ["zones/example.com.yaml", "www: {type: A, value: 192.0.2.1}\n"],
  ]);
  const { look, transferred, notes } = stage(texts);
  expect(await look()).toEqual(["removed old.example.com."]);
  expect(notes()).toContain("Compared with what the nameservers showed at the start.");
  texts.set("zones/example.com.yaml", "www: {type: A, value: 192.0.2.9}\nold: {type: A, value: 192.0.2.2}\n");
  expect(await look()).toEqual(["changed www.example.com."]);
  expect(transferred).toEqual(["example.com."]); // nobody is asked again because of a save
  texts.set("zones/example.org.yaml", "www: {type: A, value: 192.0.2.1}\n");
  expect(await look()).toEqual(["changed www.example.com.", "removed old.example.org."]);
  expect(transferred).toEqual(["example.com.", "example.com.", "example.org."]);
});
