import { getServers } from "node:dns";
import { isIP } from "node:net";
import type { AskResolver } from "../lint/ask-resolver.ts";
import type { Answer, Nameserver, Question } from "../verify/types.ts";
import { builtInClient } from "./dns-client.ts";

const DNS_PORT = 53;
const TIMEOUT = 3_000; // milliseconds: a resolver has to ask others first
const TRIES = 2; // a single lost packet is no silence

/** The recursive resolvers of this machine, in the order in which it asks them. */
export function systemResolvers(): Nameserver[] {
  return getServers().map((text) => {
    const [, bracketed, port] = /^\[(.*)\]:([0-9]+)$/.exec(text) ?? [];
    const [, plain, plainPort] = /^([0-9.]+):([0-9]+)$/.exec(text) ?? [];
    const address = bracketed ?? plain ?? text;
    return { name: address, address, port: Number(port ?? plainPort ?? DNS_PORT) };
  });
}

/** A resolver that is these together, and each of them alone. */
export function resolverOf(resolvers: readonly Nameserver[]): AskResolver {
  const ask =
    (some: readonly Nameserver[]): AskResolver =>
    (questions) =>
      askResolvers(some, questions);
  return resolvers.length < 2
    ? ask(resolvers)
    : Object.assign(ask(resolvers), { each: resolvers.map((one) => ask([one])) });
}

/** Asks resolvers with the built-in client: each next one for what the one before did not answer. */
async function askResolvers(
  resolvers: readonly Nameserver[],
  questions: readonly Question[],
): Promise<readonly Answer[]> {
  let answers: Answer[] = questions.map(() => NOBODY);
  for (const resolver of resolvers.filter(({ address }) => isIP(address) !== 0)) {
    const left = questions.filter((_, index) => answers[index]!.outcome !== "reply");
    if (left.length === 0) break;
    const later = await builtInClient.ask(resolver, "udp", left, { timeout: TIMEOUT, tries: TRIES });
    answers = answers.map((answer) => (answer.outcome === "reply" ? answer : later.shift()!));
  }
  return answers;
}

const NOBODY: Answer = { outcome: "no-reply", reason: "this machine has no resolver", milliseconds: 0 };
