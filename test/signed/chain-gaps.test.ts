import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkSample } from "../check-sample.ts";
import { compileText, serveText } from "../serve-text.ts";

// The server finds gaps in its tables and `check` in records; kzonecheck finds the same in zones that BIND's tools signed.

const NSEC_ZONE = zoneFile("rfc4035-a");
const NSEC3_ZONE = zoneFile("rfc5155-a");

function zoneFile(name: string): string {
  return readFileSync(join(import.meta.dirname, `../zones/${name}.zone`), "latin1");
}

/** What the server finds in a zone, and what `check` does, as "line:column message". */
async function gapsIn(text: string): Promise<readonly [string[], string[]]> {
  const compiled = compileText({ "example.": text });
  const problems = "problems" in compiled ? compiled.problems : [];
  const { lines } = await checkSample({ sample: { "example.zone": `$TTL 300\n${text}` } });
  return [
    problems.map(({ message }) => message),
    lines("denial-chain").map((line) => line.replace(/^\S+ /, "")),
  ];
}

/** The zone without one of its lines. */
function without(zone: string, line: string): string {
  expect(zone.split(line)).toHaveLength(2);
  return zone.replace(line, "");
}

const NSEC_LINES = NSEC_ZONE.match(/^\S+ NSEC .*\n/gm)!;
const NSEC3_LINES = NSEC3_ZONE.match(/^\S+ NSEC3 .*\n(?:(?: |\)).*\n)*/gm)!;

test.each(NSEC_LINES)("without %s", async (line) => {
  const [server, check] = await gapsIn(without(NSEC_ZONE, line));
  const owner = line.startsWith("@") ? "example." : `${line.split(" ")[0]}.example.`;
  expect(server).toEqual([`${owner} has no NSEC, which every name of a signed zone has`]);
  expect(check).toEqual(server);
});

test.each(NSEC3_LINES)("without %s", async (line) => {
  const [server, check] = await gapsIn(without(NSEC3_ZONE, line));
  expect(server).toEqual([
    expect.stringMatching(/^\S+ has no NSEC3, which every name of a signed zone has$/),
  ]);
  expect(check).toEqual(server);
});

test("whole zones have no gap", async () => {
  expect(NSEC_LINES.length).toBeGreaterThan(9);
  expect(NSEC3_LINES.length).toBeGreaterThan(9);
  expect(await gapsIn(NSEC_ZONE)).toEqual([[], []]);
  expect(await gapsIn(NSEC3_ZONE)).toEqual([[], []]);
});

test("a link that leads past the next one is a gap", async () => {
  const text = NSEC_ZONE.replace(/^ai NSEC b /m, "ai NSEC ns1 ");
  const [server, check] = await gapsIn(text);
  expect(server).toEqual(["NSEC of ai.example. does not lead to the next, which is b.example."]);
  expect(check).toEqual(server);
});

/** A question whose answer has a proof; its types. */
const proofOf = (text: string) =>
  serveText({ "example.": text })("nothing.example. A", { do: true, tcp: true })
    .map((line) => line.split(" ")[4])
    .filter((type) => type?.startsWith("NSEC"));

test.each([
  ["an NSEC3PARAM that no chain has is passed over", `@ NSEC3PARAM 1 0 7 -\n${NSEC3_ZONE}`, "NSEC3"],
  ["where NSEC3PARAM is all that is left of it, NSEC proves", `@ NSEC3PARAM 1 0 7 -\n${NSEC_ZONE}`, "NSEC"],
  [
    "a chain of NSEC3 that is not whole gives way to one of NSEC that is",
    `@ NSEC3PARAM 1 0 0 -\n0p9mhaveqvm6t7vbl5lop2u3t2rp3tom NSEC3 1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS\n${NSEC_ZONE}`,
    "NSEC",
  ],
])("%s", async (_, text, type) => {
  expect(await gapsIn(text)).toEqual([[], []]);
  expect(new Set(proofOf(text))).toEqual(new Set([type]));
});
