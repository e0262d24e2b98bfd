import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { KEYS, signedExample } from "../../test/dnssec/signed-example.ts";
import { zoneOf } from "../../test/planned.ts";
import { keyStatesOf, withNewestKeys } from "../dnssec/newest-keys.ts";
import { digestWithSerial, withSerial } from "../render/render-zone.ts";
import type { ShownDigest } from "../serial/shown.ts";
import { comparePublished, type PublishedAt, serialsOnTheWayBack } from "./compare-published.ts";

const HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns1\n";
const DEPLOYED = zoneOf(`${HEAD}www A 192.0.2.1\nmail A 192.0.2.2\n`);
const DIGEST = { algorithm: 1, digest: digestWithSerial(DEPLOYED, 7, 1) } as const;
const OTHER = { algorithm: 1, digest: "\0".repeat(48) } as const;

const shown = (digest?: ShownDigest) =>
  ({ by: "ns1", kind: "serial", serial: 7, ...(digest && { digest }) }) as const;
const recordsOf = (text: string) => withSerial(zoneOf(HEAD + text), 7).records;

test.each<[string, PublishedAt, string | undefined]>([
  ["the digest of what was deployed", { shown: shown(DIGEST) }, undefined],
  ["another digest", { shown: shown(OTHER) }, "serial 7 with other content than was deployed"],
  [
    "the records that were deployed",
    { shown: shown(), records: recordsOf("www A 192.0.2.1\nmail A 192.0.2.2\n") },
    undefined,
  ],
  [
    "other records below the digest of what was deployed",
    { shown: shown(DIGEST), records: recordsOf("www A 192.0.2.9\nmail 60 A 192.0.2.2\n") },
    "serial 7 with other content than was deployed: ~ mail A TTL 300 → 60, - www A 192.0.2.1, + www A 192.0.2.9",
  ],
  [
    "many that are too many",
    {
      shown: shown(),
      records: recordsOf(
        "www A 192.0.2.1\na A 192.0.2.9\nb A 192.0.2.9\nc A 192.0.2.9\nd A 192.0.2.9\ne A 192.0.2.9\n",
      ),
    },
    "serial 7 with other content than was deployed: + a A 192.0.2.9, + b A 192.0.2.9, + c A 192.0.2.9, + d A 192.0.2.9, " +
      "+ e A 192.0.2.9, and 1 more",
  ],
  [
    "the records that were deployed below another digest",
    { shown: shown(OTHER), records: recordsOf("www A 192.0.2.1\nmail A 192.0.2.2\n") },
    "serial 7 with a ZONEMD that is not the digest of its records",
  ],
  [
    "what somebody signed on the way",
    { shown: shown(), records: recordsOf("www A 192.0.2.1\nmail A 192.0.2.2\nmail NSEC www A\n") },
    undefined,
  ],
])("a nameserver with %s", (_, place, message) => {
  const { differences, answers } = comparePublished(
    [DEPLOYED],
    () => [place],
    () => 7,
  );
  expect([differences.map((each) => each.message), answers]).toEqual([
    message === undefined ? [] : [message],
    1,
  ]);
});

test.each<[number, number[], string | undefined]>([
  [7, [9], undefined],
  [9, [9], undefined],
  [8, [9], "serial 8, a newer one than 7, which was deployed"],
  [9, [], "serial 9, a newer one than 7, which was deployed"],
])(
  "what was deployed, under serial %j where %j is kept for the way back to it",
  (serial, others, message) => {
    const digest = { algorithm: 1, digest: digestWithSerial(DEPLOYED, serial, 1) } as const;
    const place = { shown: { by: "ns1", kind: "serial", serial, digest } } as const;
    const back = Object.fromEntries(
      others.map((other, image) => [`image ${image}`, { [printName(DEPLOYED.origin)]: other }]),
    );
    const { differences } = comparePublished(
      [DEPLOYED],
      () => [place],
      () => 7,
      serialsOnTheWayBack([{ back, floors: {} }, { floors: {} }]),
    );
    expect(differences.map((each) => each.message)).toEqual(message === undefined ? [] : [message]);
  },
);

describe("a signed zone that came back, with the keys of the release that did not succeed", () => {
  const [before, now] = [1, 2].map((counter) => signedExample({ ...KEYS, counter }));
  const keys = keyStatesOf([now!]);
  const zone = printName(before!.origin);
  const others = serialsOnTheWayBack([{ floors: { [zone]: 300 }, back: { image: { [zone]: 600 } } }], keys);
  const differences = (serial: number, content = now!) =>
    comparePublished(
      [before!],
      () => [
        {
          shown: {
            ...{ by: "ns1", kind: "serial", serial },
            digest: { algorithm: 1, digest: digestWithSerial(content, serial, 1) },
          },
        },
      ],
      () => 7,
      others,
      (written) => withNewestKeys(written, keys),
    ).differences.map(({ message }) => message);

  test("answers its records under the serial that was kept for it, or that of the release where only keys changed", () => {
    expect([differences(600), differences(300), differences(7, before!)]).toEqual([[], [], []]);
  });

  test.each([
    [7, 2, "serial 7 with other content"],
    [600, 1, "serial 600 with other content"],
    [601, 1, "serial 601, a newer one"],
  ])("is another under serial %i with keys of state %i", (serial, state, said) => {
    expect(differences(serial, state === 1 ? before! : now!)).toEqual([expect.stringContaining(said)]);
  });
});
