/** A question and the RRsets of the answer, each as "owner TYPE" and with its signatures. */
export interface Example {
  readonly section: string;
  readonly question: string;
  readonly head: string;
  readonly answer?: readonly string[];
  readonly authority?: readonly string[];
  readonly additional?: readonly string[];
  /** What the NSEC3 records of the authority section prove, of which names, where hashes are made in another way and nothing is opted out. */
  readonly proof?: readonly (readonly ["matches" | "covers", string])[];
}

// Beside an answer the examples also show the NS records of the apex and their addresses. Those are a courtesy that we
// leave out, as Knot does; all that proves the answer is here.

/** RFC 4035, Appendix B, over the zone of Appendix A. */
export const RFC_4035: readonly Example[] = [
  {
    section: "B.1 Answer",
    question: "x.w.example. MX",
    head: "NOERROR aa",
    answer: ["x.w.example. MX"],
    additional: ["xx.example. A", "xx.example. AAAA"],
  },
  {
    section: "B.2 Name Error",
    question: "ml.example. A",
    head: "NXDOMAIN aa",
    authority: ["example. SOA", "b.example. NSEC", "example. NSEC"],
  },
  {
    section: "B.3 No Data Error",
    question: "ns1.example. MX",
    head: "NOERROR aa",
    authority: ["example. SOA", "ns1.example. NSEC"],
  },
  {
    section: "B.4 Referral to Signed Zone",
    question: "mc.a.example. MX",
    head: "NOERROR",
    authority: ["a.example. NS", "a.example. DS"],
    additional: ["ns1.a.example. A", "ns2.a.example. A"],
  },
  {
    section: "B.5 Referral to Unsigned Zone",
    question: "mc.b.example. MX",
    head: "NOERROR",
    authority: ["b.example. NS", "b.example. NSEC"],
    additional: ["ns1.b.example. A", "ns2.b.example. A"],
  },
  {
    section: "B.6 Wildcard Expansion",
    question: "a.z.w.example. MX",
    head: "NOERROR aa",
    answer: ["*.w.example. MX"],
    authority: ["x.y.w.example. NSEC"],
    additional: ["ai.example. A", "ai.example. AAAA"],
  },
  {
    section: "B.7 Wildcard No Data Error",
    question: "a.z.w.example. AAAA",
    head: "NOERROR aa",
    authority: ["example. SOA", "x.y.w.example. NSEC", "*.w.example. NSEC"],
  },
  {
    section: "B.8 DS Child Zone No Data Error",
    question: "example. DS",
    head: "NOERROR aa",
    authority: ["example. SOA", "example. NSEC"],
  },
];

/** RFC 5155, Appendix B, over the zone of Appendix A. */
export const RFC_5155: readonly Example[] = [
  {
    section: "B.1 Name Error",
    question: "a.c.x.w.example. A",
    head: "NXDOMAIN aa",
    authority: [
      "example. SOA",
      "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example. NSEC3", // covers c.x.w.example, the next closer name
      "b4um86eghhds6nea196smvmlo4ors995.example. NSEC3", // matches x.w.example, the closest encloser
      "35mthgpgcu1qg68fab165klnsnk3dpvl.example. NSEC3", // covers *.x.w.example
    ],
    proof: [
      ["covers", "c.x.w.example."],
      ["matches", "x.w.example."],
      ["covers", "*.x.w.example."],
    ],
  },
  {
    section: "B.2 No Data Error",
    question: "ns1.example. MX",
    head: "NOERROR aa",
    authority: ["example. SOA", "2t7b4g4vsa5smi47k61mv5bv1a22bojr.example. NSEC3"],
    proof: [["matches", "ns1.example."]],
  },
  {
    section: "B.2.1 No Data Error, Empty Non-Terminal",
    question: "y.w.example. A",
    head: "NOERROR aa",
    authority: ["example. SOA", "ji6neoaepv8b5o6k4ev33abha8ht9fgc.example. NSEC3"],
    proof: [["matches", "y.w.example."]],
  },
  {
    section: "B.3 Referral to an Opt-Out Unsigned Zone",
    question: "mc.c.example. MX",
    head: "NOERROR",
    authority: [
      "c.example. NS",
      "35mthgpgcu1qg68fab165klnsnk3dpvl.example. NSEC3", // covers c.example, the next closer name
      "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example. NSEC3", // matches example, the closest encloser
    ],
    additional: ["ns1.c.example. A", "ns2.c.example. A"],
    proof: [["matches", "c.example."]],
  },
  {
    section: "B.4 Wildcard Expansion",
    question: "a.z.w.example. MX",
    head: "NOERROR aa",
    answer: ["*.w.example. MX"],
    authority: ["q04jkcevqvmu85r014c7dkba38o0ji5r.example. NSEC3"], // covers z.w.example
    additional: ["ai.example. A", "ai.example. AAAA"],
    proof: [["covers", "z.w.example."]],
  },
  {
    section: "B.5 Wildcard No Data Error",
    question: "a.z.w.example. AAAA",
    head: "NOERROR aa",
    authority: [
      "example. SOA",
      "k8udemvp1j2f7eg6jebps17vp3n8i58h.example. NSEC3", // matches w.example, the closest encloser
      "q04jkcevqvmu85r014c7dkba38o0ji5r.example. NSEC3", // covers z.w.example, the next closer name
      "r53bq7cc2uvmubfu5ocmm6pers9tk9en.example. NSEC3", // matches *.w.example
    ],
    proof: [
      ["matches", "w.example."],
      ["covers", "z.w.example."],
      ["matches", "*.w.example."],
    ],
  },
  {
    section: "B.6 DS Child Zone No Data Error",
    question: "example. DS",
    head: "NOERROR aa",
    authority: ["example. SOA", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example. NSEC3"],
    proof: [["matches", "example."]],
  },
];
