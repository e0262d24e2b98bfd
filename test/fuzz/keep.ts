import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CORPUS, makeCorpus } from "./corpus.ts";
import { makeTargets } from "./targets.ts";

const SEED = 20_261_129;
const QUERIES = 400_000;

mkdirSync(dirname(CORPUS), { recursive: true });
const lines = makeCorpus(makeTargets(), SEED, QUERIES);
const head = `# Of ${QUERIES} damaged queries (seed ${SEED}) the shortest for each kind of answer: target, transport, kind, query.
# node test/fuzz/keep.ts makes it anew: read the diff, for a kind that goes is an answer that changed.
`;
writeFileSync(CORPUS, `${head}${lines.join("\n")}\n`);
console.log(`${lines.length} queries in ${CORPUS}`);
