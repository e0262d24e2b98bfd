import { SOA } from "../../dns/records/soa.ts";
import { type Check, endOf, isSerialCheck } from "./checks.ts";
import { type Finding, judge } from "./judge.ts";
import { summarize } from "./path-result.ts";
import type { PathCheck, PathState } from "./path-state.ts";
import { describeReply } from "./print-answer.ts";
import { serialOf } from "./soa-serial.ts";
import { cutOtherwise } from "./text-cuts.ts";
import type {
  Answer,
  Asker,
  Nameserver,
  PathResult,
  Reply,
  Targets,
  Transport,
  VerifySettings,
} from "./types.ts";

/** What all paths of one verification share. */
export interface PathRun {
  readonly checks: readonly Check[];
  readonly asker: Asker;
  readonly settings: VerifySettings;
  /** When the verification began, by the clock of the settings. */
  readonly start: number;
  /** Told how many more checks have been asked once. */
  readonly onDone: (count: number) => void;
}

/** Asks one nameserver over one transport, in rounds. */
export async function verifyPath(
  nameserver: Nameserver,
  transport: Transport,
  noRoute: string | undefined,
  run: PathRun,
): Promise<PathResult> {
  const state: PathState = {
    nameserver,
    transport,
    client: run.asker.client,
    checks: run.checks.map((check) => ({
      check,
      attempts: 0,
      replied: false,
      milliseconds: 0,
      isHeldBack: false,
      isLame: false,
    })),
    nsids: new Set(),
    truncated: 0,
    limited: 0,
    instead: 0,
    isSilent: false,
  };
  const left = noRoute === undefined ? await askInRounds(state, run) : run.checks.length;
  run.onDone(left);
  return summarize(state, noRoute, run.settings);
}

const LONGEST_PAUSE = 10_000;
const LONGEST_TIMEOUT = 5_000; // what dig waits unless told otherwise

/** Goes on until everything is right or the deadline is near; gives how many checks `onDone` was not told of. */
async function askInRounds(state: PathState, run: PathRun): Promise<number> {
  const { clock, deadline } = run.settings;
  let { pause, timeout } = run.settings;
  let untold = state.checks.length;
  const tell = (count: number) => {
    untold -= count;
    run.onDone(count);
  };
  let onDone: ((count: number) => void) | undefined = tell;
  for (;;) {
    await askRound(state, run, timeout, onDone);
    onDone = undefined;
    if (openChecks(state, run).length === 0 || clock.now() - run.start + pause > deadline) return untold;
    await clock.wait(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    timeout = Math.min(timeout * 2, LONGEST_TIMEOUT);
  }
}

/** What is still to be asked, or asked again. */
function openChecks({ checks }: PathState, { settings }: PathRun): PathCheck[] {
  const unproved = checks.filter(({ passedAt }) => passedAt === undefined);
  if (!settings.isSettled) return unproved;
  const lame = new Set(checks.filter(({ isLame }) => isLame).map(({ check }) => check.zone));
  return unproved.filter(
    ({ check, finding, replied }) => !replied && finding?.kind !== "malformed" && !lame.has(check.zone),
  );
}

/** The serials first: they show whether anything answers, and which zones the nameserver serves. */
async function askRound(
  state: PathState,
  run: PathRun,
  timeout: number,
  onDone: ((count: number) => void) | undefined,
): Promise<void> {
  const open = openChecks(state, run);
  const serials = open.filter(({ check }) => isSerialCheck(check));
  const repliesToSerials = await askAll(serials, state, run, timeout, onDone);
  state.isSilent = serials.length > 0 && repliesToSerials === 0;
  if (state.isSilent) return;
  const lame = new Set(serials.filter(({ isLame }) => isLame).map(({ check }) => check.zone));
  // Those asked least often come first, so that a question without an answer does not keep back the ones behind it.
  const others = open
    .filter(({ check }) => !isSerialCheck(check) && !lame.has(check.zone))
    .sort((a, b) => a.attempts - b.attempts);
  const replies = await askAll(others, state, run, timeout, onDone);
  state.isSilent = repliesToSerials + replies === 0 && serials.length + others.length > 0;
}

/** Asks them once each; gives how many replies there were. */
async function askAll(
  checks: readonly PathCheck[],
  state: PathState,
  run: PathRun,
  timeout: number,
  onDone: ((count: number) => void) | undefined,
): Promise<number> {
  if (checks.length === 0) return 0;
  const { nameserver, transport } = state;
  const questions = checks.map(({ check }) => check.question);
  const options = { timeout, ...(onDone && { onDone }) };
  const answers = await run.asker.ask(nameserver, transport, questions, options);
  const { targets } = run.settings;
  await lookAgain(checks, answers, targets);
  const elapsed = run.settings.clock.now() - run.start;
  for (const [index, check] of checks.entries()) take(answers[index]!, check, state, targets, elapsed);
  return answers.filter(({ outcome }) => outcome === "reply").length;
}

/** Other addresses than were seen may be those of a moment later: their targets are looked up once more. */
async function lookAgain(
  checks: readonly PathCheck[],
  answers: readonly Answer[],
  targets: Targets | undefined,
): Promise<void> {
  if (targets === undefined) return;
  for (let again = 0; again < 2; again++) {
    const wrong = checks.flatMap(({ check: { expectation } }, index) => {
      const end = endOf(expectation);
      const answer = answers[index]!;
      if (end === undefined || answer.outcome !== "reply") return [];
      return judge(expectation, answer, targets) === undefined ? [] : [end];
    });
    if (wrong.length === 0) return;
    await targets.look(wrong);
  }
}

/** Enters an answer. */
function take(
  answer: Answer,
  check: PathCheck,
  state: PathState,
  targets: Targets | undefined,
  elapsed: number,
): void {
  check.isHeldBack = answer.outcome === "not-asked";
  if (check.isHeldBack && check.attempts > 0) return;
  if (!check.isHeldBack) check.attempts += 1;
  check.milliseconds = answer.milliseconds;
  let finding = judge(check.check.expectation, answer, targets);
  if (answer.outcome === "reply") {
    check.replied = true;
    if (answer.nsid !== undefined) state.nsids.add(answer.nsid);
    if (answer.transport !== state.transport) {
      state.truncated += 1;
      if (answer.fitsUdp === true) state.limited += 1;
    }
    if (isSerialCheck(check.check)) finding = takeSerial(answer, check, finding);
  }
  if (answer.instead === true) state.instead += 1;
  if (finding?.elsewhere !== undefined) {
    const { expected, got, elsewhere } = finding;
    const { name, type } = check.check.question;
    check.elsewhere = { name, type, ...elsewhere, expected, got };
    finding = undefined;
  }
  if (finding === undefined) {
    delete check.finding;
    check.passedAt = elapsed;
    check.isRecut = isRecut(answer, check);
  } else {
    check.finding = finding;
    check.firstFinding ??= finding;
  }
}

function isRecut(answer: Answer, { check: { expectation } }: PathCheck): boolean {
  if (answer.outcome !== "reply" || !("records" in expectation)) return false;
  return cutOtherwise(expectation.records, answer.answer).size > 0;
}

/** A nameserver that serves a zone answers its SOA; one that gives anything else is lame for it (RFC 1912 §2.8). */
function takeSerial(reply: Reply, check: PathCheck, finding: Finding | undefined): Finding | undefined {
  const soa = reply.answer.find(({ type }) => type === SOA.code);
  check.isLame = soa === undefined;
  if (soa !== undefined) check.serial = serialOf(soa);
  return finding && check.isLame ? { ...finding, kind: "lame", got: describeReply(reply) } : finding;
}
