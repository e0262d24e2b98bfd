import type { Clock } from "../../verify/types.ts";
import type { Web, WebAnswer } from "../../world.ts";
import { type RdapDomain, readDomain } from "./domain.ts";

/** What a registry's server said of a name. */
export type RdapAnswer =
  | { readonly kind: "domain"; readonly domain: RdapDomain }
  /** It knows no registration of that name, or takes it for none that could be one. */
  | { readonly kind: "not-known" }
  /** A clause. */
  | { readonly kind: "failed"; readonly reason: string };

const TIMEOUT = 15_000; // milliseconds: some registries are slow
const MOST = 1_000_000; // octets; an answer of a few thousand is usual
const MOST_REDIRECTIONS = 5;
const TRIES = 3;
/** What a server may ask us to wait at most, in seconds; beyond it the name is asked for in the next run. */
const LONGEST_WAIT = 60;
const SHORTEST_WAIT = 2;

/**
 * Asks for a domain (RFC 9082 §3.1.3). Redirections are followed (RFC 7480 §5.2), but never from https to http; where we
 * ask too often, it waits as long as the server says (RFC 7480 §5.5).
 *
 * @param base the address of the server, with a slash at its end
 * @param name in A-labels, without a final dot
 */
export async function askRdap(base: string, name: string, web: Web, clock: Clock): Promise<RdapAnswer> {
  let last: RdapAnswer = { kind: "failed", reason: "it was not asked" };
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answer = await follow(`${base}domain/${encodeURIComponent(name)}`, web);
    if (answer.outcome === "failed") {
      last = { kind: "failed", reason: answer.reason };
    } else if (answer.status === 429 || answer.status >= 500) {
      last = { kind: "failed", reason: `it answers ${answer.status}` };
    } else {
      return judge(answer.status, answer.text);
    }
    const wait = waitOf(answer, attempt);
    if (wait > LONGEST_WAIT) break;
    if (attempt < TRIES) await clock.wait(wait * 1_000);
  }
  return last;
}

function judge(status: number, text: string): RdapAnswer {
  // Many answer 400 or 422 for a name that is too deep for them to be a registration.
  if (status === 404 || status === 400 || status === 422) return { kind: "not-known" };
  if (status !== 200) return { kind: "failed", reason: `it answers ${status}` };
  const domain = readDomain(text);
  return domain === undefined
    ? { kind: "failed", reason: "its answer is no domain of RFC 9083" }
    : { kind: "domain", domain };
}

async function follow(url: string, web: Web): Promise<WebAnswer> {
  let here = url;
  for (let step = 0; step <= MOST_REDIRECTIONS; step++) {
    const headers = { accept: "application/rdap+json, application/json;q=0.5", "user-agent": "zonepipe" };
    const answer = await web({ url: here, headers, timeout: TIMEOUT, most: MOST });
    if (answer.outcome === "failed" || ![301, 302, 303, 307, 308].includes(answer.status)) return answer;
    const next = targetOf(answer.header("location"), here);
    if (next === undefined) return { outcome: "failed", reason: "it redirects to no address of use" };
    here = next;
  }
  return { outcome: "failed", reason: `it redirects more than ${MOST_REDIRECTIONS} times` };
}

function targetOf(location: string | undefined, from: string): string | undefined {
  if (location === undefined || !URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  const isSafe = target.protocol === "https:" || (target.protocol === "http:" && from.startsWith("http:"));
  return isSafe ? target.href : undefined;
}

/** Seconds. Retry-After is a number of seconds or a date (RFC 9110 §10.2.3); a date is as good as none here. */
function waitOf(answer: WebAnswer, attempt: number): number {
  const said = answer.outcome === "answered" ? answer.header("retry-after") : undefined;
  const seconds = said !== undefined && /^\d{1,6}$/.test(said.trim()) ? Number(said) : 0;
  return Math.max(seconds, SHORTEST_WAIT ** attempt);
}
