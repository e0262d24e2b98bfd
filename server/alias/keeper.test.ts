import { describe, expect, test } from "vitest";
import { aliasTo, testedKeeper } from "../../test/aliases.ts";
import { serveTables, tablesOf } from "../../test/serve-text.ts";
import { parseOctets } from "./address-octets.ts";
import { OLDEST_HELD, TARGET_CHANGES, TARGETS_HELD, TARGETS_UNKNOWN } from "./alias-counters.ts";
import type { FirstAddresses } from "./keeper.ts";

const HEAD = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.53\n";
const ZONES = { "example.": `${HEAD}www ${aliasTo("t.example.net.")}\n` };
const A = "t.example.net. A";
const AAAA = "t.example.net. AAAA";
const HOUR = 3600;

/** A server with one ALIAS at www.example., and resolvers that say this. */
async function serving(said: { [question: string]: string }, more: Parameters<typeof testedKeeper>[1] = {}) {
  const tables = tablesOf(ZONES);
  const tested = testedKeeper(said, more);
  await tested.serve(tables);
  const server = serveTables(tables);
  /** What www.example. answers: the code where that is an error, else the addresses with their TTLs. */
  const ask = (type = "A") => {
    const [head = "", ...lines] = server(`www.example. ${type}`);
    if (!head.startsWith("NOERROR")) return head;
    return lines
      .filter((line) => !line.startsWith("authority"))
      .map((line) => line.replace(/^\S+ (\d+) IN \S+ /, "$1 "))
      .join(", ");
  };
  return { ...tested, ask };
}

const rdata = (...texts: string[]) => texts.map((text) => parseOctets(text)!);

describe("a target is looked up again", () => {
  test.each([
    ["by its TTL, ahead of time", 200, 160],
    ["after half a minute at the earliest", 0, 24],
    ["after an hour at the latest", 1_000_000, 2_880],
  ])("%s", async (_name, ttl, after) => {
    const said = {
      [A]: `t.example.net. ${ttl} A 192.0.2.7`,
      [AAAA]: `t.example.net. ${ttl} AAAA 2001:db8::7`,
    };
    const { asked, pass } = await serving(said);
    expect(asked).toEqual([A, AAAA]);
    await pass(after - 1);
    expect(asked).toHaveLength(2);
    await pass(1);
    expect(asked).toHaveLength(4);
  });

  test("sooner and then ever later where nothing is known of it", async () => {
    const { asked, pass } = await serving({});
    await pass(60);
    expect(asked.length).toBeGreaterThanOrEqual(8);
    const before = asked.length;
    await pass(600);
    expect(asked.length - before).toBeLessThan(2 * 15);
  });
});

test("the TTL goes down to half a minute and no lower", async () => {
  const { ask, pass, said } = await serving({ [A]: "t.example.net. 100 A 192.0.2.7", [AAAA]: "none" });
  expect(ask()).toBe("100 192.0.2.7");
  delete said[A];
  await pass(40);
  expect(ask()).toBe("60 192.0.2.7");
  await pass(100);
  expect(ask()).toBe("30 192.0.2.7");
});

test("what was known is held for a week while it cannot be looked up, and then it is SERVFAIL", async () => {
  const hold = 2 * HOUR; // a week takes a test long
  const { ask, pass, said, counters, log } = await serving(
    { [A]: "t.example.net. 30 A 192.0.2.7", [AAAA]: "none" },
    { hold },
  );
  said[A] = "SERVFAIL";
  delete said[AAAA];
  await pass(hold);
  expect([ask(), ask("AAAA")]).toEqual(["30 192.0.2.7", ""]);
  expect(counters[TARGETS_HELD]).toBe(1);
  expect(counters[OLDEST_HELD]).toBe(hold);
  await pass(2);
  expect([ask(), ask("AAAA")]).toEqual(["SERVFAIL", "SERVFAIL"]);
  expect(counters[TARGETS_UNKNOWN]).toBe(1);
  expect(log).toEqual([
    "alias www.example.: target t.example.net. cannot be looked up: SERVFAIL",
    `alias www.example.: target t.example.net. could not be looked up for ${hold} s, and is answered SERVFAIL`,
  ]);
  said[A] = "t.example.net. 30 A 192.0.2.8";
  said[AAAA] = "none";
  await pass(61);
  expect(ask()).toMatch(/192\.0\.2\.8$/);
});

test("where nothing is to be held it is SERVFAIL when the TTL is over, and not before", async () => {
  const { ask, pass, said } = await serving(
    { [A]: "t.example.net. 100 A 192.0.2.7", [AAAA]: "none" },
    { hold: 0 },
  );
  delete said[A];
  await pass(100);
  expect(ask()).toBe("30 192.0.2.7");
  await pass(2);
  expect(ask()).toBe("SERVFAIL");
});

describe("a target that is said to have nothing any more", () => {
  test.each(["gone", "none"])("%s: its addresses are held for an hour, and no longer", async (nothing) => {
    const { ask, pass, said, log } = await serving({ [A]: "t.example.net. 30 A 192.0.2.7", [AAAA]: "none" });
    said[A] = nothing;
    said[AAAA] = nothing;
    await pass(HOUR - 60);
    expect(ask()).toBe("30 192.0.2.7");
    await pass(300);
    expect(ask()).toBe("");
    expect(log).toEqual([
      "alias www.example.: target t.example.net. has no addresses any more, and keeps those that it had for an hour",
      "alias www.example.: target t.example.net. now nothing (was 192.0.2.7)",
    ]);
  });

  test("a moment of it is not seen", async () => {
    const { ask, pass, said } = await serving({ [A]: "t.example.net. 30 A 192.0.2.7", [AAAA]: "none" });
    said[A] = "gone";
    said[AAAA] = "gone";
    await pass(600);
    said[A] = "t.example.net. 30 A 192.0.2.7";
    said[AAAA] = "none";
    await pass(120);
    said[A] = "gone";
    said[AAAA] = "gone";
    await pass(HOUR - 60);
    expect(ask()).toBe("30 192.0.2.7");
  });

  test("of one type is believed at once", async () => {
    const said = { [A]: "t.example.net. 30 A 192.0.2.7", [AAAA]: "t.example.net. 30 AAAA 2001:db8::7" };
    const tested = await serving(said);
    tested.said[AAAA] = "none";
    await tested.pass(30);
    expect([tested.ask(), tested.ask("AAAA")]).toEqual(["30 192.0.2.7", ""]);
  });
});

