import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { windowOf, windowStart } from "../../dns/signing/window.ts";
import { builtServer } from "../built-bundles.ts";
import { queryOf, readAnswer } from "../serve-text.ts";
import { CHILD_ZONE, parentZone } from "../signed/example-zone.ts";
import { type Verdict, validationCases } from "../signed/questions.ts";
import { makeDelv } from "../signed/validators.ts";
import { requireTool } from "../tools.ts";
import { zoneOf } from "../zone-text.ts";
import { checkSigned, installedCheckers } from "./check-signed.ts";
import { startSigningServer } from "./signing-server.ts";
import { portIn, type SigningServer } from "./spoken-process.ts";
import { verifyAnswer, verifyingKey } from "./verify-answer.ts";
import { dsLine, makeTestKey, type PolicyChanges, type TestKey, writtenZone } from "./written-zone.ts";

const PATIENCE = 120_000;
const NOW = windowOf(Date.now() / 1000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-signing-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with these zones, and one with these keys. */
function write(name: string, zones: { readonly [origin: string]: string }, keys: readonly TestKey[]) {
  const folders = { zones: join(folder, name, "zones"), keys: join(folder, name, "keys") };
  for (const path of Object.values(folders)) mkdirSync(path, { recursive: true });
  for (const [origin, text] of Object.entries(zones))
    writeFileSync(join(folders.zones, `${origin}zone`), text);
  for (const [index, { pem }] of keys.entries()) writeFileSync(join(folders.keys, `${index}.pem`), pem);
  return folders;
}

async function dig(port: number, ...words: string[]): Promise<string> {
  return (await promisify(execFile)("dig", ["@127.0.0.1", "-p", `${port}`, ...words], { maxBuffer: 1 << 26 }))
    .stdout;
}

/** The server's program with these words, until it ends. */
async function program(...words: string[]) {
  return await promisify(execFile)(process.execPath, [await builtServer(), ...words]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

const SIGNINGS = (["nsec", "nsec3"] as const).flatMap((denial) =>
  ([13, 15] as const).map((algorithm) => ({ denial, algorithm })),
);

describe.skipIf(!requireTool("delv", "bind9-dnsutils") || !requireTool("dig", "bind9-dnsutils"))(
  "a parent and a child that the server signs",
  () => {
    const families = SIGNINGS.map(({ denial, algorithm }) => {
      const [parent, child] = [makeTestKey(algorithm), makeTestKey(algorithm)];
      const origin = `${denial}-${algorithm}.example.`;
      const how = (key: TestKey): PolicyChanges => ({ keys: [key.policy], base: NOW - 1, denial });
      const below = `secure.${origin}`;
      const zones = {
        [origin]: writtenZone(origin, parentZone(dsLine(below, child)), how(parent)),
        [below]: writtenZone(below, CHILD_ZONE, how(child)),
        [`insecure.${origin}`]: CHILD_ZONE,
      };
      return { origin, denial, algorithm, parent, child, zones };
    });
    const servers: SigningServer[] = [];
    const ports: number[] = [];

    beforeAll(async () => {
      const zones = Object.assign({}, ...families.map((family) => family.zones));
      const keys = families.flatMap(({ parent, child }) => [parent, child]);
      const where = write("family", zones, keys);
      const words = ["--zones", where.zones, "--dnssec-keys", where.keys, "--allow-transfer", "127.0.0.0/8"];
      for (let each = 0; each < 2; each++) servers.push(await startSigningServer(words));
      for (const server of servers) ports.push(portIn(await server.says("ready: ")));
    }, PATIENCE);
    afterAll(async () => {
      expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0]);
    });

    test.each(families)(
      "every kind of answer is what a validator expects: $denial, algorithm $algorithm",
      async ({ origin, denial, algorithm, parent }) => {
        const name = origin.slice(0, -1);
        const { flags, publicKey } = parent.policy;
        const base64 = Buffer.from(publicKey, "latin1").toString("base64");
        const anchor = [`${flags}`, "3", `${algorithm}`, base64] as const;
        const validate = await makeDelv(folder, { origin: name, text: "", ds: "", anchor }, ports[0]!);
        const cases = validationCases({
          signer: "ldns",
          denial: denial === "nsec" ? "NSEC" : "NSEC3",
          algorithm,
        });
        const found: { [question: string]: Verdict } = {};
        const expected: { [question: string]: Verdict } = {};
        for (const { name: relative, type, verdict } of [...cases, ANY, CDS]) {
          const question = `${relative} ${type}`;
          expected[question] = verdict;
          found[question] = await validate(relative === "@" ? name : `${relative}.${name}`, type);
        }
        expect(found).toEqual(expected);
      },
      PATIENCE,
    );

    test("two servers give the same octets, and answer the serial of the window", async () => {
      for (const { origin } of families) {
        const [one, other] = await Promise.all(
          ports.map((port) => dig(port, "+nocomments", "+nostats", "+nocmd", "+onesoa", origin, "AXFR")),
        );
        expect(one).toContain("RRSIG");
        expect(one).toBe(other);
        expect(await dig(ports[0]!, "+short", origin, "SOA")).toContain(" 2 7200 3600 1209600 300");
      }
    });

    test.each(families)(
      "nothing of it is signed that should not be: $denial, algorithm $algorithm",
      async ({ origin }) => {
        const zone = await dig(ports[0]!, "+nocomments", "+nostats", "+nocmd", "+onesoa", origin, "AXFR");
        const signed = new Set(
          [...zone.matchAll(/^(\S+)\s+\d+\s+IN\s+RRSIG\s+(\S+)/gm)].map(
            ([, owner, type]) => `${owner} ${type}`,
          ),
        );
        expect([...signed].filter((each) => each.startsWith("ns.") || / NS$/.test(each))).toEqual([
          `${origin} NS`,
        ]);
        expect(signed).toContain(`secure.${origin} DS`);
      },
    );

    test.each(installedCheckers())(
      "%s accepts what is transferred",
      async (checker) => {
        for (const { origin } of families) {
          const text = await dig(ports[1]!, "+nocomments", "+nostats", "+nocmd", "+onesoa", origin, "AXFR");
          expect(await checkSigned(checker, zoneOf(origin, text))).toBe("");
        }
      },
      PATIENCE,
    );
  },
);

const ANY = { name: "www", type: "ANY", verdict: "secure" } as const;
const CDS = { name: "@", type: "TYPE65403", verdict: "secure" } as const;

test("windows turn without a lost or a wrong answer", { timeout: PATIENCE }, async () => {
  const key = makeTestKey();
  const text =
    "$TTL 300\n@ SOA ns host 10 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.2\n*.wild TXT a\n";
  const base = 3000;
  const how = { keys: [key.policy], base };
  const where = write(
    "turn",
    { "example.com.": writtenZone("example.com.", text, how), "example.org.": text },
    [key],
  );
  // A week in three seconds.
  const clock = ["--now", `${windowStart(base)},200000`];
  const server = await startSigningServer(["--zones", where.zones, "--dnssec-keys", where.keys, ...clock]);
  const port = portIn(await server.says("answering: "));
  await server.says("ready: ");
  const asker = createSocket("udp4");
  asker.connect(port, "127.0.0.1");
  await once(asker, "connect");
  const questions = [
    "example.com. SOA",
    "www.example.com. A",
    "no.example.com. A",
    "x.wild.example.com. TXT",
  ].map((question) => queryOf(question, { do: true, size: 1232 }));
  const verifying = verifyingKey(key);
  const windows = new Map<number, Set<number>>();
  const verified = new Map<string, ReturnType<typeof verifyAnswer>>();
  let asked = 0;
  let answered = 0;
  let failed: unknown;
  const ask = () => {
    asker.send(questions[asked % questions.length]!);
    asked += 1;
  };
  const idle = Promise.withResolvers<void>();
  let isStopping = false;
  asker.on("message", (octets) => {
    answered += 1;
    try {
      const message = readAnswer(octets);
      const sets = verified.get(octets.toString("latin1")) ?? verifyAnswer(message, verifying);
      verified.set(octets.toString("latin1"), sets);
      expect([0, 3]).toContain(message.rcode);
      const window = windowOf(sets[0]!.inception + 86_400);
      for (const { inception } of sets) expect(inception).toBe(windowStart(window) - 86_400);
      const soa = [...message.answer, ...message.authority].find(({ type }) => type === 6);
      if (soa !== undefined) {
        const serial = Buffer.from(soa.rdata, "latin1").readUInt32BE(soa.rdata.length - 20);
        windows.set(window, (windows.get(window) ?? new Set()).add(serial));
      }
    } catch (error) {
      failed ??= error;
    }
    if (!isStopping) ask();
    else if (asked === answered) idle.resolve();
  });
  for (let each = 0; each < 4; each++) ask();
  for (let turn = 0; turn < 3; turn++) await server.says("signed: ");
  isStopping = true;
  await idle.promise;
  asker.close();
  expect(failed).toBeUndefined();
  expect(windows.size).toBeGreaterThanOrEqual(3);
  for (const [window, serials] of windows) expect([...serials]).toEqual([10 + window - base]);
  expect(await server.stop()).toBe(0);
});

test("without its private key a zone is answered SERVFAIL, and the server is not ready", {
  timeout: PATIENCE,
}, async () => {
  const key = makeTestKey();
  const zone = writtenZone("example.com.", CHILD_ZONE, { keys: [key.policy], base: NOW });
  const where = write("keyless", { "example.com.": zone, "example.org.": CHILD_ZONE }, []);
  const words = ["--zones", where.zones, "--http", "127.0.0.1:0"];
  const server = await startSigningServer(words);
  const port = portIn(await server.says("answering: 1 zone, 4 records, 1 zone to be signed"));
  const http = portIn(await server.says("http: "));
  expect(await server.complains("error: ")).toMatch(
    /There is no private half here of example\.com\.'s key \d+, which signs all of it/,
  );
  await server.complains("Zone example.com. cannot be loaded and is answered SERVFAIL");
  expect(await dig(port, "example.com.", "SOA")).toContain("status: SERVFAIL");
  expect(await dig(port, "+short", "www.example.org.", "A")).toBe("192.0.2.9\n");
  const response = await fetch(`http://127.0.0.1:${http}/readyz`);
  expect([response.status, await response.text()]).toEqual([503, "example.com. without signatures\n"]);
  // Somebody takes the keys away again: then there is nothing left that waits.
  writeFileSync(join(where.zones, "example.com.zone"), CHILD_ZONE);
  server.process.kill("SIGHUP");
  await server.says("ready: 2 zones");
  expect((await fetch(`http://127.0.0.1:${http}/livez`)).status).toBe(200);
  expect(await server.stop()).toBe(0);
  writeFileSync(join(where.zones, "example.com.zone"), zone);
  const strict = await startSigningServer([...words, "--strict"]);
  const [code] = await once(strict.process, "exit");
  expect(code).toBe(1);
});

test("the self-check tells how a zone is signed, and prints it as it is written; --check knows it without keys", {
  timeout: PATIENCE,
}, async () => {
  const key = makeTestKey();
  const base = NOW - 3;
  const zone = writtenZone("example.com.", CHILD_ZONE, { keys: [key.policy], base, counter: 7 });
  const where = write("self-check", { "example.com.": zone, "example.org.": CHILD_ZONE }, [key]);
  const content = /240 1 ([0-9a-f]+)/.exec(zone)![1];
  const check = async (port: number, ...words: string[]) =>
    await program("self-check", "--zones", where.zones, "--listen", `127.0.0.1:${port}`, ...words);
  for (const [words, signatures, healthy] of [
    [["--dnssec-keys", where.keys], "valid", true],
    [["--dnssec-shape"], "stand-ins", false],
  ] as const) {
    const server = await startSigningServer(["--zones", where.zones, ...words]);
    const port = portIn(await server.says("ready: "));
    const { code, stdout } = await check(port);
    expect(code).toBe(healthy ? 0 : 1);
    const found = JSON.parse(stdout);
    expect(found.problems).toEqual(
      healthy ? [] : ["example.com.: its signatures are stand-ins, which no resolver takes"],
    );
    expect(found.zones).toMatchObject([
      {
        ...{ name: "example.com.", serial: 4, content, digest: expect.stringMatching(/^[0-9a-f]{96}$/) },
        signed: { counter: 7, base, window: NOW, first: 1, signatures, expires: expect.any(Number) },
      },
      { name: "example.org.", serial: 1, content: null, digest: null, signed: null },
    ]);
    if (healthy) {
      const { stdout: records } = await check(port, "--records", "example.com.");
      const served = zone.replace(" 1 7200 ", " 4 7200 ").replace("ZONEMD 1 240", "ZONEMD 4 240");
      expect(zoneOf("example.com.", records)).toEqual(zoneOf("example.com.", served));
    }
    expect(await server.stop()).toBe(0);
  }
  const main = ["--zones", where.zones, "--check"];
  expect(await program(...main)).toEqual({
    ...{ code: 0, stderr: "" },
    stdout: `example.com. 6 records, ZONEMD verified, is to be signed
example.org. 4 records, ZONEMD absent
2 zones, 10 records
`,
  });
  const signed = await program(...main, "--dnssec-keys", where.keys);
  expect([signed.code, signed.stdout]).toEqual([
    0,
    expect.stringMatching(/^example\.com\. \d+ records, ZONEMD verified, 10 signatures$/m),
  ]);
  const other = write("other-key", {}, [makeTestKey()]);
  expect(await program(...main, "--dnssec-keys", other.keys)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("private-key-missing"),
  });
});

