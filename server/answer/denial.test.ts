import { expect, test } from "vitest";
import { serveText, type ZoneTexts } from "../../test/serve-text.ts";

/** The records, and after each RRset an RRSIG with a signature of zeros: nobody verifies it here. */
function signed(records: string, apexLabels: number, unsignedNames: readonly string[]): string {
  const lines = records
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const signatures = new Set<string>();
  for (const line of lines) {
    const [owner = "", type = ""] = line.split(/ +/);
    const isDelegated = unsignedNames.some((name) => owner === name || owner.endsWith(`.${name}`));
    if (isDelegated && type !== "DS" && type !== "NSEC") continue;
    const labels = owner === "@" ? apexLabels : owner.replace("*.", "").split(".").length + apexLabels;
    signatures.add(`${owner} RRSIG ${type} 5 ${labels} 300 20300101000000 20200101000000 1 example. AAAA`);
  }
  return [...lines, ...signatures].join("\n");
}

const DS = "1 5 1 B6DCD485719ADCA18E5F3D48A2331627FDD3636B";

// The zone of RFC 4035 Appendix A. The signatures aside, the answers are those of its Appendix B.
const NSEC_ZONE: ZoneTexts = {
  "example.": signed(
    `
    @ SOA ns1 bugs.x.w 1081539377 3600 300 3600000 300
    @ NS ns1
    @ NS ns2
    @ MX 1 xx
    @ NSEC a NS SOA MX RRSIG NSEC DNSKEY
    @ DNSKEY 256 3 5 AQOy1bZVvpPqhg4j7EJoM9rI3ZmyEx2OzDBVrZy/lvI5CQePxXHZS4i8dANH4DX3tbHol61ek8EFMcsGXxKciJFHyhl94C+NwILQdzsUlSFovBZsyl/NX6yEbtw/xN9ZNcrbYvgjjZ/UVPZIySFNsgEYvh0z2542lzMKR4Dh8uZffQ==
    a NS ns1.a
    a NS ns2.a
    a DS ${DS}
    a NSEC ai NS DS RRSIG NSEC
    ns1.a A 192.0.2.5
    ns2.a A 192.0.2.6
    ai A 192.0.2.9
    ai NSEC b A HINFO AAAA RRSIG NSEC
    b NS ns1.b
    b NS ns2.b
    b NSEC ns1 NS RRSIG NSEC
    ns1.b A 192.0.2.7
    ns2.b A 192.0.2.8
    ns1 A 192.0.2.1
    ns1 NSEC ns2 A RRSIG NSEC
    ns2 A 192.0.2.2
    ns2 NSEC *.w A RRSIG NSEC
    *.w MX 1 ai
    *.w NSEC x.w MX RRSIG NSEC
    x.w MX 1 xx
    x.w NSEC x.y.w MX RRSIG NSEC
    x.y.w MX 1 xx
    x.y.w NSEC xx MX RRSIG NSEC
    xx A 192.0.2.10
    xx NSEC @ A HINFO AAAA RRSIG NSEC
    `,
    1,
    ["a", "b"],
  ),
};

const HASHES = {
  example: "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom",
  ns1: "2t7b4g4vsa5smi47k61mv5bv1a22bojr",
  "x.y.w": "2vptu5timamqttgl4luu9kg21e0aor3s",
  a: "35mthgpgcu1qg68fab165klnsnk3dpvl",
  "x.w": "b4um86eghhds6nea196smvmlo4ors995",
  ai: "gjeqe526plbf1g8mklp59enfd789njgi",
  "y.w": "ji6neoaepv8b5o6k4ev33abha8ht9fgc",
  w: "k8udemvp1j2f7eg6jebps17vp3n8i58h",
  ns2: "q04jkcevqvmu85r014c7dkba38o0ji5r",
  "*.w": "r53bq7cc2uvmubfu5ocmm6pers9tk9en",
  xx: "t644ebqk9bibcna874givr6joj62mlhv",
};
const chain = Object.values(HASHES);