test("changes are counted and told; another order is none", async () => {
  const { counters, log, pass, said } = await serving({
    [A]: "t.example.net. 30 A 192.0.2.7\nt.example.net. 30 A 192.0.2.8",
    [AAAA]: "none",
  });
  said[A] = "t.example.net. 30 A 192.0.2.8\nt.example.net. 30 A 192.0.2.7";
  await pass(30);
  expect(counters[TARGET_CHANGES]).toBe(0);
  said[A] = "t.example.net. 30 A 192.0.2.9";
  await pass(30);
  expect(counters[TARGET_CHANGES]).toBe(1);
  expect(log).toEqual(["alias www.example.: target t.example.net. now 192.0.2.9 (was 192.0.2.7, 192.0.2.8)"]);
});

describe("addresses that are not told", () => {
  test.each([
    ["loopback", "127.0.0.1"],
    ["private", "192.168.1.1"],
    ["a link's", "169.254.0.1"],
    ["a nameserver's of ours", "192.0.2.53"],
    ["one at which this server answers", "198.51.100.53"],
  ])("%s: as if nothing had come", async (_name, address) => {
    const { ask, log, pass, said } = await serving(
      { [A]: "t.example.net. 30 A 192.0.2.7", [AAAA]: "none" },
      { own: rdata("198.51.100.53") },
    );
    said[A] = `t.example.net. 30 A ${address}`;
    await pass(200);
    expect(ask()).toBe("30 192.0.2.7");
    expect(log).toEqual([
      `alias www.example.: target t.example.net. has addresses that are not told: ${address}`,
    ]);
  });

  test("are left out beside others", async () => {
    const { ask } = await serving({
      [A]: "t.example.net. 30 A 10.0.0.1\nt.example.net. 30 A 192.0.2.7",
      [AAAA]: "none",
    });
    expect(ask()).toBe("30 192.0.2.7");
  });
});

describe("what came with the zones", () => {
  const known: FirstAddresses = { a: rdata("192.0.2.9"), aaaa: [] };
  const first = () => known;

  test("is told until something is looked up", async () => {
    const tables = tablesOf(ZONES);
    const tested = testedKeeper({});
    await tested.serve(tables, { first });
    const ask = serveTables(tables);
    expect(ask("www.example. A")).toEqual(["NOERROR aa", "www.example. 30 IN A 192.0.2.9"]);
    expect(ask("www.example. AAAA")[0]).toBe("NOERROR aa");
    tested.said[A] = "t.example.net. 100 A 192.0.2.7";
    tested.said[AAAA] = "none";
    await tested.pass(3);
    expect(ask("www.example. A")[1]).toMatch(/192\.0\.2\.7$/);
  });

  test("is not told where it is of a network of somebody's own", async () => {
    const tables = tablesOf(ZONES);
    await testedKeeper({}).serve(tables, { first: () => ({ a: rdata("127.0.0.1") }) });
    expect(serveTables(tables)("www.example. A")).toEqual(["SERVFAIL"]);
  });
});

describe("other tables", () => {
  test("have at once what is known of targets that were there before", async () => {
    const tested = await serving({ [A]: "t.example.net. 100 A 192.0.2.7", [AAAA]: "none" });
    await tested.pass(10);
    const tables = tablesOf({
      "example.": `${HEAD}www ${aliasTo("T.example.net.")}\nnew ${aliasTo("t.example.net.")}\n`,
    });
    tested.keeper.serve({ tables, signerFor: () => () => undefined, first: () => undefined });
    const ask = serveTables(tables);
    expect(ask("www.example. A")[1]).toBe("www.example. 90 IN A 192.0.2.7");
    expect(ask("new.example. A")[1]).toBe("new.example. 90 IN A 192.0.2.7");
    expect(tested.asked).toHaveLength(2);
  });

  test("of another keeper have what that one knew", async () => {
    const tables = tablesOf(ZONES);
    const dead = testedKeeper({ [A]: "t.example.net. 100 A 192.0.2.7", [AAAA]: "none" });
    await dead.serve(tables);
    await testedKeeper({}).serve(tables);
    const ask = serveTables(tables);
    expect(ask("www.example. A")[1]).toBe("www.example. 100 IN A 192.0.2.7");
    expect(ask("www.example. AAAA")[0]).toBe("NOERROR aa");
  });
});

test("so many targets are looked up at a time, and all of them in the end", async () => {
  const names = Array.from({ length: 100 }, (_, index) => `t${index}.example.net.`);
  const tables = tablesOf({
    "example.": `${HEAD}${names.map((name, index) => `n${index} ${aliasTo(name)}`).join("\n")}\n`,
  });
  let running = 0;
  let most = 0;
  const tested = testedKeeper(
    {},
    {
      ask: async () => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        return { failed: "timeout" };
      },
    },
  );
  await tested.serve(tables);
  expect(most).toBe(32);
  expect(tested.counters[0]).toBe(200);
});