test("secondaries are told of a turn", { timeout: PATIENCE }, async () => {
  const key = makeTestKey();
  const base = 3000;
  const zones = {
    "example.com.": writtenZone("example.com.", CHILD_ZONE, { keys: [key.policy], base }),
    "example.org.": CHILD_ZONE,
  };
  const where = write("notify", zones, [key]);
  const secondary = createSocket("udp4");
  secondary.bind(0, "127.0.0.1");
  await once(secondary, "listening");
  const told: string[] = [];
  const messages = new Set<string>(); // a server that was kept from hearing the answer sends the same one again
  const heard = Promise.withResolvers<void>();
  secondary.on("message", (octets, { port }) => {
    const { question, answer } = readAnswer(octets);
    const serial = Buffer.from(answer[0]!.rdata, "latin1").readUInt32BE(answer[0]!.rdata.length - 20);
    const message = octets.toString("latin1");
    if (!messages.has(message)) told.push(`${printName(question[0]!.name)} ${serial}`);
    messages.add(message);
    octets[2]! |= 0x80; // it is an answer
    secondary.send(octets, port, "127.0.0.1");
    if (told.filter((each) => each.startsWith("example.com.")).length === 3) heard.resolve();
  });
  const words = ["--dnssec-keys", where.keys, "--notify", `127.0.0.1:${secondary.address().port}`];
  const server = await startSigningServer([
    "--zones",
    where.zones,
    ...words,
    "--now",
    `${windowStart(base)},200000`,
  ]);
  await heard.promise;
  secondary.close();
  expect(told.filter((each) => each.startsWith("example.org."))).toEqual(["example.org. 1"]);
  const serials = told
    .filter((each) => each.startsWith("example.com."))
    .map((each) => Number(each.split(" ")[1]));
  expect(serials).toEqual([...new Set(serials)].sort((a, b) => a - b));
  expect(await server.stop()).toBe(0);
});