// The zone of RFC 5155 Appendix A, with opt-out, and the answers of its Appendix B.
const NSEC3_ZONE: ZoneTexts = {
  "example.": signed(
    `
    @ SOA ns1 bugs.x.w 1 3600 300 3600000 300
    @ NS ns1
    @ NS ns2
    @ MX 1 xx
    @ NSEC3PARAM 1 0 12 aabbccdd
    a NS ns1.a
    a NS ns2.a
    a DS ${DS}
    ns1.a A 192.0.2.5
    ns2.a A 192.0.2.6
    ai A 192.0.2.9
    c NS ns1.c
    c NS ns2.c
    ns1.c A 192.0.2.7
    ns2.c A 192.0.2.8
    ns1 A 192.0.2.1
    ns2 A 192.0.2.2
    *.w MX 1 ai
    x.w MX 1 xx
    x.y.w MX 1 xx
    xx A 192.0.2.10
    ${chain.map((hash, index) => `${hash} NSEC3 1 1 12 aabbccdd ${chain[(index + 1) % chain.length]} MX`).join("\n")}
    `,
    1,
    ["a", "c"],
  ),
};

/** The authority section as "owner TYPE", or "owner covered" for a signature; owners of NSEC3 by the name hashed. */
function authority(zone: ZoneTexts, question: string): string[] {
  const lines = serveText(zone)(question, { do: true, tcp: true });
  const found = lines.filter((line) => line.startsWith("authority: ")).map((line) => line.split(" "));
  const names = new Map(Object.entries(HASHES).map(([name, hash]) => [`${hash}.example.`, name]));
  return found
    .filter((words) => words[4] !== "RRSIG")
    .map((words) => `${names.get(words[1]!) ?? words[1]} ${words[4]}`);
}

test.each([
  ["B.2 name error", "ml.example. A", ["example. SOA", "b.example. NSEC", "example. NSEC"]],
  ["B.3 no data", "ns1.example. MX", ["example. SOA", "ns1.example. NSEC"]],
  ["B.4 referral to a signed zone", "mc.a.example. MX", ["a.example. NS", "a.example. NS", "a.example. DS"]],
  [
    "B.5 referral to an unsigned zone",
    "mc.b.example. MX",
    ["b.example. NS", "b.example. NS", "b.example. NSEC"],
  ],
  ["B.6 wildcard expansion", "a.z.w.example. MX", ["x.y.w.example. NSEC"]],
  [
    "B.7 wildcard no data",
    "a.z.w.example. AAAA",
    ["example. SOA", "x.y.w.example. NSEC", "*.w.example. NSEC"],
  ],
  ["B.8 DS at the apex", "example. DS", ["example. SOA", "example. NSEC"]],
  ["no DS at an unsigned cut", "b.example. DS", ["example. SOA", "b.example. NSEC"]],
  ["an empty non-terminal", "y.w.example. MX", ["example. SOA", "x.w.example. NSEC"]],
  ["a name after the last", "zz.example. A", ["example. SOA", "xx.example. NSEC", "example. NSEC"]],
])("NSEC, RFC 4035 %s", (_name, question, expected) => {
  expect(authority(NSEC_ZONE, question)).toEqual(expected);
});

test.each([
  ["B.1 name error", "a.c.x.w.example. A", ["example. SOA", "x.w NSEC3", "example NSEC3", "a NSEC3"]],
  ["B.2 no data", "ns1.example. MX", ["example. SOA", "ns1 NSEC3"]],
  ["B.2.1 no data, empty non-terminal", "y.w.example. A", ["example. SOA", "y.w NSEC3"]],
  [
    "B.3 referral to an opt-out zone",
    "mc.c.example. MX",
    ["c.example. NS", "c.example. NS", "example NSEC3", "a NSEC3"],
  ],
  ["B.4 wildcard expansion", "a.z.w.example. MX", ["ns2 NSEC3"]],
  ["B.5 wildcard no data", "a.z.w.example. AAAA", ["example. SOA", "w NSEC3", "ns2 NSEC3", "*.w NSEC3"]],
  ["B.6 DS at the apex", "example. DS", ["example. SOA", "example NSEC3"]],
  ["no DS at an opt-out cut", "c.example. DS", ["example. SOA", "example NSEC3", "a NSEC3"]],
  ["a referral to a signed zone", "mc.a.example. MX", ["a.example. NS", "a.example. NS", "a.example. DS"]],
])("NSEC3, RFC 5155 %s", (_name, question, expected) => {
  expect(authority(NSEC3_ZONE, question)).toEqual(expected);
});

