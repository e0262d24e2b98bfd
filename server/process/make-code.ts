import type { Name } from "../../dns/name.ts";
import { A, AAAA, MX, NS, SOA, TXT } from "../../dns/type-numbers.ts";
import { askTcp } from "../ask/ask-tcp.ts";
import { askUdp } from "../ask/ask-udp.ts";
import type { OwnQuestion } from "../ask/own-question.ts";
import type { Settings } from "../settings/settings.ts";
import type { Code } from "../start/code-file.ts";
import type { StartedProgram } from "../start/program.ts";
import type { Service } from "./service.ts";

/** The settings with which a server is started to see what a start compiles: it answers this process alone, in one thread for each transport. */
export function settingsForCode(settings: Settings): Settings {
  return {
    ...settings,
    listen: [{ host: LOOPBACK, port: 0, transport: "both" }],
    http: settings.http && { host: LOOPBACK, port: 0 },
    udp: "batch",
    udpThreads: 1,
    ...{ account: undefined, notify: [], watch: false, drain: 0 },
  };
}

const LOOPBACK = "127.0.0.1";

/** What V8 has compiled of the program when it has started, and its threads have answered for these zones. Undefined where it does not answer. */
export async function makeCode(
  program: StartedProgram,
  service: Service,
  origins: readonly Name[],
): Promise<Code | undefined> {
  const main = program.compiled(); // before it asks: a start does not
  const { udp, tcp } = service.own;
  if (udp === undefined || tcp === undefined) return undefined;
  const questions = origins.slice(0, ZONES).flatMap(questionsAbout);
  const deadline = performance.now() + PATIENCE;
  const answers = await Promise.all([askUdp(udp)(questions, deadline), askTcp(tcp)(questions, deadline)]);
  if (answers.flat().some((answer) => "fault" in answer && answer.fault !== TRUNCATED)) return undefined;
  const codeOf = async (kind: "udp-batch" | "tcp") =>
    await service.threads.find((thread) => thread.kind === kind)!.code(); // both answer
  return { main, "udp-batch": await codeOf("udp-batch"), tcp: await codeOf("tcp") };
}

/** So many have an answer of each kind, mostly. */
const ZONES = 16;
/** Milliseconds. */
const PATIENCE = 10_000;
const LONGEST = 255 - 7; // RFC 1035 §2.3.4
const TRUNCATED = "a truncated answer";

function questionsAbout(origin: Name): OwnQuestion[] {
  const types = [SOA, NS, A, AAAA, MX, TXT];
  const below = origin.length > LONGEST ? origin : (`\x06absent${origin}` as Name); // it is no longer than a name may be
  const names = [...types.map((type) => ({ name: origin, type })), { name: below, type: A }];
  return names.flatMap((each) => [each, { ...each, do: true }]);
}
