import { CLASS_IN } from "../dns/classes.ts";
import { decodeMessage, encodeMessage, NO_FLAGS } from "../dns/message.ts";
import { printName } from "../dns/name.ts";
import { readZoneFile } from "../dns/zone-file/read.ts";
import { makeIdentity } from "../server/answer/identity.ts";
import { makeResponder, type Respond } from "../server/answer/respond.ts";
import { UNKNOWN_CLIENT } from "../server/query/client.ts";
import { compile } from "../server/tables/compile/compile.ts";
import { addRecord, addZone, makeStaging } from "../server/tables/compile/staging.ts";
import { WorldError } from "../src/files/world-error.ts";
import type { Served } from "../src/live/local-nameserver.ts";
import { renderZone } from "../src/render/render-zone.ts";
import { styleSerial } from "../src/serial/style.ts";
import type { SourceZone } from "../src/source/source-zone.ts";
import type { Answer, Asker, Question } from "../src/verify/types.ts";

/** The nameserver on this page: its tables are compiled here, and its answers are the server's own, without a socket. */
export interface PageNameserver {
  readonly served: Served | undefined;
  readonly serialOf: (zone: SourceZone) => number;
  /** @throws WorldError where the server would refuse the zones */
  readonly serve: (zones: readonly SourceZone[]) => Promise<Served>;
  readonly asker: Asker;
  /** The zone files that it has. */
  readonly texts: () => readonly string[];
}

/** One that serves nothing yet. */
export function pageNameserver(now: () => Date): PageNameserver {
  let served: Served | undefined;
  let respond: Respond | undefined;
  let texts: readonly string[] = [];
  const serialOf = (zone: SourceZone) => styleSerial(zone.config.serial, now()) || 1;
  return {
    get served() {
      return served;
    },
    serialOf,
    serve: (zones) => {
      const rendered = zones.map((zone) => ({
        origin: zone.origin,
        text: renderZone(zone, serialOf(zone)).text,
      }));
      respond = respondFrom(rendered);
      texts = rendered.map(({ text }) => text);
      served = { address: "127.0.0.1", port: 53, zones, at: now() };
      return Promise.resolve(served);
    },
    asker: {
      client: { kind: "built-in", version: "" },
      ask: (_nameserver, _transport, questions) =>
        Promise.resolve(questions.map((question) => ask(respond, question))),
      noRoute: () => Promise.resolve(undefined),
    },
    texts: () => texts,
  };
}

type ZoneText = { readonly origin: SourceZone["origin"]; readonly text: string };

function respondFrom(zones: readonly ZoneText[]): Respond {
  const staging = makeStaging(1000);
  for (const { origin, text } of zones) {
    const zone = addZone(staging, Buffer.from(origin, "latin1"), printName(origin), false);
    const bytes = Buffer.from(text, "latin1");
    readZoneFile(
      { file: printName(origin), bytes, origin },
      (record) => void addRecord(staging, zone, record),
    );
  }
  const compiled = compile(staging);
  if ("problems" in compiled)
    throw new WorldError(
      `The nameserver refuses this: ${compiled.problems.map(({ problem }) => problem.message).join("; ")}`,
    );
  return makeResponder(compiled.tables, makeIdentity("page", "page"));
}

const MOST = 65_535; // octets, as over TCP

function ask(respond: Respond | undefined, { name, type }: Question): Answer {
  const began = performance.now();
  const sections = { answer: [], authority: [], additional: [] };
  const question = [{ name, type, class: CLASS_IN }];
  const query = encodeMessage({ id: 1, opcode: 0, rcode: 0, flags: NO_FLAGS, question, ...sections });
  const out = new Uint8Array(MOST);
  const length = respond?.(query, query.length, out, MOST, UNKNOWN_CLIENT) ?? 0;
  const message = length === 0 ? { fault: "is silent" } : decodeMessage(out.subarray(0, length));
  if ("fault" in message)
    return { outcome: "no-reply", reason: `The nameserver ${message.fault}`, milliseconds: 0 };
  const { rcode, flags, answer, authority, additional } = message;
  const milliseconds = performance.now() - began;
  return {
    outcome: "reply",
    rcode,
    aa: flags.aa,
    answer,
    authority,
    additional,
    transport: "tcp",
    milliseconds,
  };
}
