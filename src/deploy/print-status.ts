import { printName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { alignColumns } from "../report/terminal-paint.ts";
import type { SelfCheckAlias } from "./fly/self-check-aliases.ts";
import { isWell, type PlaceAnswer, type PlaceStatus, type Status } from "./status.ts";

const MOST_COLUMNS = 4; // zones; more do not fit beside each other on a screen

/** The status as one table: a row for each machine and each public address, a column for each zone. */
export function printStatus(status: Status): string {
  const { zones, places, untold } = status;
  const columns = zones
    .map((_, index) => index)
    .toSorted((a, b) => Number(isAlike(status, a)) - Number(isAlike(status, b)))
    .slice(0, MOST_COLUMNS);
  const shown = columns.map((index) => zones[index]!);
  const rows = [
    ["", "app", "machine or address", "commit", "health", ...shown.map(({ zone }) => printName(zone))],
    ...places.map((place) => placeRow(place, columns)),
    ["", "", "the zones of this folder", "", "", ...shown.map(({ isAsHere }) => hereText(isAsHere))],
  ];
  const lines = alignColumns(rows.map((row) => row.map(showHidden)));
  const rest = zones.length - shown.length;
  if (rest > 0) {
    const others = zones.filter((_, index) => !columns.includes(index));
    const alike = others.filter((zone) => isAlike(status, zones.indexOf(zone))).length;
    lines.push("", `${rest} more zones, ${alike} of them answered alike by all; --json has each.`);
  }
  for (const { zone, keysSignedUntil: until } of zones)
    if (until !== undefined)
      lines.push(
        "",
        `The keys of ${showHidden(printName(zone))} are signed beforehand until ${until.toISOString().slice(0, 10)}.`,
      );
  const aliases = places.flatMap(aliasLines);
  if (aliases.length > 0) lines.push("", ...aliases.map(showHidden));
  for (const { app, reason } of untold)
    lines.push("", `✘ The machines of ${showHidden(app)} are not known. ${showHidden(reason)}`);
  lines.push("", closingLine(status));
  return `${lines.join("\n")}\n`;
}

/** The status for programs. */
export function statusToJson(status: Status): object {
  const { zones, places, untold } = status;
  return {
    version: 1,
    well: isWell(status) && untold.length === 0,
    zones: zones.map(({ zone, serial, isAsHere, keysSignedUntil: until }) => ({
      zone: printName(zone),
      serial: serial ?? null,
      isAsHere: isAsHere ?? null,
      ...(until !== undefined && { keysSignedUntil: until.toISOString() }),
    })),
    places: places.map(({ app, where, kind, fed, commit, problem, aliases, answers }) => ({
      app: app ?? null,
      where,
      kind,
      fed: fed ?? null,
      commit: commit ?? null,
      problem: problem ?? null,
      ...(aliases !== undefined && { aliases: aliases.map(aliasToJson) }),
      zones: answers.map((answer, index) => ({ zone: printName(zones[index]!.zone), ...answer })),
    })),
    untold,
  };
}

function aliasToJson({ name, target, a, aaaa }: SelfCheckAlias): object {
  const typeToJson = ({ state, addresses, learnt }: SelfCheckAlias["a"]) => ({
    state,
    addresses,
    learnt: learnt?.toISOString() ?? null,
  });
  return { name, target, a: typeToJson(a), aaaa: typeToJson(aaaa) };
}

/** Names with ALIAS whose targets a machine cannot look up at the time. */
function aliasLines({ where, aliases = [] }: PlaceStatus): string[] {
  return aliases.flatMap(({ name, target, a, aaaa }) =>
    [["A", a] as const, ["AAAA", aaaa] as const].flatMap(([type, { state, learnt }]) => {
      const what = `${where}: ${type} of ${target}, to which the ALIAS of ${name} leads,`;
      const since = learnt === undefined ? "" : ` on ${learnt.toISOString().slice(0, 16)}Z`;
      switch (state) {
        case "held":
          return [`${what} cannot be looked up, and is answered as it was${since}`];
        case "unknown":
          return [`✘ ${what} is not known: answered SERVFAIL`];
        case "known":
        case "none":
          return [];
        default:
          return state satisfies never;
      }
    }),
  );
}

function placeRow(place: PlaceStatus, columns: readonly number[]): string[] {
  const { app, where, kind, fed, commit = "", problem, answers } = place;
  const isGood = isWell({ zones: [], untold: [], places: [place] });
  const silent = answers.find((answer) => answer.kind === "silent");
  const health = problem ?? silent?.reason ?? (kind === "machine" ? "healthy" : "answers");
  return [
    isGood ? "✔" : "✘",
    app ?? (fed === undefined ? "(not on Fly.io)" : `(fed by ${fed})`),
    where,
    commit.slice(0, 7),
    health,
    ...columns.map((index) => answerText(answers[index]!)),
  ];
}

function answerText(answer: PlaceAnswer): string {
  switch (answer.kind) {
    case "serial":
      return answer.isNewest ? String(answer.serial) : `${answer.serial} ✘ ${answer.why}`;
    case "absent":
      return answer.isExpected ? "–" : "✘ not served";
    case "silent":
      return "✘ no answer";
    default:
      return answer satisfies never;
  }
}

function hereText(isAsHere: boolean | undefined): string {
  if (isAsHere === undefined) return "not known";
  return isAsHere ? "the same" : "differ";
}

/** All places answer the zone, and the same of it. */
function isAlike({ places, zones }: Status, index: number): boolean {
  return (
    zones[index]!.serial !== undefined &&
    places.every(({ answers }) => {
      const answer = answers[index]!;
      return answer.kind === "serial" ? answer.isNewest : answer.kind === "absent" && answer.isExpected;
    })
  );
}

function closingLine(status: Status): string {
  const { places, untold } = status;
  const machines = places.filter(({ kind }) => kind === "machine").length;
  const addresses = places.length - machines;
  const counts = `${machines} machine${machines === 1 ? "" : "s"}, ${addresses} public address${addresses === 1 ? "" : "es"}`;
  if (untold.length > 0) return `✘ ${counts}; not all could be asked.`;
  if (places.length === 0) return "✘ Nothing answers yet: no machine, and no public address in _config.yaml.";
  if (isWell(status)) return `✔ ${counts}: all are well and answer the same.`;
  const wrong = places.filter((place) => !isWell({ zones: [], untold: [], places: [place] })).length;
  return `✘ ${counts}: ${wrong} of ${places.length} are not as they should be.`;
}
