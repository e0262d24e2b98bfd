import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Name, parseName } from "../../dns/name.ts";
import type { Miss } from "../verify/types.ts";
import { type Evidence, printEvidence, readEvidence } from "./evidence.ts";

const name = (text: string) => parseName(text) as Name; // each of these is one

const MISS: Miss = {
  zone: name("example.com."),
  name: name("www.example.com."),
  type: 1,
  kind: "wrong-value",
  expected: "192.0.2.1",
  got: "192.0.2.2",
  attempts: 3,
  milliseconds: 4.5,
};

const EVIDENCE: Evidence = {
  head: "0123456789abcdef0123456789abcdef01234567",
  verification: {
    milliseconds: 120.5,
    coverage: {
      changed: {
        total: 5,
        asked: [
          { client: "dig", count: 2 },
          { client: "built-in", count: 4 },
        ],
      },
      unchanged: { total: 9, asked: [] },
    },
    paths: [
      {
        nameserver: { name: "candidate", address: "127.0.0.1", port: 5353 },
        transport: "udp",
        client: { kind: "dig", version: "9.20.0" },
        asked: 3,
        passed: 2,
        serials: [{ zone: name("example.com."), expected: 2026112200, got: undefined }],
        misses: [MISS],
        notes: [{ ...MISS, kind: "late", name: name("\\000\\.odd.example.com.") }],
        milliseconds: { median: 1, slowest: 20 },
        answeredBy: ["fra/1"],
        truncated: 0,
        instead: 1,
      },
      {
        nameserver: { name: "candidate", address: "2001:db8::53", port: 53 },
        transport: "tcp",
        client: { kind: "built-in", version: "v26" },
        asked: 3,
        passed: 0,
        notAsked: "no route",
        serials: [],
        misses: [],
        notes: [],
        milliseconds: { median: 0, slowest: 0 },
        answeredBy: [],
        truncated: 0,
        instead: 0,
      },
    ],
  },
};

const written = (change: (text: string) => string = (text) => text) =>
  readEvidence(Buffer.from(change(printEvidence(EVIDENCE))));

test("what is written is read back", () => {
  expect(written()).toEqual(EVIDENCE);
});

test("what is not part of the form is left out", () => {
  expect(written((text) => text.replace("{", '{"plan":[],"outcome":"fine",'))).toEqual(EVIDENCE);
});

test("a path with more misses than are written keeps its counts", () => {
  const [path] = EVIDENCE.verification.paths;
  const paths = [{ ...path!, asked: 9_000, misses: Array.from({ length: 9_000 }, () => MISS) }];
  const read = readEvidence(
    Buffer.from(printEvidence({ ...EVIDENCE, verification: { ...EVIDENCE.verification, paths } })),
  );
  expect("verification" in read && read.verification.paths[0]).toMatchObject({ asked: 9_000 });
  expect("verification" in read && read.verification.paths[0]!.misses).toHaveLength(500);
});

describe("refused", () => {
  test.each<[string, (text: string) => string]>([
    ["another version", (text) => text.replace('"version":1', '"version":2')],
    ["a commit that is none", (text) => text.replace(EVIDENCE.head, "main")],
    ["a client that is none", (text) => text.replace('"dig"', '"curl"')],
    ["a count below zero", (text) => text.replace('"asked":3', '"asked":-1')],
    ["a count that is text", (text) => text.replace('"asked":3', '"asked":"3"')],
    [
      "more RRsets asked for than there are clients",
      (text) =>
        text.replace(
          '"asked":[]',
          `"asked":[${'{"client":"dig","count":1},'.repeat(2)}{"client":"dig","count":1}]`,
        ),
    ],
    ["a total that is none", (text) => text.replace('"total":9', '"total":"many"')],
    ["a transport that is none", (text) => text.replace('"udp"', '"quic"')],
    ["a kind of miss that is none", (text) => text.replace("wrong-value", "<b>")],
    ["a serial past 32 bits", (text) => text.replace("2026112200", "4294967296")],
    ["a text that is too long", (text) => text.replace("192.0.2.1", "x".repeat(9_000))],
    ["a name that is none", (text) => text.replace('"www.example.com."', '"www..example.com."')],
    ["a name that is too long", (text) => text.replace('"www.example.com."', `"${"a".repeat(64)}."`)],
    ["a part that is missing", (text) => text.replace('"passed":2,', "")],
    ["no JSON", () => "all passed"],
    ["nothing", () => ""],
    ["null", () => "null"],
    ["a list", () => "[]"],
  ])("%s", (_, change) => {
    expect(written(change)).toEqual({ refused: expect.stringMatching(/^The evidence has/) });
  });
});

test("any octets and any JSON give a result", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void readEvidence(bytes)));
  fc.assert(fc.property(fc.json(), (json) => void readEvidence(Buffer.from(json))));
});
