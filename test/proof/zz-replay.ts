import fc from "fast-check";
import { gapAt, makeTrial } from "/work/wt-complete/test/proof/completeness.ts";
import { arbitraryFarName } from "/work/wt-complete/test/proof/far-questions.ts";
import { printPair } from "/work/wt-complete/test/proof/print-pair.ts";
import { arbitraryPair } from "/work/wt-complete/test/proof/zone-pair.ts";
const [seed, runs, path] = process.argv.slice(2);
const start = performance.now();
const long = (t: string) => t.replace(/([a-zA-Z])\1{9,}/g, (m, c) => `${c}{${m.length}}`);
const prop = fc.property(arbitraryPair(), fc.array(arbitraryFarName(), { minLength: 12, maxLength: 12 }), (pair, ways) => gapAt(makeTrial(pair), ways) === undefined);
const r = fc.check(prop, { seed: Number(seed), numRuns: Number(runs), ...(path ? { path } : {}), interruptAfterTimeLimit: 400_000 });
console.log(r.numRuns, "runs", r.failed, Math.round(performance.now() - start), "ms");
if (r.failed && r.counterexample) { const [pair, ways] = r.counterexample; console.log(long(printPair(pair))); console.log(long(String(gapAt(makeTrial(pair), ways)))); console.log("path", r.counterexamplePath?.slice(0,50)); }
