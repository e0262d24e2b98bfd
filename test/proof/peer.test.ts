import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALIAS } from "../../dns/alias-type.ts";
import { isBelow, printName } from "../../dns/name.ts";
import { AXFR, DNAME, IXFR, NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { Zone } from "../../dns/zone.ts";
import { splitAnswers } from "../../src/proof/queries.ts";
import { makeSide } from "../../src/proof/side.ts";
import { writeProofZone } from "../../src/proof/zone-text.ts";
import { interview } from "../differential/interview.ts";
import { normalise } from "../differential/normal-form.ts";
import { NSD } from "../differential/programs.ts";
import { encodeQuestion, type Question } from "../differential/question.ts";
import { writeZones } from "../differential/running-server.ts";
import { learn } from "../differential/truth.ts";
import { requireTool } from "../tools.ts";
import { answererOf } from "./answering.ts";
import { makeTrial } from "./completeness.ts";
import { printPair } from "./print-pair.ts";
import { arbitraryPair, type ZonePair } from "./zone-pair.ts";

const runs = Number(process.env.PROOF_RUNS ?? 6);
const seed = Number(process.env.PROOF_SEED ?? 13);

describe.skipIf(!requireTool("nsd", "nsd"))(
  "NSD, asked the set of questions on both sides of a change",
  () => {
    test.each(fc.sample(arbitraryPair(), { numRuns: runs, seed }).map(comparable))(
      "has other answers where our server has: pair %#",
      async (pair) => {
        const questions = questionsOver(pair);
        const [before, after] = await Promise.all([
          compare(pair.before, questions),
          compare(pair.after, questions),
        ]);
        const differing = questions
          .map((question, index) => ({
            question: `${printName(question.name)} ${typeName(question.type)}`,
            nsd: before.nsd[index] !== after.nsd[index],
            ours: before.ours[index] !== after.ours[index],
          }))
          .filter(({ nsd, ours }) => nsd !== ours);
        expect(differing, printPair(pair)).toEqual([]);
      },
    );
  },
);

/**
 * Without what NSD is known to see otherwise (`../differential/known-differences.md`): names of NSEC3 and names of two zones are
 * names of the zone there, DNSSEC's own types beside an alias are looked for elsewhere, and a zone below a DNAME of another one is
 * refused. NSD knows no ALIAS.
 */
function comparable({ before, after }: ZonePair): ZonePair {
  const left = (zones: readonly Zone[]) =>
    zones.map(({ origin, records }) => ({
      origin,
      records: records.filter(({ owner, type }) => {
        if (type === DNAME && zones.some((zone) => isBelow(zone.origin, owner))) return false;
        return ![NSEC, NSEC3, RRSIG, ALIAS].includes(type);
      }),
    }));
  return { before: left(before), after: left(after) };
}

function questionsOver(pair: ZonePair): Question[] {
  const { set } = makeTrial(pair);
  const truths = [learn(pair.before), learn(pair.after)];
  return [...set.asked()]
    .flatMap(({ name }) => set.questionsFor(name))
    .filter(
      ({ name, type }) =>
        ![AXFR, IXFR, NSEC, RRSIG].includes(type) && !truths.some((truth) => truth.isInTwoZones(name)),
    )
    .map(({ name, type }) => ({
      name,
      type,
      class: 1,
      opcode: 0,
      rd: false,
      cd: false,
      edns: { version: 0, size: 4096, do: false },
      transport: "tcp",
    }));
}

/** What NSD and our server say to the questions, each in a form in which equal answers are equal. */
async function compare(zones: readonly Zone[], questions: readonly Question[]) {
  using files = writeZones(zones);
  const truth = learn(zones);
  const nsd = await interview(NSD, files, questions);
  const packets = questions.map((question) => encodeQuestion(question));
  const framed = Buffer.concat(
    packets.flatMap((packet) => [Uint8Array.of(packet.length >>> 8, packet.length), packet]),
  );
  const ours = [...splitAnswers(answererOf([...makeSide(zones).zones.values()].map(writeProofZone))(framed))];
  const form = (first: Uint8Array | undefined, index: number) =>
    normalise({ first, second: undefined }, questions[index]!, truth).form;
  return {
    nsd: nsd.map(({ first }, index) => form(first, index)),
    ours: ours.map(form),
  };
}
