import { expect, test } from "vitest";
import { exchange, serveText, tablesOf } from "../../test/serve-text.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder } from "../answer/respond.ts";

const ZONES = {
  "example.com.": "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns.example.org.\nwww A 192.0.2.1",
};
const respond = makeResponder(tablesOf(ZONES), makeIdentity("s", "v"));

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const ask = (packet: string, tcp = false) => exchange(respond, hex(packet), tcp)?.toString("hex");

const WWW = "03 777777 07 6578616d706c65 03 636f6d 00 0001 0001";
const OPT = "00 0029 04d0 00 00 0000 0000";
const KEY = "03 6b6579 00";
const ALGORITHM = "0b 686d61632d736861323536 00"; // hmac-sha256
const TIMES = "00006580a000 012c";
const MAC = "0004 aabbccdd";
const TAIL = "1234 0000 0000"; // id, error, other data
const tsig = (key = KEY, algorithm = ALGORITHM, rest = `${TIMES} ${MAC} ${TAIL}`) => {
  const rdata = hex(algorithm + rest);
  return `${key} 00fa 00ff 00000000 ${rdata.length.toString(16).padStart(4, "0")} ${rdata.toString("hex")}`;
};
const BADKEY = `${TIMES} 0000 1234 0011 0000`;
const query = (additional: string, counts = "0000 0000 0001") =>
  `1234 0000 0001 ${counts} ${WWW} ${additional}`;

test("who signs with a key hears NOTAUTH and BADKEY, unsigned: we have none (RFC 8945 §5.2.1)", () => {
  for (const tcp of [false, true]) {
    expect(ask(query(tsig()), tcp)).toBe(
      hex(`1234 8009 0001 0000 0000 0001 ${WWW} ${tsig(KEY, ALGORITHM, BADKEY)}`).toString("hex"),
    );
  }
});

test("with an OPT before it, OPT comes back before it", () => {
  expect(ask(query(OPT + tsig(), "0000 0000 0002"))).toBe(
    hex(`1234 8009 0001 0000 0000 0002 ${WWW} ${OPT} ${tsig(KEY, ALGORITHM, BADKEY)}`).toString("hex"),
  );
});

test("a key whose name is compressed is written out, and its case stays", () => {
  const key = "01 4b c010";
  const whole = "01 4b 07 6578616d706c65 03 636f6d 00";
  expect(ask(query(tsig(key)))).toBe(
    hex(`1234 8009 0001 0000 0000 0001 ${WWW} ${tsig(whole, ALGORITHM, BADKEY)}`).toString("hex"),
  );
});

test("other data, and no MAC, are taken as they come", () => {
  const answer = ask(query(tsig(KEY, ALGORITHM, `${TIMES} 0000 1234 0000 0006 000000000001`)));
  expect(answer).toBe(ask(query(tsig())));
});

test("NOTIFY that is signed is NOTAUTH with BADKEY, too", () => {
  const soa = WWW.replace("0001 0001", "0006 0001");
  expect(ask(`1234 2000 0001 0000 0000 0001 ${soa} ${tsig()}`)).toBe(
    hex(`1234 a009 0001 0000 0000 0001 ${soa} ${tsig(KEY, ALGORITHM, BADKEY)}`).toString("hex"),
  );
});

test("a version of EDNS that we do not speak is said first, without TSIG, as in Knot and BIND", () => {
  const version = OPT.replace("00 0029 04d0 00 00", "00 0029 04d0 00 01");
  expect(ask(query(version + tsig(), "0000 0000 0002"))).toBe(
    hex(`1234 8000 0001 0000 0000 0001 ${WWW} 00 0029 04d0 01 00 0000 0000`).toString("hex"),
  );
});

test.each([
  ["before OPT", `${tsig()} ${OPT}`, "0002"],
  ["twice", `${tsig()} ${tsig()}`, "0002"],
  ["of another class than ANY", tsig().replace("00ff", "0001"), "0001"],
  ["without its end", tsig(KEY, ALGORITHM, `${TIMES} ${MAC} 1234 0000`), "0001"],
  ["with an octet too many", tsig(KEY, ALGORITHM, `${TIMES} ${MAC} ${TAIL} 00`), "0001"],
  ["without times", tsig(KEY, ALGORITHM, ""), "0001"],
  ["whose MAC runs over the end", tsig(KEY, ALGORITHM, `${TIMES} 00ff aabbccdd ${TAIL}`), "0001"],
  ["whose algorithm's name is compressed (RFC 3597 §4)", tsig(KEY, "c010"), "0001"],
  ["whose key's name points to itself", tsig("c021"), "0001"],
  ["whose key's name points ahead", tsig("c022"), "0001"],
  ["whose key's name points into a loop", tsig("01 61 c021"), "0001"],
  [
    "whose key's name has 256 octets",
    tsig(`${"3f".padEnd(128, "61").repeat(3)} 32 ${"61".repeat(50)} c010`),
    "0001",
  ],
])("a TSIG %s is FORMERR, without any record", (_, additional, count) => {
  expect(ask(query(additional, `0000 0000 ${count}`))).toBe(
    hex(`1234 8001 0001 0000 0000 0000 ${WWW}`).toString("hex"),
  );
});

test("a TSIG without a question is FORMERR", () => {
  expect(ask(`1234 0000 0000 0000 0000 0001 ${tsig()}`)).toBe("123480010000000000000000");
});

test("where 512 octets have no room for it, NOTAUTH goes alone; over TCP it has room", () => {
  const long = `${"3f".padEnd(128, "61").repeat(3)} 31 ${"61".repeat(49)} c010`;
  const algorithm = `${"3f".padEnd(128, "62").repeat(3)} 3d ${"62".repeat(61)} 00`;
  expect(ask(query(tsig(long, algorithm)))).toBe(hex(`1234 8009 0001 0000 0000 0000 ${WWW}`).toString("hex"));
  expect(ask(query(tsig(long, algorithm)), true)).toHaveLength(2 * (12 + 21 + 255 + 10 + 255 + 16));
});

test("the next question, unsigned, is answered", () => {
  ask(query(tsig()));
  expect(serveText(ZONES)("www.example.com. A")[0]).toBe("NOERROR aa");
});
