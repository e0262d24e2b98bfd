import type { Answer, Asker, AskOptions, Nameserver, Question, Transport } from "../verify/types.ts";
import { noRouteTo } from "./dns-client-route.ts";
import { askOverTcp } from "./dns-client-tcp.ts";
import { askOverUdp, type UdpAnswer } from "./dns-client-udp.ts";

/** The DNS client that needs no program: what asks where there is no dig. */
export const builtInClient: Asker = {
  client: { kind: "built-in", version: process.version },
  ask,
  noRoute: (address) => noRouteTo(address),
};

async function ask(
  nameserver: Nameserver,
  transport: Transport,
  questions: readonly Question[],
  { timeout, tries = 1, onDone, signal }: AskOptions,
): Promise<Answer[]> {
  const options = { timeout, tries, ...(onDone && { onDone }), ...(signal && { signal }) };
  if (transport === "tcp") return askOverTcp(nameserver, questions, options);
  const answers = await askOverUdp(nameserver, questions, options);
  const truncated = questions.filter((_, index) => answers[index]!.outcome === "truncated");
  const whole = await askOverTcp(nameserver, truncated, options);
  return answers.map((answer) => (isTruncated(answer) ? fetched(whole.shift()!) : answer));
}

function isTruncated(answer: UdpAnswer): answer is Extract<UdpAnswer, { readonly outcome: "truncated" }> {
  return answer.outcome === "truncated";
}

/** What came over TCP in place of a truncated answer. */
function fetched(answer: Answer): Answer {
  if (answer.outcome === "reply") return answer;
  return { ...answer, reason: `truncated over UDP, and over TCP: ${answer.reason}` };
}