test("the owner of an NSEC3 is no name that can be asked for (RFC 5155 §7.2.8)", () => {
  const ask = serveText(NSEC3_ZONE);
  expect(ask(`${HASHES.xx}.example. NSEC3`)[0]).toBe("NXDOMAIN aa");
  expect(ask(`${HASHES.xx}.example. A`)[0]).toBe("NXDOMAIN aa");
});

test("every RRset comes with its RRSIG, the additional ones too", () => {
  const lines = serveText(NSEC_ZONE)("x.w.example. MX", { do: true });
  expect(lines.map((line) => line.replace(/ 300 IN| 5 \d 300 .*/g, ""))).toEqual([
    "NOERROR aa",
    "x.w.example. MX 1 xx.example.",
    "x.w.example. RRSIG MX",
    "additional: xx.example. A 192.0.2.10",
    "additional: xx.example. RRSIG A",
  ]);
});

test.each([
  ["NSEC", NSEC_ZONE],
  ["NSEC3", NSEC3_ZONE],
])("without DO there are no signatures and no proofs: %s", (_name, zone) => {
  const ask = serveText(zone);
  for (const question of [
    "ml.example. A",
    "ns1.example. MX",
    "a.z.w.example. AAAA",
    "mc.b.example. A",
    "x.w.example. MX",
  ]) {
    expect(ask(question).join("\n")).not.toMatch(/RRSIG|NSEC/);
  }
});

test("who asks for RRSIG gets all of the name, who asks for NSEC the record", () => {
  const ask = serveText(NSEC_ZONE);
  expect(ask("xx.example. RRSIG").map((line) => line.replace(/ 5 \d 300 .*/, ""))).toEqual([
    "NOERROR aa",
    "xx.example. 300 IN RRSIG A",
    "xx.example. 300 IN RRSIG NSEC",
  ]);
  expect(ask("xx.example. NSEC")).toEqual([
    "NOERROR aa",
    "xx.example. 300 IN NSEC example. A HINFO AAAA RRSIG NSEC",
  ]);
});

test("the SOA in a negative answer and its RRSIG have the same TTL", () => {
  const [zone = ""] = Object.values(NSEC_ZONE);
  const ask = serveText({ "example.": zone.replace("3600000 300", "3600000 60") });
  expect(
    ask("ml.example. A", { do: true }).filter((line) => / 60 IN (SOA|RRSIG SOA)/.test(line)),
  ).toHaveLength(2);
});

test("proofs for each wildcard of a chain stand behind the whole answer", () => {
  const ask = serveText({
    "example.": `${Object.values(NSEC_ZONE)[0]!.replace(/^ *ai NSEC b /m, "ai NSEC *.ai ")}
      *.ai NSEC b CNAME RRSIG NSEC
      *.ai RRSIG NSEC 5 2 300 20300101000000 20200101000000 1 example. AAAA
      *.ai CNAME q.z.w
      *.ai RRSIG CNAME 5 2 300 20300101000000 20200101000000 1 example. AAAA`,
  });
  const lines = ask("q.ai.example. MX", { do: true, tcp: true });
  expect(lines.map((line) => line.replace(/ 300 IN| 5 \d 300 .*/g, ""))).toEqual([
    "NOERROR aa",
    "q.ai.example. CNAME q.z.w.example.",
    "q.ai.example. RRSIG CNAME",
    "q.z.w.example. MX 1 ai.example.",
    "q.z.w.example. RRSIG MX",
    "authority: *.ai.example. NSEC b.example. CNAME RRSIG NSEC",
    "authority: *.ai.example. RRSIG NSEC",
    "authority: x.y.w.example. NSEC xx.example. MX RRSIG NSEC",
    "authority: x.y.w.example. RRSIG NSEC",
    "additional: ai.example. A 192.0.2.9",
    "additional: ai.example. RRSIG A",
  ]);
});

