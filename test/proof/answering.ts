import { zoneNameOf } from "../../dns/zone-file/file-name.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import { makeIdentity } from "../../server/answer/identity.ts";
import { MAX_TCP_MESSAGE } from "../../server/answer/limits.ts";
import { makeResponder, type Respond } from "../../server/answer/respond.ts";
import { UNKNOWN_CLIENT } from "../../server/query/client.ts";
import { compile } from "../../server/tables/compile/compile.ts";
import { addRecord, addZone, makeStaging } from "../../server/tables/compile/staging.ts";
import { splitAnswers } from "../../src/proof/queries.ts";
import type { Side } from "../../src/proof/side.ts";
import { type ProofFile, writeProofZone } from "../../src/proof/zone-text.ts";
import type { World } from "../../src/world.ts";
import { nameOf } from "../zone-text.ts";

/** Answers queries, each behind its length, in the same framing. */
export type AnswerAll = (framed: Uint8Array) => Uint8Array;

/** The nameserver's code in this process over zone files as the proof writes them. Throws where it refuses one. */
export function answererOf(files: readonly ProofFile[]): AnswerAll {
  const respond = responderOf(files);
  const out = new Uint8Array(MAX_TCP_MESSAGE);
  return (framed) => {
    const answers: Uint8Array[] = [];
    for (const query of splitAnswers(framed)) {
      const length = respond(query, query.length, out, MAX_TCP_MESSAGE, UNKNOWN_CLIENT);
      answers.push(Uint8Array.of(length >>> 8, length), out.slice(0, length));
    }
    return Buffer.concat(answers);
  };
}

/** The zones of a side as the proof writes them. */
export function filesOf({ zones }: Side): ProofFile[] {
  return [...zones.values()].map(writeProofZone);
}

/** As much of a world as `prove` uses: files are kept in memory, and the nameservers answer in this process. */
export function worldInMemory(onAsk: (queries: Uint8Array) => void = () => undefined): World {
  const files = new Map<string, string>();
  const world: Pick<World, "output" | "startAnswering"> = {
    output: {
      write: (path, text) => Promise.resolve(void files.set(path, text)),
      remove: (path) => Promise.resolve(void files.delete(path)),
    },
    startAnswering: (folder) => {
      const inside = [...files].filter(([path]) => path.startsWith(`${folder}/`) && path.endsWith(".zone"));
      const answer = answererOf(
        inside.map(([path, text]) => ({ path: path.slice(folder.length + 1), text })),
      );
      return Promise.resolve({
        ask: (queries) => {
          onAsk(queries);
          return Promise.resolve(answer(queries));
        },
        stop: () => Promise.resolve(),
      });
    },
  };
  return world as World; // no more of it is used
}

function responderOf(files: readonly ProofFile[]): Respond {
  const staging = makeStaging(1000);
  for (const { path, text } of files) {
    const origin = nameOf(zoneNameOf(path.replace(/\.zone$/, "")));
    const zone = addZone(staging, Buffer.from(origin, "latin1"), path);
    const problems = readZoneFile({ file: path, bytes: Buffer.from(text, "latin1"), origin }, (record) => {
      if (!addRecord(staging, zone, record)) throw new Error(`${path}:${record.line}: outside the zone`);
    });
    if (problems[0] !== undefined) throw new Error(`${path}: ${problems[0].message}`);
  }
  const compiled = compile(staging);
  if ("problems" in compiled)
    throw new Error(compiled.problems.map(({ problem }) => problem.message).join("\n"));
  return makeResponder(compiled.tables, makeIdentity("zonepipe", "zonepipe"));
}
