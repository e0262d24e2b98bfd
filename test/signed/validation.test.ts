import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtServer } from "../built-bundles.ts";
import { type OurServer, startOurServer } from "../our-server.ts";
import { type Ask, serveText } from "../serve-text.ts";
import { requireTool } from "../tools.ts";
import { CHILD_ZONE, parentZone } from "./example-zone.ts";
import { type ValidationCase, type Verdict, validationCases } from "./questions.ts";
import { type Signed, type Signing, sign } from "./sign.ts";
import { makeDelv, makeUnbound, type Validate } from "./validators.ts";

const tools = [
  requireTool("dnssec-signzone", "bind9-utils"),
  requireTool("ldns-signzone", "ldnsutils"),
  requireTool("delv", "bind9-dnsutils"),
  requireTool("unbound-host", "unbound-host"),
];

/** A parent zone with a signed and an unsigned child. */
interface Family {
  readonly parent: Signed;
  readonly zones: { readonly [origin: string]: string };
}

const SIGNINGS: readonly Signing[] = (["ldns", "bind"] as const).flatMap((signer) =>
  (["NSEC", "NSEC3", "NSEC3 with opt-out"] as const).flatMap((denial) =>
    ([8, 13, 15] as const).map((algorithm) => ({ signer, denial, algorithm })),
  ),
);
/** Questions whose answers rest on a proof: no data, no name, a wildcard, no data at a wildcard, no DS. */
const DENIALS = ["www MX", "nothing A", "x.wild A", "x.wild MX", "insecure DS"];
/**
 * To the server, algorithms differ in how long their signatures are, and Ed25519's are as long as those of algorithm 13.
 * So it is asked for one of each: an answer, a proof, a wildcard and what leads to a child.
 */
const BRIEFLY_ASKED = 15;
const BRIEF = ["address", "no such name", "wildcard", "DS", "address in a signed child"];
/** RSA keys take a while to find on a busy machine. */
const PATIENCE = 180_000;

describe.skipIf(tools.includes(false))("zones that others signed", () => {
  const families = new Map<Signing, Family>();
  let folder: string;
  let server: OurServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "zonepipe-signed-"));
    for (const signing of SIGNINGS) families.set(signing, await signFamily(folder, signing));
    const zones = Object.assign({}, ...Array.from(families.values(), (family) => family.zones));
    server = await startOurServer(await writeZones(folder, zones), [], await builtServer());
  }, PATIENCE);

  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  describe.each(SIGNINGS)("$signer, $denial, algorithm $algorithm", (signing) => {
    test(
      "every kind of answer is what a validator expects",
      async () => {
        const { parent } = families.get(signing)!;
        const isBrief = signing.algorithm === BRIEFLY_ASKED;
        const cases = validationCases(signing).filter(({ kind }) => !isBrief || BRIEF.includes(kind));
        const delv = await makeDelv(folder, parent, server.port);
        expect(await verdicts(parent, cases, delv)).toEqual(expected(signing, cases, "delv"));
        // A second opinion. Algorithms make no difference to the server, so one of them will do.
        if (signing.algorithm !== 13) return;
        const unbound = await makeUnbound(folder, parent, server.port);
        expect(await verdicts(parent, cases, unbound)).toEqual(expected(signing, cases, "unbound"));
      },
      PATIENCE,
    );

    test("without DO there are no signatures and no proofs", () => {
      const { parent, zones } = families.get(signing)!;
      const ask = serveText(zones);
      for (const { name, type } of validationCases(signing)) {
        const other = ask(`${absolute(name, parent)}. ${type}`, { tcp: true }).filter((line) =>
          / IN (RRSIG|NSEC|NSEC3|DS) /.test(line),
        );
        expect(other.filter((line) => !line.includes(` IN ${type} `))).toEqual([]);
      }
    });

    test.each(["secure", "insecure"])(
      "a referral to the %s child brings the proof that its DS answer has",
      (child) => {
        const { parent } = families.get(signing)!;
        const ask = serveText({ [`${parent.origin}.`]: parent.text });
        const referral = ask(`www.${child}.${parent.origin}. A`, { do: true, tcp: true });
        expect(referral[0]).toBe("NOERROR");
        expect(withoutTypes(referral, "NS|A")).toEqual(
          withoutTypes(dsAnswer(ask, `${child}.${parent.origin}.`), "SOA|RRSIG SOA"),
        );
      },
    );
  });

  describe("what was changed after signing is bogus, and the rest of the zone is not", () => {
    test.each<
      [change: string, denial: Signing["denial"], from: RegExp, to: string, questions: readonly string[]]
    >([
      ["an address", "NSEC", /(?<=^www\.ldns-.*\sA\s+)192\.0\.2\.3$/m, "198.51.100.3", ["www A"]],
      ["a wildcard", "NSEC", /(?<=^\*\.wild\..*\sA\s+)192\.0\.2\.4$/m, "198.51.100.4", ["x.wild A"]],
      ["a signature left out", "NSEC", /^mail\.ldns-.*\sRRSIG\s+AAAA .*$/m, "", ["mail AAAA"]],
      [
        "the target of an alias",
        "NSEC",
        /(?<=^alias\.ldns-.*\sCNAME\s+)www/m,
        "mail",
        ["alias A", "two-steps A"],
      ],
      ["the target of a DNAME", "NSEC", /(?<=^old\.ldns-.*\sDNAME\s+)new/m, "wild", ["www.old A"]],
      ["a DS", "NSEC", /(?<=^secure\.ldns-.*\sDS\s+\d+ \d+ 2) ..../m, " 0000", ["secure DS", "www.secure A"]],
      ["the bitmaps of proofs", "NSEC", /(?<=\sIN\s+NSEC\s+\S+)(?=\s)/g, " TYPE1000", DENIALS],
      [
        "the bitmaps of proofs",
        "NSEC3",
        /(?<=\sIN\s+NSEC3\s+\S+ \S+ \S+ \S+\s+\S+)(?=\s)/g,
        " TYPE1000",
        DENIALS,
      ],
      ["the opt-out flag of proofs", "NSEC3", /(?<=\sNSEC3\s+1) 0 /gm, " 1 ", [...DENIALS, "ent A"]],
      [
        "the opt-out flag of proofs",
        "NSEC3 with opt-out",
        /(?<=\sNSEC3\s+1) 1 /gm,
        " 0 ",
        [...DENIALS, "ent A"],
      ],
    ])(
      "%s, %s",
      async (_, denial, from, to, questions) => {
        const signing = SIGNINGS.find((each) => each.signer === "ldns" && each.denial === denial)!;
        const { parent, zones } = families.get(signing)!;
        const text = parent.text.replace(from, to);
        expect(text).not.toBe(parent.text);
        const own = await mkdtemp(join(folder, "changed-"));
        const changed = await startOurServer(
          await writeZones(own, { ...zones, [`${parent.origin}.`]: text }),
          [],
          await builtServer(),
        );
        try {
          for (const validate of [
            await makeDelv(own, parent, changed.port),
            await makeUnbound(own, parent, changed.port),
          ]) {
            for (const question of questions) {
              const [name = "", type = ""] = question.split(" ");
              expect([question, await validate(absolute(name, parent), type)]).toEqual([question, "bogus"]);
            }
            expect(await validate(absolute("ns1", parent), "A")).toBe("secure");
          }
        } finally {
          await changed.stop();
        }
      },
      PATIENCE,
    );

    test(
      "with the key of another zone as trust anchor everything is",
      async () => {
        const [one, other] = Array.from(families.values(), ({ parent }) => parent) as [Signed, Signed];
        const impostor = { ...one, anchor: other.anchor };
        const own = await mkdtemp(join(folder, "impostor-"));
        for (const validate of [
          await makeDelv(own, impostor, server.port),
          await makeUnbound(own, impostor, server.port),
        ]) {
          expect(await validate(absolute("www", one), "A")).toBe("bogus");
        }
      },
      PATIENCE,
    );
  });
});

