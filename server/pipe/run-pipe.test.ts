import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtServer } from "../../test/built-bundles.ts";
import { makeDefective } from "../../test/differential/defective-server.ts";
import { framed, framesOf } from "../../test/frames.ts";
import { readCorpus } from "../../test/fuzz/corpus.ts";
import { fuzzZones } from "../../test/fuzz/zones.ts";
import { startOurServer } from "../../test/our-server.ts";
import { describeAnswer, queryOf, type ZoneTexts } from "../../test/serve-text.ts";
import { writeZones } from "../../test/write-zones.ts";

const MAIN = await builtServer();
const ZONE = "@ 300 SOA ns host 7 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A 192.0.2.1\n";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-pipe-"));
  writeFileSync(join(folder, "example.com.zone"), ZONE);
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(words: readonly string[], input: Uint8Array = new Uint8Array(0), main = MAIN) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "answer", ...words], {
    input,
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr: stderr.toString() };
}

/** What comes over one TCP connection until it is closed. */
async function overTcp(port: number, stream: Uint8Array): Promise<Buffer> {
  const socket = connect({ port, host: "127.0.0.1" });
  const pieces: Uint8Array[] = [];
  socket.on("data", (piece: Uint8Array) => pieces.push(piece));
  socket.end(stream);
  await once(socket, "close");
  return Buffer.concat(pieces);
}

test.each(fuzzZones().map((zones, set) => ({ set, zones })))(
  "the corpus gets the octets that it gets over TCP, but for NSID and keepalive: zones $set",
  async ({ zones, set }) => {
    const own = mkdtempSync(join(folder, `${set}-`));
    const manifest = writeZones(own, withoutDigests(zones));
    const queries = readCorpus().map(({ query }) => query);
    expect(queries.length).toBeGreaterThan(1_000);
    const stream = framed(queries);
    const identity = ["--server-id", "zonepipe", "--version-id", "zonepipe"];
    const server = await startOurServer(manifest, identity, MAIN);
    const byTcp = framesOf(await overTcp(server.port, stream));
    await server.stop();
    const { status, stdout } = run(["--zones", manifest], stream);
    expect(status).toBe(0);
    const byPipe = framesOf(stdout);
    expect(byPipe.length).toBe(queries.length); // where TCP is silent, the length is 0
    expect(byPipe.some((answer) => answer.length === 0)).toBe(true);
    const answered = byPipe.filter((answer) => answer.length > 0);
    expect(answered.map((answer) => answer.toString("hex"))).toEqual(
      byTcp.map((answer) => withoutTransportOptions(answer).toString("hex")),
    );
    const differing = byTcp.filter((answer, index) => !answer.equals(answered[index]!));
    expect(differing.length).toBeGreaterThan(0); // there are such options in the corpus
    expect(differing.length).toBeLessThan(queries.length / 2);
  },
);

/** One has the digest of another zone, which in-process targets do not mind. */
function withoutDigests(zones: ZoneTexts): ZoneTexts {
  const entries = Object.entries(zones);
  return Object.fromEntries(
    entries.map(([origin, text]) => [origin, text.replace(/^\s+ZONEMD[^)]*\)$/m, "")]),
  );
}

const NSID_OPTION = Buffer.from([0, 3, 0, 8, ...Buffer.from("zonepipe")]);
const KEEPALIVE_OPTION = Buffer.from([0, 11, 0, 2, 0, 100]); // 10 seconds, in tenths

/** The answer without the two options of the OPT record that only a transport gives. */
function withoutTransportOptions(answer: Buffer): Buffer {
  let left = answer;
  for (const option of [NSID_OPTION, KEEPALIVE_OPTION]) {
    const at = left.lastIndexOf(option);
    if (at < 0) continue;
    const length = left.lastIndexOf(Buffer.from([0, 0, 41]), at) + 9; // behind the root, type, class and TTL
    left = Buffer.concat([left.subarray(0, at), left.subarray(at + option.length)]);
    left.writeUInt16BE(left.readUInt16BE(length) - option.length, length);
  }
  return left;
}

