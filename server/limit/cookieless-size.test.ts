import { expect, test } from "vitest";
import { queryOf, readAnswer, tablesOf } from "../../test/serve-text.ts";
import { answer } from "../answer/answer.ts";
import { COOKIELESS_TRUNCATED, makeCounters } from "../answer/counters.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder, type Respond } from "../answer/respond.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import { limitCookieless } from "./cookieless-size.ts";

const ZONE = `
  @ SOA ns host 7 7200 3600 1209600 60
  @ NS ns.example.org.
  big TXT ${Array.from({ length: 3 }, () => `"${"x".repeat(250)}"`).join(" ")}
  small TXT "x"
`;
const serve = makeResponder(tablesOf({ "example.com.": ZONE }), makeIdentity("s", "v"));
/** As it is with a server cookie. */
const proven: Respond = (...words) => {
  const length = serve(...words);
  answer.isProven = true;
  return length;
};

test.each<[string, string, Respond, boolean]>([
  ["a large answer without a cookie is TC", "big", serve, true],
  ["one with a cookie is whole", "big", proven, false],
  ["a small one is whole", "small", serve, false],
])("%s", (_, name, respond, isCut) => {
  const counters = makeCounters(1)[0]!;
  const out = new Uint8Array(1232);
  const packet = queryOf(`${name}.example.com. TXT`, { size: 1232 });
  const cut = limitCookieless(respond, 512, counters);
  const length = cut(packet, packet.length, out, 1232, UNKNOWN_CLIENT);
  const message = readAnswer(out.subarray(0, length));
  expect([message.flags.tc, message.answer.length]).toEqual(isCut ? [true, 0] : [false, 1]);
  expect(counters[COOKIELESS_TRUNCATED]).toBe(isCut ? 1 : 0);
});
