import type { Problem } from "../dns/problem.ts";
import { type CheckedInvariants, checkInvariants } from "../src/invariants/check-invariants.ts";
import type { Invariant } from "../src/invariants/invariant.ts";
import type { SourceZone } from "../src/source/source-zone.ts";
import { load } from "../src/zones/load.ts";
import { validate } from "../src/zones/validate.ts";
import { NAMESERVERS } from "./check-zones.ts";
import { fakeFiles } from "./fakes/files.ts";

/** Files of `zones/` by their names, or example.com alone. */
export type Zones = string | { readonly [file: string]: string };

/** The invariants of a text, which have to be right for the zones. */
export async function invariantsOf(text: string, zones: Zones): Promise<readonly Invariant[]> {
  const { invariants, problems } = await checked(text, zones);
  const wrong = problems.filter(({ rule }) => rule !== "invariant-broken" && rule !== "invariant-undecided");
  if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join("\n"));
  return invariants;
}

/** The zones of texts. */
export async function seen(zones: Zones): Promise<readonly SourceZone[]> {
  return validate(await load("zones", fakeFiles(placed(zones)))).zones;
}

/** What is told of zones by invariants: their messages. */
export async function told(text: string, zones: Zones): Promise<string[]> {
  return (await checked(text, zones)).problems.map(({ message }) => message);
}

/** The problems of invariants, and of zones by them. */
export async function problemsOf(text: string, zones: Zones): Promise<readonly Problem[]> {
  return (await checked(text, zones)).problems;
}

async function checked(text: string, zones: Zones): Promise<CheckedInvariants> {
  const sources = await load("zones", fakeFiles({ ...placed(zones), "zones/_invariants.yaml": text }));
  return checkInvariants(sources.invariants, validate(sources).zones, true);
}

function placed(zones: Zones): { readonly [path: string]: string } {
  const files = typeof zones === "string" ? { "example.com.yaml": zones } : zones;
  const all = Object.entries({ "_config.yaml": NAMESERVERS, ...files });
  return Object.fromEntries(all.map(([name, text]) => [`zones/${name}`, text]));
}