test("100,000 questions are answered in order", () => {
  const queries = Array.from({ length: 100_000 }, (_, index) => {
    const query = queryOf(index % 3 === 0 ? "no.example.com. A" : "ns.example.com. A");
    query.writeUInt16BE(index & 0xffff);
    return query;
  });
  const { status, stdout } = run(["--zones", folder], framed(queries));
  expect(status).toBe(0);
  const ids = framesOf(stdout).map((answer) => answer.readUInt16BE());
  expect(ids).toEqual(queries.map((query) => query.readUInt16BE()));
});

test("at the end of input it ends with 0", () => {
  expect(run(["--zones", folder])).toEqual({ status: 0, stdout: Buffer.alloc(0), stderr: "" });
});

test("where the input ends inside a query it ends with 2, and what was whole has its answer", () => {
  const stream = framed([queryOf("ns.example.com. A"), queryOf("ns.example.com. A")]);
  const { status, stdout, stderr } = run(["--zones", folder], stream.subarray(0, -1));
  expect(framesOf(stdout).map(describeAnswer)).toEqual([
    ["NOERROR aa", "ns.example.com. 300 IN A 192.0.2.1"],
  ]);
  expect({ status, stderr }).toEqual({ status: 2, stderr: "The input ends inside a query\n" });
});

test("where nobody takes the answers it ends with 2", () => {
  const words = '"$0" "$1" answer --zones "$2" | true; echo $PIPESTATUS'; // bash's first of them
  const input = framed(Array.from({ length: 20_000 }, () => queryOf("ns.example.com. A")));
  const { stdout, stderr } = spawnSync("bash", ["-c", words, process.execPath, MAIN, folder], {
    input,
    encoding: "utf8",
  });
  expect(stdout).toBe("2\n");
  expect(stderr).toContain("Cannot answer: EPIPE");
});

test("a zone that cannot be loaded is answered SERVFAIL, and told; the others are answered", () => {
  const own = mkdtempSync(join(folder, "broken-"));
  const manifest = writeZones(own, { "example.com.": ZONE, "example.org.": `${ZONE}www A 192.0.2\n` });
  const stream = framed([queryOf("ns.example.org. A"), queryOf("ns.example.com. A")]);
  const { status, stdout, stderr } = run(["--zones", manifest], stream);
  expect(framesOf(stdout).map((answer) => describeAnswer(answer)[0])).toEqual(["SERVFAIL", "NOERROR aa"]);
  expect(stderr).toMatch(/example\.org\.zone:5:\d+: error: /);
  expect(stderr).toContain("Zone example.org. cannot be loaded and is answered SERVFAIL");
  expect(status).toBe(0);
});

test("where no zone can be loaded it ends with 1 and says why", () => {
  const { status, stdout, stderr } = run(["--zones", join(folder, "nowhere")], framed([Buffer.alloc(1)]));
  expect({ status, stdout: stdout.toString() }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain("there is no such file");
});

test.each([
  [[], "--zones PATH is missing"],
  [["--zones", ".", "more"], "more"],
  [["--listen", "127.0.0.1:0"], "--listen"],
])("wrong usage ends with 2: %j", (words, expected) => {
  const { status, stderr } = run(words);
  expect(status).toBe(2);
  expect(stderr).toContain(expected);
  expect(stderr).toContain("Usage: node server.js answer");
});

test("--help says how", () => {
  const { status, stdout } = run(["--help"]);
  expect(status).toBe(0);
  expect(stdout.toString()).toContain("Usage: node server.js answer --zones PATH");
});

test("what makes `respond` fail is told with the packet and answered SERVFAIL, and it goes on", async () => {
  using defective = await makeDefective({
    what: "A question in class CH fails",
    file: "answer/chaos.ts",
    find: "export function answerChaos(identity: Identity): void {",
    replace: 'export function answerChaos(identity: Identity): void {\n  throw new Error("a defect");',
  });
  const [, main] = defective.program.prepare({ folder, port: 0, zones: [] });
  const chaos = queryOf("id.server. TXT", { class: 3 });
  const stream = framed([chaos, queryOf("ns.example.com. A")]);
  const { status, stdout, stderr } = run(["--zones", folder], stream, main);
  expect(framesOf(stdout).map((answer) => describeAnswer(answer)[0])).toEqual(["SERVFAIL", "NOERROR aa"]);
  expect(stderr).toContain(`Cannot answer the packet ${chaos.toString("hex")}: Error: a defect`);
  expect(status).toBe(0);
});
