import { expect, test } from "vitest";
import { nameOf, recordOf } from "../../test/zone-text.ts";
import type { Answer, Asker } from "../verify/types.ts";
import { shownByNameserver } from "./shown-by-nameserver.ts";

const SERVER = { name: "ns1.example.net.", address: "192.0.2.53", port: 53 };
const ORIGIN = nameOf("example.com.");
const LOST: Answer = { outcome: "no-reply", reason: "no reply in 2 s", milliseconds: 2_000 };
const soa = recordOf("example.com. 60 IN SOA ns1.example.net. hostmaster.example.net. 7 1 1 1 1");
const REPLY: Answer = {
  outcome: "reply",
  rcode: 0,
  aa: true,
  answer: [soa],
  authority: [],
  additional: [],
  transport: "udp",
  milliseconds: 1,
};

/** Gives these answers, a batch at a time, and counts the batches. */
function asker(...batches: readonly (readonly Answer[])[]): Asker & { readonly asked: () => number } {
  let asked = 0;
  return {
    client: { kind: "built-in", version: "" },
    ask: () => Promise.resolve([...(batches[asked++] ?? [])]),
    noRoute: () => Promise.resolve(undefined),
    asked: () => asked,
  };
}

test("a packet that was lost is asked for again", async () => {
  const lossy = asker([LOST, REPLY], [REPLY]);
  expect(await shownByNameserver(SERVER, [ORIGIN], lossy)).toMatchObject([{ kind: "serial", serial: 7 }]);
  expect(lossy.asked()).toBe(2);
});

test("a nameserver that answers nothing at all is silent, and not asked again", async () => {
  const silent = asker([LOST, LOST], [REPLY, REPLY]);
  expect(await shownByNameserver(SERVER, [ORIGIN], silent)).toMatchObject([{ kind: "silent" }]);
  expect(silent.asked()).toBe(1);
});
