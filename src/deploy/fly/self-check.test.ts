import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nameOf } from "../../../test/zone-text.ts";
import { parseSelfCheck, SELF_CHECK_COMMAND } from "./self-check.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const DIGEST = `sha256:${"0a".repeat(32)}`;

const PRINTED = {
  version: 1,
  build: { commit: COMMIT, inputs: DIGEST, zones: DIGEST },
  renumbers: true,
  identity: "iad/90706e10f12094",
  healthy: true,
  zones: [{ name: "example.com.", serial: 2026112201, digest: "ab".repeat(48), udp: true, tcp: true }],
  problems: [],
};

test("what a machine says of itself is read", () => {
  expect(parseSelfCheck(`${JSON.stringify(PRINTED)}\n`)).toEqual({
    build: { commit: COMMIT, inputs: DIGEST, zones: DIGEST },
    renumbers: true,
    takesKeyStates: false,
    keys: undefined,
    identity: "iad/90706e10f12094",
    healthy: true,
    zones: [
      { name: nameOf("example.com."), serial: 2026112201, digest: "ab".repeat(48), udp: true, tcp: true },
    ],
    problems: [],
  });
});

test("of a zone that it signs it tells the serial of the file, the digest of what is written, and the window", () => {
  const signed = {
    counter: 4,
    base: 2900,
    windows: 260,
    window: 2903,
    first: 7,
    signatures: "valid",
    expires: 1,
    presigned: 2910,
  };
  const [zone] = PRINTED.zones;
  const printed = {
    ...PRINTED,
    takesKeyStates: true,
    keys: [{ algorithm: 13, publicKey: "AAH/" }],
    zones: [{ ...zone, serial: 10, content: "cd".repeat(48), signed }],
  };
  expect(parseSelfCheck(JSON.stringify(printed))).toMatchObject({
    takesKeyStates: true,
    keys: [{ algorithm: 13, publicKey: "\0\x01\xff" }],
    zones: [
      {
        ...{ serial: 7, digest: "cd".repeat(48) },
        signed: { counter: 4, window: 2903, served: 10, last: 267, presigned: 2910 },
      },
    ],
  });
});

test("a server that does not say that it takes other serials than its files have takes none", () => {
  expect(parseSelfCheck(JSON.stringify({ ...PRINTED, renumbers: undefined }))).toMatchObject({
    renumbers: false,
  });
});

test("what an image does not tell of its build, and a zone that is not answered, are undefined", () => {
  const zone = { name: "example.com.", serial: null, digest: null, udp: false, tcp: false };
  const problems = ["example.com. over UDP: timeout"];
  const build = { commit: null, inputs: null, zones: null };
  expect(
    parseSelfCheck(JSON.stringify({ ...PRINTED, healthy: false, build, zones: [zone], problems })),
  ).toMatchObject({
    build: { commit: undefined, inputs: undefined, zones: undefined },
    healthy: false,
    zones: [{ serial: undefined, digest: undefined, udp: false, tcp: false }],
    problems,
  });
});

test.each([
  ["nothing", "", "what we do not understand: nothing"],
  ["the words of another program", "sh: node: not found", "what we do not understand: sh: node: not found"],
  ["another version", JSON.stringify({ ...PRINTED, version: 2 }), "self-check.version: it is 2"],
  [
    "a serial of more than 32 bits",
    JSON.stringify({ ...PRINTED, zones: [{ ...PRINTED.zones[0], serial: 2 ** 32 }] }),
    "self-check.zones[0].serial",
  ],
  [
    "a commit that is none",
    JSON.stringify({ ...PRINTED, build: { ...PRINTED.build, commit: "main" } }),
    "self-check.build.commit",
  ],
  [
    "a name that is none",
    JSON.stringify({ ...PRINTED, zones: [{ ...PRINTED.zones[0], name: "a..b." }] }),
    "self-check.zones[0].name",
  ],
  [
    "no word on health",
    JSON.stringify({ ...PRINTED, healthy: undefined }),
    "self-check.healthy: it is missing",
  ],
])("%s is a fault", (_, stdout, fault) => {
  expect(parseSelfCheck(stdout)).toEqual({ fault: expect.stringContaining(fault) });
});

test("a machine cannot fill the report", () => {
  const problems = Array.from({ length: 1_000 }, () => "x".repeat(10_000));
  const check = parseSelfCheck(JSON.stringify({ ...PRINTED, problems }));
  expect(JSON.stringify(check).length).toBeLessThan(10_000);
});

test("the self-check is a command of the program that the image runs, with the same words before it", () => {
  const dockerfile = readFileSync(join(import.meta.dirname, "../../../Dockerfile"), "utf8").replace(
    /\\\n/g,
    " ",
  );
  const command: string[] = JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)![1]!);
  const program = command.find((word) => word.endsWith(".js"));
  expect(SELF_CHECK_COMMAND.split(" ")).toEqual([command[0], program, "self-check"]);
});
