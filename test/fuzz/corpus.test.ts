import { expect, test } from "vitest";
import { kindOf, readCorpus } from "./corpus.ts";
import { makeTargets } from "./targets.ts";

test("every query of the corpus gets the kind of answer that it had (else see test/fuzz/keep.ts)", () => {
  const targets = makeTargets();
  const queries = readCorpus();
  expect(queries.length).toBeGreaterThan(500);
  const changed = queries.flatMap(({ target, transport, query, kind }) => {
    const now = kindOf(targets[target]!, query, transport);
    return now === kind ? [] : [`${transport} ${Buffer.from(query).toString("hex")}: ${kind} became ${now}`];
  });
  expect(changed).toEqual([]);
});
