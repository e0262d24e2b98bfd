import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Zone } from "../../dns/zone.ts";
import { makeQuestions } from "../../test/differential/make-questions.ts";
import { REFERENCES, type Reference, startReference } from "../../test/reference-nameservers.ts";
import { expectedClaims, provedClaims } from "../../test/signed/denial-claims.ts";
import { parentZone } from "../../test/signed/example-zone.ts";
import { type Signing, sign } from "../../test/signed/sign.ts";
import { requireTool } from "../../test/tools.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { OUR_LIMITS } from "../verify/follow-alias.ts";
import { judgeByModel } from "../verify/judge-by-model.ts";
import type { Question } from "../verify/types.ts";
import { modelZones } from "../verify/zone-model.ts";
import { builtInClient } from "../world/dns-client.ts";

const tools = [
  requireTool("dnssec-signzone", "bind9-utils"),
  requireTool("ldns-signzone", "ldnsutils"),
  ...Object.values(REFERENCES).map(({ program, debianPackage }) => requireTool(program, debianPackage)),
];
const SIGNINGS: readonly Signing[] = (["ldns", "bind"] as const).flatMap((signer) =>
  (["NSEC", "NSEC3", "NSEC3 with opt-out"] as const).map((denial) => ({ signer, denial, algorithm: 13 })),
);
const SEED = 20261129;

describe.skipIf(tools.includes(false))("zones that two signers signed", () => {
  const zones: Zone[] = [];

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "zonepipe-denial-"));
    const ds = `secure DS 12345 13 2 ${"ab".repeat(32)}\n`;
    for (const [number, signing] of SIGNINGS.entries()) {
      const { text } = await sign(folder, `s${number}.example`, parentZone(ds), signing);
      zones.push(zoneOf(`s${number}.example.`, text));
    }
    await rm(folder, { recursive: true });
  });
  afterAll(() => zones.splice(0));

  test.each(Object.keys(REFERENCES) as Reference[])("%s proves what the model denies", async (kind) => {
    const models = modelZones(zones);
    const limits = kind === "zonepipe" ? OUR_LIMITS : {};
    const questions = makeQuestions(SEED, 1, zones, 1500)
      .map(({ name, type }): Question => ({ name, type, dnssec: true }))
      .filter(
        (question) =>
          !LEFT_OUT.includes(typeName(question.type)) && !OTHERWISE[kind](printName(question.name)),
      );
    const { port, stop } = await startReference(kind, zones);
    const target = { name: kind, address: "127.0.0.1", port };
    const answers = await builtInClient.ask(target, "tcp", questions, { timeout: 5000, tries: 2 });
    await stop();
    let denials = 0;
    const wrong = questions.flatMap((question, index) => {
      const answer = answers[index]!;
      const title = `${printName(question.name)} ${typeName(question.type)}`;
      if (answer.outcome !== "reply") return [`${title}: ${answer.reason}`];
      const { name, type } = question;
      const proved = provedClaims(models, name, type, answer);
      const expected = expectedClaims(models, name, type, limits);
      const { finding } = judgeByModel(models, question, answer, limits);
      denials += expected.length;
      return [
        ...(finding === undefined
          ? []
          : [`${title}: ${finding.kind} ${finding.expected}\n- got ${finding.got}`]),
        ...(`${proved}` === `${expected}` ? [] : [`${title}: proves ${proved}, expected ${expected}`]),
      ];
    });
    expect(wrong).toEqual([]);
    expect(denials).toBeGreaterThan(300);
  });
});

/** What a server takes otherwise. */
const OTHERWISE: { readonly [kind in Reference]: (name: string) => boolean } = {
  // To NSD 4.6.1 the owner of an NSEC3 is a name that exists, and it leaves out the proof of the name that a DNAME leads to.
  nsd: (name) => /\.[0-9a-v]{32}\./i.test(name) || /\.old\.s\d\.example\.$/i.test(name),
  knot: () => false,
  bind: () => false,
  zonepipe: () => false,
};

/** Where the servers do as they think best, of which `reference.test.ts` beside the model has a table. */
const LEFT_OUT = [
  "RRSIG",
  "NSEC",
  "NSEC3",
  "KEY",
  "SIG",
  "NXT",
  "SOA",
  "ANY",
  "AXFR",
  "IXFR",
  "OPT",
  "TSIG",
  "TKEY",
  "TYPE0",
  "MAILA",
  "MAILB",
  "NXNAME",
];
