import { expect, test } from "vitest";
import { queryOf, serveText } from "../../test/serve-text.ts";

/** Of 127 labels and 255 octets: no name has more (RFC 1035 §2.3.4). */
const MOST_LABELS = "a.".repeat(127);
/** Of 255 octets in four labels. */
const LONGEST_LABELS = `${["x", "y", "z"].map((octet) => octet.repeat(63)).join(".")}.${"w".repeat(61)}.`;
const SOA = "authority: . 60 IN SOA ns. host. 1 7200 3600 1209600 60";

const ask = serveText({
  ".": `
    @      SOA ns host 1 7200 3600 1209600 60
    @      NS ns
    ${MOST_LABELS} A 192.0.2.1
    ${LONGEST_LABELS} CNAME ${MOST_LABELS}
    *.wild A 192.0.2.2
    d      DNAME e
    e      A 192.0.2.3
    f      DNAME longer
  `,
});

test("the names are as long as can be", () => {
  for (const name of [MOST_LABELS, LONGEST_LABELS]) expect(queryOf(`${name} A`)).toHaveLength(12 + 255 + 4);
});

test("a name of 127 labels is found, in any case", () => {
  expect(ask(`${MOST_LABELS} A`)).toEqual(["NOERROR aa", `${MOST_LABELS} 300 IN A 192.0.2.1`]);
  const shouted = MOST_LABELS.toUpperCase();
  expect(ask(`${shouted} A`)).toEqual(["NOERROR aa", `${shouted} 300 IN A 192.0.2.1`]);
});

test("all 126 names above it exist, and have nothing (RFC 8020)", () => {
  for (let labels = 1; labels < 127; labels++) {
    expect(ask(`${"a.".repeat(labels)} A`)).toEqual(["NOERROR aa", SOA]);
  }
});

test("another name of 127 labels does not exist", () => {
  expect(ask(`b.${"a.".repeat(126)} A`)).toEqual(["NXDOMAIN aa", SOA]);
  expect(ask(`${"a.".repeat(126)}b. A`)).toEqual(["NXDOMAIN aa", SOA]);
});

test("a CNAME leads from the longest name to the longest, where there is room for both", () => {
  expect(ask(`${LONGEST_LABELS} A`)).toEqual(["NOERROR aa tc"]);
  expect(ask(`${LONGEST_LABELS} A`, { size: 1232 })).toEqual([
    "NOERROR aa",
    `${LONGEST_LABELS} 300 IN CNAME ${MOST_LABELS}`,
    `${MOST_LABELS} 300 IN A 192.0.2.1`,
  ]);
});

test("a wildcard answers as many labels as a name has", () => {
  const name = `${"q.".repeat(124)}wild.`;
  expect(ask(`${name} A`)).toEqual(["NOERROR aa", `${name} 300 IN A 192.0.2.2`]);
});

test("a DNAME of equal length keeps a name of 255 octets, and a longer one cannot (RFC 6672 §2.2)", () => {
  const labels = "q.".repeat(126);
  expect(ask(`${labels}d. A`, { size: 1232 })).toEqual([
    "NXDOMAIN aa",
    "d. 300 IN DNAME e.",
    `${labels}d. 300 IN CNAME ${labels}e.`,
    SOA,
  ]);
  expect(ask(`${labels}f. A`, { size: 1232 })).toEqual(["YXDOMAIN aa", "f. 300 IN DNAME longer."]);
});

test("the root has an apex like any zone", () => {
  expect(ask(". SOA")).toEqual(["NOERROR aa", ". 300 IN SOA ns. host. 1 7200 3600 1209600 60"]);
  expect(ask(". A")).toEqual(["NOERROR aa", SOA]);
  expect(ask(". DS")).toEqual(["NOERROR aa", SOA]);
  expect(ask(". ANY")[0]).toBe("NOERROR aa");
});
