import { expect, test } from "vitest";
import { type AskOptions, serveText } from "../../test/serve-text.ts";

const APEX = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns.example.org.\n";
const SIGNATURE = "8 2 300 20300101000000 20200101000000 1 example.com.";

/** So many RRSIGs of 500 octets each, all different. */
function signatures(owner: string, type: string, count: number): string {
  const texts = Array.from({ length: count }, (_, index) => Buffer.alloc(500, index + 1).toString("base64"));
  return texts.map((text) => `${owner} RRSIG ${type} ${SIGNATURE} ${text}\n`).join("");
}

const SIGNED: AskOptions = { do: true, tcp: true };
const zone = (records: string) =>
  serveText({ "example.com.": `${APEX}${signatures("@", "SOA", 1)}${records}` });
/** Owners and data of the records, without their signatures. */
const plain = (lines: readonly string[]) => lines.filter((line) => !line.includes(" RRSIG "));

// Names stand in the first 16384 octets of a message, or no pointer leads to them (RFC 1035 §4.1.4).

test("behind a CNAME whose signatures fill more than pointers reach, the chain ends: its target can be asked for", () => {
  const ask = zone(
    `alias CNAME web\n${signatures("alias", "CNAME", 40)}web MX 10 a.far.away\nweb MX 20 b.far.away\n`,
  );
  const lines = ask("alias.example.com. MX", SIGNED);
  expect(plain(lines)).toEqual(["NOERROR aa", "alias.example.com. 300 IN CNAME web.example.com."]);
  expect(lines).toHaveLength(42);
  expect(plain(ask("alias.example.com. MX", { tcp: true }))).toHaveLength(4);
});

test("so it is behind a DNAME", () => {
  const ask = zone(`tree DNAME other\n${signatures("tree", "DNAME", 40)}www.other A 192.0.2.1\n`);
  const lines = ask("www.tree.example.com. A", SIGNED);
  expect(plain(lines)).toEqual([
    "NOERROR aa",
    "tree.example.com. 300 IN DNAME other.example.com.",
    "www.tree.example.com. 300 IN CNAME www.other.example.com.",
  ]);
  expect(lines).toHaveLength(43);
});

test("where they leave room, it goes on", () => {
  const ask = zone(
    `alias CNAME web\n${signatures("alias", "CNAME", 12)}web MX 10 a.far.away\nweb MX 20 b.far.away\n`,
  );
  expect(plain(ask("alias.example.com. MX", SIGNED))).toEqual([
    "NOERROR aa",
    "alias.example.com. 300 IN CNAME web.example.com.",
    "web.example.com. 300 IN MX 10 a.far.away.example.com.",
    "web.example.com. 300 IN MX 20 b.far.away.example.com.",
  ]);
});
