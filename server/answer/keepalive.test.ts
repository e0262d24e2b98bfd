import { expect, test } from "vitest";
import { exchange, queryOf, readAnswer, tablesOf } from "../../test/serve-text.ts";
import { makeIdentity } from "./identity.ts";
import { makeKeepalive } from "./keepalive.ts";
import { makeResponder } from "./respond.ts";

const tables = tablesOf({ "example.com.": "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns" });

/** The answer to a query with these octets as options. */
function ask(options: string, tcp: boolean, idle = 10_000) {
  const respond = makeResponder(tables, makeIdentity("s", "v"), { keepalive: makeKeepalive(idle) });
  const octets = Buffer.from(options.replaceAll(" ", ""), "hex");
  const query = queryOf("example.com. NS", { size: 1232 });
  query[query.length - 1] = octets.length;
  return readAnswer(exchange(respond, Buffer.concat([query, octets]), tcp));
}

test.each([
  [10_000, "\0\x64"],
  [150, "\0\x01"],
  [6_553_500, "\xff\xff"],
  [1_000_000_000, "\xff\xff"],
])("over TCP %d ms of idling are told in units of 100 ms to who asks (RFC 7828 §3.1)", (idle, data) => {
  const answer = ask("000b 0000", true, idle);
  expect(answer).toMatchObject({ rcode: 0, edns: { options: [{ code: 11, data }] } });
});

test("nobody is told who does not ask", () => {
  expect(ask("", true).edns?.options).toEqual([]);
});

test.each([
  ["without a time", "000b 0000"],
  ["with a time", "000b 0002 0064"],
  ["with an octet", "000b 0001 00"],
])("over UDP the option means nothing: %s (RFC 7828 §3.2.2)", (_name, options) => {
  const answer = ask(options, false);
  expect(answer).toMatchObject({ rcode: 0, edns: { options: [] } });
  expect(answer.answer).toHaveLength(1);
});

test.each([
  ["a time", "000b 0002 0064"],
  ["an octet", "000b 0001 00"],
])("over TCP a client that sends %s gets FORMERR (RFC 7828 §3.2.1)", (_name, options) => {
  const answer = ask(options, true);
  expect(answer).toMatchObject({ rcode: 1, answer: [], edns: { options: [] } });
  expect(answer.question).toHaveLength(1);
});
