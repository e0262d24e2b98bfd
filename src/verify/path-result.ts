import { SOA } from "../../dns/records/soa.ts";
import type { Octets } from "../../dns/wire.ts";
import { isSerialCheck } from "./checks.ts";
import type { Finding } from "./judge.ts";
import type { PathCheck, PathState } from "./path-state.ts";
import { serialOf } from "./soa-serial.ts";
import type { Miss, PathResult } from "./types.ts";

/** What a path's checks come to. What has one cause is one miss: a dead path, a zone that is not served. */
export function summarize(state: PathState, noRoute: string | undefined, settings: Limits): PathResult {
  const { nameserver, transport, client, checks, nsids, truncated, limited, instead } = state;
  const isAsked = noRoute === undefined;
  const right = checks.filter(({ passedAt }) => passedAt !== undefined);
  const isTooLate = ({ attempts, passedAt }: PathCheck) => attempts > 1 && passedAt! > settings.deadline;
  const isLate = ({ attempts, milliseconds }: PathCheck) => attempts > 1 || milliseconds > settings.slow;
  const tooLate = right.filter(isTooLate);
  const late = right.filter((check) => isLate(check) && !isTooLate(check));
  const recut = right.filter(({ isRecut }) => isRecut).map(({ check }) => check.question.name);
  const elsewhere = right.flatMap((check) => check.elsewhere ?? []);
  return {
    nameserver,
    transport,
    client,
    asked: checks.length,
    passed: right.length - tooLate.length,
    ...(!isAsked && { notAsked: noRoute }),
    serials: checks.filter(({ check }) => isSerialCheck(check)).map(serialRow),
    misses: isAsked ? [...missesOf(state), ...tooLate.map((check) => lateMiss(check, settings))] : [],
    notes: late.map((check) => lateMiss(check, settings)),
    milliseconds: timesOf(checks),
    answeredBy: [...nsids].map(printNsid).sort(),
    truncated,
    ...(limited > 0 && { limited }),
    instead,
    ...(recut.length > 0 && { recut }),
    ...(elsewhere.length > 0 && { elsewhere }),
  };
}

/** The settings that say what late is. */
export interface Limits {
  readonly deadline: number;
  readonly slow: number;
}

function serialRow({ check, serial }: PathCheck): PathResult["serials"][number] {
  const { expectation } = check;
  const soa =
    expectation.outcome === "answer" ? expectation.records.find(({ type }) => type === SOA.code) : undefined;
  return { zone: check.zone, expected: soa === undefined ? 0 : serialOf(soa), got: serial };
}

function missesOf(state: PathState): Miss[] {
  const { checks, isSilent } = state;
  const open = checks.filter(({ finding }) => finding !== undefined);
  const lame = new Set(open.filter(({ isLame }) => isLame).map(({ check }) => check.zone));
  const served = open.filter(({ check, isLame }) => isLame || !lame.has(check.zone));
  const hasReplied = checks.some(({ replied }) => replied);
  const isUnheard = (check: PathCheck) =>
    !hasReplied || check.isHeldBack || (isSilent && check.finding?.kind === "no-answer");
  const heard = served.filter((check) => !isUnheard(check)).map((check) => missOf(check, check.finding!));
  return [...silenceMiss(served.filter(isUnheard), state, hasReplied), ...heard];
}

/** One miss for all questions that met silence. */
function silenceMiss(unheard: readonly PathCheck[], state: PathState, hasReplied: boolean): Miss[] {
  const [first] = unheard;
  if (first === undefined) return [];
  const { transport, checks } = state;
  const over = transport.toUpperCase();
  const open = checks.filter(({ passedAt }) => passedAt === undefined).length;
  const count = hasReplied ? unheard.length : open;
  const rest = count === 1 ? "" : `; ${count} questions have no answer over ${over}`;
  const { kind, got } = first.finding!;
  return [missOf(first, { kind, expected: `an answer over ${over}`, got: `${got}${rest}` })];
}

function lateMiss(check: PathCheck, { slow }: Limits): Miss {
  const { attempts, milliseconds, passedAt, firstFinding } = check;
  const expected = `the right answer at once, within ${slow} ms`;
  const got =
    firstFinding === undefined
      ? `the right answer after ${Math.round(milliseconds)} ms`
      : `the right answer at attempt ${attempts}, ${Math.round(passedAt!)} ms after the start; first ${firstFinding.kind}`;
  return missOf(check, { kind: "late", expected, got });
}

function missOf({ check, attempts, milliseconds }: PathCheck, finding: Finding): Miss {
  const { zone, question } = check;
  return { zone, name: question.name, type: question.type, ...finding, attempts, milliseconds };
}

function timesOf(checks: readonly PathCheck[]): PathResult["milliseconds"] {
  const times = checks
    .filter(({ replied }) => replied)
    .map(({ milliseconds }) => milliseconds)
    .sort((a, b) => a - b);
  return { median: times[times.length >> 1] ?? 0, slowest: times.at(-1) ?? 0 };
}

/** As text where it is text, else in hex (RFC 5001 §2.4). */
function printNsid(nsid: Octets): string {
  return /^[\x20-\x7e]+$/.test(nsid) ? nsid : Buffer.from(nsid, "latin1").toString("hex");
}
