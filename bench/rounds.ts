import type { Measured } from "./measure.ts";

const ROUNDS = 3; // alternating, so that a noisy moment hits all alike; the table shows medians

/** How the name of a case begins that is measured by the programs of another checkout, for the case that is called the rest. */
export const OF_BASE = "base: ";

/** Something to measure, and what it is called. */
export type Case = readonly [name: string, run: () => Promise<Measured>];

/** Measures all cases in rounds and prints a table, and one of ratios where there are cases of a base. Gives the median of each by its name. */
export async function runCases(cases: readonly Case[]): Promise<ReadonlyMap<string, Measured>> {
  const results = new Map<string, Measured[]>(cases.map(([name]) => [name, []]));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [name, run] of cases) {
      const measured = await run();
      results.get(name)!.push(measured);
      console.log(`round ${round}: ${name}: ${show(measured).join(", ")}`);
    }
  }
  console.log("\n| what | median time | processor | most memory |\n| --- | --- | --- | --- |");
  const medians = new Map([...results].map(([name, measured]) => [name, median(measured)]));
  for (const [name, measured] of medians) console.log(`| ${name} | ${show(measured).join(" | ")} |`);
  printRatios(medians);
  return medians;
}

function printRatios(medians: ReadonlyMap<string, Measured>): void {
  const pairs = [...medians].flatMap(([name, ours]) => {
    const base = medians.get(`${OF_BASE}${name}`);
    return base === undefined ? [] : [{ name, ours, base }];
  });
  if (pairs.length === 0) return;
  console.log("\n| to the base | time | processor | most memory |\n| --- | ---: | ---: | ---: |");
  for (const { name, ours, base } of pairs) {
    const ratios = (["seconds", "processor", "megabytes"] as const).map((what) =>
      ours[what] === undefined || base[what] === undefined ? "–" : (ours[what] / base[what]).toFixed(2),
    );
    console.log(`| ${[name, ...ratios].join(" | ")} |`);
  }
}

function median(all: readonly Measured[]): Measured {
  return all.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(all.length / 2)]!;
}

function show({ seconds, processor, megabytes }: Measured): string[] {
  return [
    `${seconds.toFixed(2)} s`,
    processor === undefined ? "–" : `${processor.toFixed(2)} s`,
    megabytes === undefined ? "–" : `${Math.round(megabytes)} MB`,
  ];
}
