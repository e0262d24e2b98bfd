import { status } from "../src/commands/dnssec-status.ts";
import { nextMove } from "../src/dnssec/next-move.ts";
import { nextSteps } from "../src/dnssec/next-steps.ts";
import type { KeyTask } from "../src/dnssec/take-step.ts";
import { type Situation, situations } from "./dnssec-situations.ts";

/** `docs/reference/dnssec-status.md`: what `zonepipe dnssec status` says in each state, as a table and in full. */
export function dnssecStatusPage(): string {
  const all = situations();
  return `# What \`dnssec status\` says

Each state on the way of a signed zone, as \`zonepipe dnssec status example.com\` shows it an hour after the release that brought it, or a day
after the parent got its DS. What the states mean is in [How DNSSEC works here](../explanation/dnssec.md), what to do in
[Sign a zone](../guides/dnssec.md). This page is made of the code (\`npm run docs\`); programs take \`--json\`
([schema](../../schema/dnssec-status-1.schema.json)).

| state | it waits for | the next step | its command |
| --- | --- | --- | --- |
${all.map(row).join("\n")}

${all.map(section).join("\n")}`;
}

function row({ title, task }: Situation): string {
  const link = `[${title}](#${title.toLowerCase().replaceAll(",", "").replaceAll(" ", "-")})`;
  return `| ${[link, ...(task === undefined ? UNSIGNED : cells(task))].join(" | ")} |`;
}

const UNSIGNED = ["nothing", "A key is made, and the zone is signed", command("enable")];

function cells(task: KeyTask): readonly [waits: string, next: string, command: string] {
  const { by, step } = nextMove(task);
  switch (step.kind) {
    case "take":
      return ["nothing", step.what.join("; "), command(by)];
    case "wait":
      return [step.until.map(({ message }) => message).join("; "), step.what.join("; "), command(by)];
    case "rest": {
      const isAsked = task.zone.keys.some(({ ds }) => ds === "wanted");
      if (isAsked)
        return ["the DS at all servers of the parent", "That is noted down", command("roll", " --next")];
      return ["nothing", nextSteps(task.origin, task.zone).join(" "), "none"];
    }
    default:
      return step satisfies never;
  }
}

function command(by: string, more = ""): string {
  return `\`zonepipe dnssec ${by} example.com${more}\``;
}

function section({ title, signing, now, task }: Situation): string {
  const printed = status(signing, false, now, task);
  if (!("text" in printed)) throw new Error("Cannot show the status: it is no text");
  return `## ${title}

At ${now.toISOString().slice(0, 16).replace("T", " ")} UTC:

\`\`\`text
${printed.text.trimEnd()}
\`\`\`
`;
}