test("stand-ins for signatures: the same but for those, and the server says so", {
  timeout: PATIENCE,
}, async () => {
  const key = makeTestKey();
  const zone = writtenZone("example.com.", CHILD_ZONE, { keys: [key.policy], base: NOW - 2 });
  const where = write("shape", { "example.com.": zone }, [key]);
  const axfr = async (words: readonly string[], ready: RegExp) => {
    const server = await startSigningServer([
      "--zones",
      where.zones,
      "--allow-transfer",
      "127.0.0.0/8",
      ...words,
    ]);
    const line = await server.says("ready: ");
    expect(line).toMatch(ready);
    const zone = await dig(
      portIn(line),
      "+nocomments",
      "+nostats",
      "+nocmd",
      "+onesoa",
      "example.com.",
      "AXFR",
    );
    expect(await server.stop()).toBe(0);
    return zone.replace(/(RRSIG.* example\.com\.) .*/g, "$1").replace(/(ZONEMD.* 1 1) .*/g, "$1");
  };
  const shape = await axfr(["--dnssec-shape"], /records, signatures are stand-ins, listening/);
  expect(shape).toContain("RRSIG");
  expect(await axfr(["--dnssec-keys", where.keys], /records, listening/)).toBe(shape);
});

describe("sign", () => {
  const key = makeTestKey();
  const zones = {
    "example.com.": writtenZone("example.com.", parentZone(""), {
      keys: [key.policy],
      base: NOW - 1,
      denial: "nsec3",
    }),
    "example.net.": writtenZone("example.net.", parentZone(""), { keys: [key.policy], base: NOW - 1 }),
    "example.org.": CHILD_ZONE,
  };

  const sign = async (...words: string[]) => await program("sign", ...words);

  test("writes files that others accept, and the same ones when it is run again", {
    timeout: PATIENCE,
  }, async () => {
    const where = write("sign", zones, [key]);
    const outs = ["one", "other"].map((name) => join(folder, "sign", name));
    for (const out of outs) {
      const { code, stdout, stderr } = await sign(
        "--zones",
        where.zones,
        "--dnssec-keys",
        where.keys,
        "--out",
        out,
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/^example\.com\. \d+ records, \d+ signatures \(OpenSSL\)$/m);
      expect(stdout).toMatch(/^example\.org\. 4 records, not to be signed$/m);
    }
    for (const origin of Object.keys(zones)) {
      const [text, again] = outs.map((out) => readFileSync(join(out, `${origin}zone`), "latin1"));
      expect(text).toBe(again);
      if (origin === "example.org.") continue;
      for (const checker of installedCheckers())
        expect(await checkSigned(checker, zoneOf(origin, text!))).toBe("");
    }
  });

  test("writes nothing where a key is missing, and says which", { timeout: PATIENCE }, async () => {
    const where = write("unsigned", zones, []);
    const out = join(folder, "unsigned", "out");
    const { code, stderr } = await sign("--zones", where.zones, "--dnssec-keys", where.keys, "--out", out);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /no private half here of example\.com\.'s.*no private half here of example\.net\.'s/s,
      ),
    ]);
    expect(() => readFileSync(join(out, "example.org.zone"))).toThrow("ENOENT");
    expect((await sign("--zones", where.zones, "--out", out, "--dnssec-shape")).code).toBe(0);
    expect((await sign("--zones", where.zones)).code).toBe(2);
  });
});