test("a proof that does not fit truncates the answer", () => {
  expect(serveText(NSEC_ZONE)("a.z.w.example. AAAA", { do: true, size: 512 })[0]).toBe("NOERROR aa");
  const [zone = ""] = Object.values(NSEC_ZONE);
  const large = zone.replaceAll("1 example. AAAA", `1 example. ${Buffer.alloc(128).toString("base64")}`);
  expect(serveText({ "example.": large })("a.z.w.example. AAAA", { do: true, size: 512 })[0]).toBe(
    "NOERROR aa tc",
  );
});

const SIGNATURE = (type: string) => `RRSIG ${type} 5 1 300 20300101000000 20200101000000 1 example. AAAA`;

test.each([
  ["NSEC", ["@ NSEC a NS SOA NSEC", "a NSEC @ NS DS NSEC", "x NSEC @ A NSEC"]],
  ["NSEC3", ["@ NSEC3PARAM 1 0 0 -", `${HASHES.a} NSEC3 1 1 0 - ${HASHES.xx} NS`]],
  ["DNSKEY", ["@ DNSKEY 256 3 5 AAAA"]],
  ["RRSIG of DNSKEY", ["@ DNSKEY 256 3 5 AAAA", `@ ${SIGNATURE("DNSKEY")}`]],
  ["RRSIG of other data", [`@ ${SIGNATURE("NS")}`, `x ${SIGNATURE("A")}`, `*.w ${SIGNATURE("A")}`]],
])(
  "a zone whose SOA has no RRSIG is not signed, so that its %s is in no answer unasked",
  (_name, records) => {
    const zone = `
    @ SOA ns1 host 1 3600 300 3600000 300
    @ NS ns.example.net.
    a NS ns.example.net.
    a DS ${DS}
    b NS ns.example.net.
    x A 192.0.2.1
    *.w A 192.0.2.2
    into CNAME q.a
    ${records.join("\n")}`;
    const ask = serveText({ "example.": zone });
    for (const name of ["x", "q", "x.w", "q.a", "q.b", "into", "@", "a"]) {
      for (const type of ["A", "MX", "ANY"]) {
        const question = `${name === "@" ? "" : `${name}.`}example. ${type}`;
        expect(ask(question, { do: true })).toEqual(ask(question));
      }
    }
  },
);

test("who asks for the DNSSEC records of a zone that is not signed gets them", () => {
  const ask = serveText({
    "example.": `
      @ SOA ns1 host 1 3600 300 3600000 300
      @ NS ns.example.net.
      a NS ns.example.net.
      a DS ${DS}
      x A 192.0.2.1
      x NSEC @ A NSEC
      x ${SIGNATURE("A")}`,
  });
  expect(ask("a.example. DS", { do: true })).toEqual([
    "NOERROR aa",
    `a.example. 300 IN DS ${DS.toLowerCase()}`,
  ]);
  expect(ask("x.example. NSEC", { do: true })).toEqual([
    "NOERROR aa",
    "x.example. 300 IN NSEC example. A NSEC",
  ]);
  expect(ask("x.example. RRSIG", { do: true })).toEqual([
    "NOERROR aa",
    `x.example. 300 IN ${SIGNATURE("A")}`,
  ]);
});

test("a signed zone that has no NSEC gives its DS and its signatures all the same", () => {
  const ask = serveText({
    "example.": signed(
      `@ SOA ns1 host 1 3600 300 3600000 300\n@ NS ns.example.net.\na NS ns.example.net.\na DS ${DS}`,
      1,
      ["a"],
    ),
  });
  const lines = ask("q.a.example. A", { do: true }).map((line) => line.replace(/ 300 IN| 5 \d 300 .*/g, ""));
  expect(lines).toEqual([
    "NOERROR",
    "authority: a.example. NS ns.example.net.",
    `authority: a.example. DS ${DS.toLowerCase()}`,
    "authority: a.example. RRSIG DS",
  ]);
});
