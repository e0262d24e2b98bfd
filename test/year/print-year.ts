import type { Comparison } from "./probe.ts";
import type { YearResult } from "./year.ts";
import { ZONE_TOOLS } from "./zone-tools.ts";

/** What came of a year, as Markdown: what was looked at, each step with its time, and each one that was tried too early. */
export function printYear({
  seed,
  hours,
  events,
  waits,
  model,
  comparisons,
  delv,
  eager,
  early,
  tools,
  machines,
}: YearResult): string {
  const [first, last] = [hours[0]!.at, hours.at(-1)!.at];
  const waited = new Map(waits.map(({ step, hours: count }) => [step, count]));
  const turns = events.filter(({ kind }) => kind === "turn").length;
  const accepted = ZONE_TOOLS.map((tool) => {
    const all = tools.flatMap(({ verdicts }) => verdicts.filter((each) => each.tool === tool));
    return `${tool} ${all.filter(({ isAccepted }) => isAccepted).length} of ${all.length}`;
  });
  return [
    `# A year of a signed zone (seed ${seed})`,
    "",
    `From ${dayOf(first)} to ${dayOf(last)}: ${hours.length} hours, ${turns} turns of a window.`,
    "",
    "| | looked at | secure | insecure | bogus | other than the model |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    `| Model, every mixture of every hour | ${model.judged} (${model.different} different) | ${sum(model.counts, "secure")} | ${sum(model.counts, "insecure")} | ${model.bogus.length} | |`,
    row("Unbound, with caches", comparisons),
    row("delv", delv),
    row(
      `Unbound that denies by what it holds, when NSEC comes and goes (${eager.filter(({ isOwn }) => isOwn).length} without asking)`,
      eager,
    ),
    "",
    `Machines as processes of the server, at ${new Set(machines.map(({ at }) => at)).size} times: ${machines.length} started, ${machines.filter(({ hasTurned }) => hasTurned).length} of them seen to turn a window; ${machines.reduce((all, { same }) => all + same, 0)} messages the same octets (answers of every kind, and AXFR), ${machines.reduce((all, { different }) => all + different.length, 0)} answers not.`,
    "",
    `Tools that accept the signed zone: ${accepted.join(", ")}.`,
    "",
    "| When | What | Waited |",
    "| --- | --- | ---: |",
    ...events
      .filter(({ kind }) => kind !== "turn")
      .map(({ at, what, kind }) => {
        const wait = kind === "step" ? `${waited.get(what) ?? 0} h` : "";
        return `| ${new Date(at * 1_000).toISOString().slice(0, 16).replace("T", " ")} | ${what} | ${wait} |`;
      }),
    "",
    "Had a step been made when it was refused:",
    "",
    "| Step | Refused as | Mixtures | Bogus | Why | Unbound |",
    "| --- | --- | ---: | ---: | --- | --- |",
    ...early.map((each) => {
      const bogus = each.comparisons.filter(({ unbound }) => unbound === "bogus").length;
      return `| ${each.name} | ${each.rules.join(", ")} | ${each.mixtures} | ${each.bogus} | ${each.reasons.join(", ")} | ${bogus} of ${each.comparisons.length} bogus |`;
    }),
    "",
  ].join("\n");
}

function row(who: string, comparisons: readonly Comparison[]): string {
  const count = (said: Comparison["unbound"]) => comparisons.filter(({ unbound }) => unbound === said).length;
  const differ = comparisons.filter(({ unbound, model }) => unbound !== model).length;
  return `| ${who} | ${comparisons.length} | ${count("secure")} | ${count("insecure")} | ${count("bogus")} | ${differ} |`;
}

function sum(counts: YearResult["model"]["counts"], what: "secure" | "insecure"): number {
  return counts.reduce((all, each) => all + each[what], 0);
}

function dayOf(at: number): string {
  return new Date(at * 1_000).toISOString().slice(0, 10);
}
