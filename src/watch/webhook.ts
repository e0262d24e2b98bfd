import { printName } from "../../dns/name.ts";
import { sentence } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { moment } from "../report/watch-wording.ts";
import type { WatchConfig } from "../source/config.ts";
import type { Clock } from "../verify/types.ts";
import type { Web } from "../world.ts";
import { type Turn, wordsOf } from "./course.ts";

/** What a message is about besides its findings. */
export interface Place {
  /** `owner/repo` */
  readonly repository: string;
  /** The address of the run. */
  readonly run: string;
}

/** A form that says something. */
export type Form = Exclude<WatchConfig["webhook"], "off">;

const TIMEOUT = 10_000; // milliseconds
const TRIES = 3;
const PAUSE = 2_000; // milliseconds
const MOST_ANSWER = 65_536; // octets: nobody reads it

/**
 * Tells a webhook what begins, changes and ends, in one message. Gives why that failed: a clause in which its address
 * does not stand, for whoever has that can write there. A redirection is not followed.
 */
export async function tellWebhook(
  url: string,
  form: Form,
  turns: readonly Turn[],
  place: Place,
  { web, clock }: { readonly web: Web; readonly clock: Clock },
): Promise<string | undefined> {
  const headers = { "content-type": "application/json", "user-agent": "zonepipe" };
  const body = JSON.stringify(bodyOf(form, turns, place));
  let reason = "";
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answer = await web({ url, headers, body, timeout: TIMEOUT, most: MOST_ANSWER });
    if (answer.outcome === "answered" && answer.status >= 200 && answer.status < 300) return undefined;
    reason = answer.outcome === "failed" ? answer.reason : `it answers ${answer.status}`;
    const isForGood = answer.outcome === "answered" && answer.status < 500 && answer.status !== 429;
    if (isForGood) break;
    if (attempt < TRIES) await clock.wait(PAUSE * attempt);
  }
  return reason;
}

function bodyOf(form: Form, turns: readonly Turn[], place: Place): object {
  switch (form) {
    case "generic":
      return genericBody(turns, place);
    case "slack":
      return slackBody(turns, place);
    default:
      return form satisfies never;
  }
}

function genericBody(turns: readonly Turn[], { repository, run }: Place): object {
  return {
    version: 1,
    repository,
    run,
    text: summaryOf(turns, repository),
    events: turns.map((turn) =>
      turn.kind === "ends"
        ? {
            event: turn.kind,
            id: turn.was.id,
            part: turn.was.part,
            zone: turn.was.zone,
            since: turn.was.since.toISOString(),
          }
        : {
            event: turn.kind,
            id: turn.id,
            part: turn.finding.part,
            zone: printName(turn.finding.zone),
            since: turn.finding.since!.toISOString(),
            weight: turn.finding.weight,
            message: turn.finding.message,
            mend: turn.finding.mend,
          },
    ),
  };
}

const MOST_BLOCKS = 45; // a message of Slack has 50 at most
const MOST_TEXT = 2_900; // characters: a section has 3,000 at most

function slackBody(turns: readonly Turn[], { repository, run }: Place): object {
  const shown = turns.slice(0, MOST_BLOCKS);
  const rest = turns.length - shown.length;
  const section = (text: string) => ({
    type: "section",
    text: { type: "mrkdwn", text: text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text },
  });
  return {
    text: escapeSlack(summaryOf(turns, repository)),
    blocks: [
      section(`*${escapeSlack(summaryOf(turns, repository))}*`),
      ...shown.map((turn) => section(slackLine(turn))),
      ...(rest > 0 ? [section(`… and ${rest} more`)] : []),
      section(`<${run}|The run>`),
    ],
  };
}

function slackLine(turn: Turn): string {
  if (turn.kind === "ends") {
    return escapeSlack(`:white_check_mark: Over: ${wordsOf(turn.was)}, since ${moment(turn.was.since)}`);
  }
  const { weight, message, mend, since } = turn.finding;
  const mark = weight === "alarm" ? ":rotating_light:" : ":warning:";
  const word = turn.kind === "begins" ? "New" : `Changed (since ${moment(since!)})`;
  return escapeSlack(`${mark} ${word}: ${showHidden(sentence(message))}\n${showHidden(mend)}`);
}

/** `example-org/dns: 2 begin, 1 ends` */
function summaryOf(turns: readonly Turn[], repository: string): string {
  const counts = (["begins", "changes", "ends"] as const).flatMap((kind) => {
    const number = turns.filter((turn) => turn.kind === kind).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? kind : kind.slice(0, -1)}`];
  });
  return `DNS of ${repository}, seen from outside: ${counts.join(", ")}`;
}

/** The three characters that mean something to Slack. */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
