/** How often a program was found in a function, by the function's name. */
export type Samples = ReadonlyMap<string, number>;

/** Marks functions of the system, which are not the program's. */
const SYSTEM = " (system)";

/** Reads what `perf report -F sample,dso,sym -t TAB` prints: functions of the system, of Node, and those that V8 has compiled. */
export function readSamples(report: string): Samples {
  const samples = new Map<string, number>();
  for (const line of report.split("\n")) {
    const [count = "", place = "", symbol = ""] = line.split("\t").map((cell) => cell.trim());
    if (!/^\d+$/.test(count)) continue;
    const name = nameOf(place, symbol);
    samples.set(name, (samples.get(name) ?? 0) + Number(count));
  }
  return samples;
}

/** V8 calls a function `JS:*'name file:line:column`, with a sign for how far it is compiled. */
function nameOf(place: string, symbol: string): string {
  const name = symbol.replace(/^\[.\] /, "");
  if (place.startsWith("[kernel") || symbol.startsWith("[k]")) return `${name}${SYSTEM}`;
  const compiled = /^JS:[*~^+']*(\S*) (.*)$/.exec(name);
  if (compiled !== null) return compiled[1] || `(line ${/:(\d+):\d+$/.exec(compiled[2]!)?.[1]})`;
  return `${name} (${place.replace(/^.*\//, "")})`;
}

/** What a program took of processor time for an answer, in nanoseconds, and where it was found. */
export interface Seen {
  readonly name: string;
  readonly nanoseconds: number;
  readonly samples: Samples;
}

/** A table of what functions took of an answer, what they called not counted: for one program, or for two side by side. The smaller ones are one line. */
export function printSeen(programs: readonly Seen[]): string {
  const per = programs.map(({ nanoseconds, samples }) => nanoseconds / sum(samples.values()));
  const timeOf = (name: string) =>
    programs.map(({ samples }, index) => per[index]! * (samples.get(name) ?? 0));
  const names = [...new Set(programs.flatMap(({ samples }) => [...samples.keys()]))].toSorted(
    (a, b) => Math.max(...timeOf(b)) - Math.max(...timeOf(a)),
  );
  const row = (title: string, of: readonly string[]) => {
    const times = of.map(timeOf);
    const cells = programs.map((_, index) => sum(times.map((time) => time[index]!)).toFixed(0));
    return `| ${[title, ...cells].join(" | ")} |`;
  };
  const [system, own] = [true, false].map((is) => names.filter((name) => name.endsWith(SYSTEM) === is));
  const parts = [system!, own!].flatMap((all, index) => [
    row(index === 0 ? "**the system**" : "**the program**", all),
    ...all.slice(0, SHOWN[index]).map((name) => row(`\`${name.replace(SYSTEM, "")}\``, [name])),
    row("others", all.slice(SHOWN[index])),
  ]);
  return [
    `| function | ${programs.map(({ name }) => `${name}, ns`).join(" | ")} |`,
    `| --- |${" ---: |".repeat(programs.length)}`,
    row("**all**", names),
    ...parts,
  ].join("\n");
}

/** Functions of the system, and of the program. */
const SHOWN = [5, 15] as const;

function sum(numbers: Iterable<number>): number {
  let all = 0;
  for (const number of numbers) all += number;
  return all;
}
