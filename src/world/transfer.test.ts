import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { decodeMessage, encodeMessage, type Message } from "../../dns/message.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import { WorldError } from "../files/world-error.ts";
import { type TransferLimits, transferZone } from "./transfer.ts";

const ZONE = zoneOf("example.com.", "@ SOA ns1 h 7 2 3 4 60\n@ NS ns1\nns1 A 192.0.2.53");
const [SOA, ...BELOW] = ZONE.records;
const PLENTY: TransferLimits = { records: 1_000, octets: 1_000_000, quiet: 10_000, total: 10_000 };

/** A server that reads the question and then does this, with messages in answer to it. */
async function transfer(
  act: (socket: Socket, framed: (records: typeof ZONE.records) => Buffer) => void,
  limits: Partial<TransferLimits> = {},
  key?: TsigKey,
) {
  const server = createServer((socket) => {
    socket.on("error", () => {}); // the other end may be gone
    socket.once("data", (question: Buffer) => {
      const asked = decodeMessage(question.subarray(2)) as Message; // our own, which can be read
      act(socket, (records) => {
        const answer = records.map((record) => ({ ...record, class: 1 }));
        const bytes = encodeMessage({
          ...asked,
          flags: { ...asked.flags, qr: true, aa: true },
          answer,
          additional: [],
        });
        return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
      });
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // it listens on an address
  return transferZone(
    ZONE.origin,
    { name: "ns1.example.com.", address: "127.0.0.1", port },
    { ...PLENTY, ...limits },
    key,
  );
}

test("an answer without a signature is not believed where the question had one", async () => {
  const key: TsigKey = { name: nameOf("k."), algorithm: "hmac-sha256", secret: Buffer.alloc(32) };
  const transferred = transfer((socket, framed) => socket.write(framed([SOA!, ...BELOW, SOA!])), {}, key);
  await expect(transferred).rejects.toThrow("it answers without a signature");
});

/** Writes as long as somebody reads. */
function forever(socket: Socket, bytes: Buffer): void {
  while (socket.writable && socket.write(bytes));
  socket.once("drain", () => forever(socket, bytes));
}

test("a zone comes whole, whatever the pieces", async () => {
  const whole = await transfer((socket, framed) => {
    const bytes = Buffer.concat([framed([SOA!]), framed(BELOW), framed([SOA!])]);
    for (const octet of bytes) socket.write(Buffer.from([octet]));
  });
  expect(whole).toEqual(ZONE.records.map(({ owner, type, ttl, rdata }) => ({ owner, type, ttl, rdata })));
});

test.each<[string, Partial<TransferLimits>, RegExp]>([
  ["records", {}, /it has more than 1000 records, which is the most that is taken; take its zone file/],
  ["octets", { records: 1e9 }, /it has more than 1000000 octets/],
  ["octets of what was compressed", { records: 1e9, octets: 3_000 }, /it has more than 3000 octets/],
])("a server that never ends is bounded by %s", async (_, limits, says) => {
  const failed = transfer((socket, framed) => {
    socket.write(framed([SOA!]));
    forever(socket, framed(Array.from({ length: 100 }, () => BELOW[0]!)));
  }, limits);
  await expect(failed).rejects.toThrow(WorldError);
  await expect(failed).rejects.toThrow(says);
});

test("one that gives an octet now and then is bounded by time", async () => {
  const failed = transfer(
    (socket, framed) => {
      const bytes = framed([SOA!, ...BELOW]);
      let at = 0;
      const drip = setInterval(() => socket.write(bytes.subarray(at, ++at)), 5);
      socket.on("close", () => clearInterval(drip));
    },
    { total: 50 },
  );
  await expect(failed).rejects.toThrow("it does not end within 0.05 seconds");
});

test("one that says nothing is given up", async () => {
  await expect(transfer(() => {}, { quiet: 20 })).rejects.toThrow("nothing came for 0.02 seconds");
});
