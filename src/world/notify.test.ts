import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type NotifiedPeer, startNotifiedPeer } from "../../test/notified-peers.ts";
import { nameOf } from "../../test/zone-text.ts";
import { sendNotify } from "./notify.ts";

const SECRET = Buffer.from("a secret of 32 octets, no better").toString("base64");
const OTHER = Buffer.from("another one of 32 octets, really").toString("base64");
const KEYS = `other:hmac-sha512:${OTHER},Ns3-Key.:hmac-sha256:${SECRET}`;
/** Octets of a TSIG record by the key. */
const SIGNATURE = 9 + 10 + 13 + 16 + 32;
const zones = (...origins: string[]) => origins.map((origin) => ({ zone: nameOf(origin), serial: 8 }));

describe.each(["knot", "bind"] as const)("NOTIFY to %s as a secondary", (kind) => {
  let peer: NotifiedPeer;

  beforeAll(async () => {
    peer = await startNotifiedPeer(kind, SECRET);
  }, 20_000);
  afterAll(() => peer.stop());

  const send = (key: string | undefined, keys: string | undefined, ...origins: string[]) =>
    sendNotify(
      {
        place: { address: "127.0.0.1", port: peer.port },
        key: key === undefined ? undefined : nameOf(key),
        zones: zones(...origins),
      },
      { ZONEPIPE_TSIG_KEYS: keys },
    );

  test("with the right key it is taken", async () => {
    expect(await send("ns3-key.", KEYS, "example.com.")).toEqual([{ kind: "taken" }]);
    expect(peer.log.join("\n")).toMatch(/notify/i);
  });

  test("with another secret it is refused, and the key is named as the reason", async () => {
    const wrong = `ns3-key:hmac-sha256:${OTHER}`;
    expect(await send("ns3-key.", wrong, "example.com.")).toEqual([
      { kind: "refused", rcode: "NOTAUTH (BADSIG)" },
    ]);
  });

  test("with a key that it does not know it is refused", async () => {
    expect(await send("other.", KEYS, "example.com.")).toEqual([
      { kind: "refused", rcode: "NOTAUTH (BADKEY)" },
    ]);
  });

  test("of several zones each is told apart", async () => {
    expect(await send("ns3-key.", KEYS, "example.org.", "example.com.", "example.net.")).toMatchObject([
      { kind: "refused" },
      { kind: "taken" },
      { kind: "refused" },
    ]);
  });
});

const NOWHERE = { place: { address: "127.0.0.1", port: 1 }, key: nameOf("ns3-key.") };

test.each<[string, string | undefined, string]>([
  ["no keys", undefined, "ZONEPIPE_TSIG_KEYS is not set here"],
  ["no such key", `other:hmac-sha256:${SECRET}`, "ZONEPIPE_TSIG_KEYS has no key of this name here"],
  [
    "another algorithm",
    `ns3-key:hmac-md5:${SECRET}`,
    "Key 1 in ZONEPIPE_TSIG_KEYS has another algorithm; expected hmac-sha256, hmac-sha384 or hmac-sha512",
  ],
  [
    "a secret that is none",
    "ns3-key:hmac-sha256:top-secret!",
    "Key 1 in ZONEPIPE_TSIG_KEYS has a secret that is not Base64 (RFC 4648 §4)",
  ],
])("with %s nothing is sent, and the reason has no part of a secret", async (_, keys, reason) => {
  expect(
    await sendNotify({ ...NOWHERE, zones: zones("example.com.") }, { ZONEPIPE_TSIG_KEYS: keys }),
  ).toEqual([{ kind: "not-sent", reason }]);
});

test("a place that answers none of the first zones is not told of the others", async () => {
  const many = Array.from({ length: 120 }, (_, index) => `z${index}.test.`);
  const outcomes = await sendNotify({ ...NOWHERE, zones: zones(...many) }, { ZONEPIPE_TSIG_KEYS: KEYS });
  expect(outcomes).toEqual(many.map(() => ({ kind: "no-answer" })));
}, 10_000);

describe("an answer that nobody signed", () => {
  const ask = async (rcode: number) => {
    const liar = createSocket("udp4");
    onTestFinished(() => void liar.close());
    liar.on("message", (octets, { port, address }) => {
      const answer = Buffer.from(octets.subarray(0, octets.length - SIGNATURE));
      answer[2]! |= 0x80; // it is an answer
      answer[3] = rcode;
      answer.fill(0, 6, 12);
      liar.send(answer, port, address);
    });
    liar.bind(0, "127.0.0.1");
    await once(liar, "listening");
    const place = { address: "127.0.0.1", port: liar.address().port };
    const order = { place, key: nameOf("ns3-key."), zones: zones("example.com.") };
    return await sendNotify(order, { ZONEPIPE_TSIG_KEYS_NS3_1: KEYS.split(",")[1] });
  };

  test.each([
    [0, "NOERROR (unsigned)"],
    [5, "REFUSED (unsigned)"],
  ])("with rcode %i is not taken for an acknowledgement", async (rcode, told) => {
    expect(await ask(rcode)).toEqual([{ kind: "refused", rcode: told }]);
  });
});