async function signFamily(folder: string, signing: Signing): Promise<Family> {
  const { signer, denial, algorithm } = signing;
  const origin = `${signer}-${denial.replaceAll(" ", "-").toLowerCase()}-${algorithm}.example`;
  const child = await sign(folder, `secure.${origin}`, CHILD_ZONE, signing);
  const parent = await sign(folder, origin, parentZone(child.ds), signing);
  const zones = {
    [`${origin}.`]: parent.text,
    [`secure.${origin}.`]: child.text,
    [`insecure.${origin}.`]: CHILD_ZONE,
  };
  return { parent, zones };
}

/** Writes them for the server; the path of their manifest. */
async function writeZones(folder: string, zones: Family["zones"]): Promise<string> {
  const manifest: { [origin: string]: string } = {};
  for (const [origin, text] of Object.entries(zones)) {
    manifest[origin] = join(folder, `${origin}served`);
    await writeFile(manifest[origin], text);
  }
  const path = join(folder, "manifest.json");
  await writeFile(path, JSON.stringify(manifest));
  return path;
}

type Verdicts = { [question: string]: Verdict };

/** Asks a few at a time: the validators are processes. */
async function verdicts(
  parent: Signed,
  cases: readonly ValidationCase[],
  validate: Validate,
): Promise<Verdicts> {
  const found: Verdicts = {};
  const waiting = [...cases];
  const ask = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      found[`${next.name} ${next.type}: ${next.kind}`] = await validate(
        absolute(next.name, parent),
        next.type,
      );
    }
  };
  await Promise.all([ask(), ask(), ask()]);
  return found;
}

function expected(
  { denial }: Signing,
  cases: readonly ValidationCase[],
  validator: "delv" | "unbound",
): Verdicts {
  const isOptOut = denial === "NSEC3 with opt-out";
  return Object.fromEntries(
    cases.map(({ kind, name, type, verdict, optOut }) => [
      `${name} ${type}: ${kind}`,
      (isOptOut ? optOut?.[validator] : undefined) ?? verdict,
    ]),
  );
}

function absolute(name: string, { origin }: Signed): string {
  return name === "@" ? origin : `${name}.${origin}`;
}

/** The DS records with their signatures, or what proves that there are none. */
function dsAnswer(ask: Ask, child: string): string[] {
  return ask(`${child} DS`, { do: true, tcp: true });
}

/** The records of an answer that are of other types, in whatever section. */
function withoutTypes(answer: readonly string[], types: string): string[] {
  return answer
    .slice(1)
    .map((line) => line.replace(/^(authority|additional): /, ""))
    .filter((line) => !new RegExp(` IN (${types}) `).test(line))
    .sort();
}
