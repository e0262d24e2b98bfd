import { keyOf, type Name } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { PolicyKey } from "../../dns/signing/policy.ts";
import { shapeSign } from "../../dns/signing/shape-signer.ts";
import { type AddressSet, readAddresses } from "../../dns/zone-file/addresses.ts";
import { ADDRESSES_SUFFIX, zoneNameOf } from "../../dns/zone-file/file-name.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import type { FirstAddresses } from "../../server/alias/keeper.ts";
import { serveFirst } from "../../server/alias/serve-first.ts";
import { zoneSigners } from "../../server/alias/zone-signers.ts";
import { makeIdentity } from "../../server/answer/identity.ts";
import { MAX_TCP_MESSAGE } from "../../server/answer/limits.ts";
import { makeResponder, type Respond } from "../../server/answer/respond.ts";
import { UNKNOWN_CLIENT } from "../../server/query/client.ts";
import { compile } from "../../server/tables/compile/compile.ts";
import {
  addRecord,
  addZone,
  makeStaging,
  type StagedZone,
  type Staging,
} from "../../server/tables/compile/staging.ts";
import { findPolicy } from "../../server/zones/find-policy.ts";
import { signWritten } from "../../server/zones/sign-staged.ts";
import { splitAnswers } from "../../src/proof/queries.ts";
import type { Side } from "../../src/proof/side.ts";
import type { Symbols } from "../../src/proof/symbols.ts";
import { type ProofFile, writeProofZone } from "../../src/proof/zone-text.ts";
import { addressesFileName } from "../../src/render/render-zone.ts";
import type { World } from "../../src/world.ts";
import { nameOf } from "../zone-text.ts";

/** Answers queries, each behind its length, in the same framing. */
export type AnswerAll = (framed: Uint8Array) => Uint8Array;

/**
 * The nameserver's code in this process over zone files as the proof writes them, and the files of addresses beside them. Throws where
 * it refuses one.
 */
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

/** The zones of a side as the proof writes them, with the made-up addresses of what lies outside. */
export function filesOf(side: Side, symbols: Symbols): ProofFile[] {
  return [...side.zones.values()].flatMap((zone) => {
    const addresses = symbols.fileOf(side, zone);
    const written = writeProofZone(zone);
    return addresses === undefined
      ? [written]
      : [written, { path: addressesFileName(zone.origin), text: addresses }];
  });
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
      const inside = [...files].filter(
        ([path]) => path.startsWith(`${folder}/`) && /\.(zone|addresses)$/.test(path),
      );
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
  const keys: { readonly keys: readonly PolicyKey[] }[] = [];
  for (const { path, text } of files.filter((file) => file.path.endsWith(".zone"))) {
    const origin = nameOf(zoneNameOf(path.replace(/\.zone$/, "")));
    const zone = addZone(staging, Buffer.from(origin, "latin1"), path);
    const problems = readZoneFile({ file: path, bytes: Buffer.from(text, "latin1"), origin }, (record) => {
      if (!addRecord(staging, zone, record)) throw new Error(`${path}:${record.line}: outside the zone`);
    });
    if (problems[0] !== undefined) throw new Error(`${path}: ${problems[0].message}`);
    keys.push({ keys: signFirstWeek(staging, zone, origin, path) });
  }
  const compiled = compile(staging);
  if ("problems" in compiled)
    throw new Error(compiled.problems.map(({ problem }) => problem.message).join("\n"));
  const { tables } = compiled;
  const first = firstIn(files.filter((file) => file.path.endsWith(ADDRESSES_SUFFIX)));
  serveFirst({ tables, signerFor: zoneSigners(keys, shapeSign), first }, 0);
  return makeResponder(tables, makeIdentity("zonepipe", "zonepipe"));
}

/** What files of addresses have of a target. */
function firstIn(files: readonly ProofFile[]): (target: Name) => FirstAddresses | undefined {
  const known = new Map<Name, FirstAddresses>();
  for (const { text } of files)
    for (const [target, { a, aaaa }] of readAddresses(text).targets)
      known.set(keyOf(target), { a: octetsOf(a), aaaa: octetsOf(aaaa) });
  return (target) => known.get(target);
}

function octetsOf(set: AddressSet | undefined): string[] | undefined {
  return set?.addresses.map((octets) => Buffer.from(octets).toString("latin1"));
}

/**
 * Signs a zone that is to be signed, with stand-ins, as the nameserver behind a pipe does that is told of no later week. Gives its
 * keys.
 */
function signFirstWeek(staging: Staging, zone: StagedZone, origin: Name, file: string): readonly PolicyKey[] {
  const found = findPolicy(staging, zone);
  if (found.kind !== "policy") return [];
  const problems: Problem[] = [];
  signWritten(staging, zone, {
    ...{
      origin,
      policy: found.policy,
      serial: 1,
      keySignatures: [],
      digest: "",
      served: undefined,
      problems,
    },
    signing: { kind: "now", window: 0, signerOf: shapeSign, by: "stand-ins" },
    place: { file, line: 1, column: 1 },
  });
  if (problems[0] !== undefined) throw new Error(`${file}: ${problems[0].message}`);
  return found.policy.keys;
}
