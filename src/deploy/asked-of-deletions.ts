import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { RRsetTable } from "../../dns/rrset-table/rrset-table.ts";
import { typeName } from "../../dns/types.ts";
import { WorldError } from "../files/world-error.ts";
import type { Plan } from "../plan/plan.ts";
import { type AskedDeletion, isWholeCount } from "../report/asked.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { World } from "../world.ts";
import { findPlaces, type Places } from "./apps.ts";
import { askMachines, type ToldByMachines } from "./ask-machines.ts";
import type { Look } from "./asked-totals/continue-totals.ts";
import { askedSince, recordedOf } from "./asked-totals/recorded.ts";
import type { AskedTotals } from "./asked-totals/totals.ts";
import { type Deletion, deletionsOf } from "./deletions.ts";
import { type Asked, DIGEST_COMMAND, TOP_COMMAND } from "./fly/asked.ts";
import { othersOf } from "./other-nameservers.ts";

/** How often what a plan deletes was asked for. */
export interface AskedOfDeletions {
  readonly asked: readonly AskedDeletion[];
  /** What the reader should know of that: sentences. */
  readonly notes: readonly string[];
}

/**
 * Asks every machine how often what the plan deletes was asked for. Where none tells, nothing is said of it but why, and nothing
 * of RRsets that are not asked for by their names (see `deletionsOf`). It fails for nobody's silence.
 *
 * @param totals what was counted before the last release; undefined where nobody wrote that down
 */
export async function findAskedOfDeletions(
  plan: Plan,
  zones: readonly SourceZone[],
  totals: AskedTotals | undefined,
  world: World,
): Promise<AskedOfDeletions> {
  const all = deletionsOf(plan);
  if (all.length === 0) return { asked: [], notes: [] };
  world.progress.step("Asking the machines what is asked for");
  let places: Places;
  try {
    places = await findPlaces(zones, world.files);
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    return { asked: [], notes: [`What is asked for is not known: ${error.message}.`] };
  }
  const orders = ordersOf(all);
  const book = totals && orders.length > 0 ? await readBook(totals, places.apps, world.fly) : undefined;
  const asked: AskedDeletion[] = [];
  const silent = new Map<string, string>();
  for (const { words, about } of orders) {
    const heard = await askMachines(places.apps, `${TOP_COMMAND} ${words}`, world.fly);
    for (const { where, reason } of heard.silent) silent.set(where, reason);
    for (const one of about) {
      const found = addUp(one, heard, othersOf(one.zone, plan, zones), book);
      if (found !== undefined) asked.push(found);
    }
  }
  const left = all.length - orders.reduce((sum, { about }) => sum + about.length, 0);
  return { asked, notes: notesOf(asked, silent, left) };
}

/** A command's words for every machine, and what it is about. */
interface Order {
  readonly words: string;
  readonly about: readonly Deletion[];
}

/** In as few commands as there is room for; of very many deletions the first. */
function ordersOf(deletions: readonly Deletion[]): Order[] {
  const orders: Order[] = [];
  let words: string[] = [];
  let about: Deletion[] = [];
  const end = () => {
    if (about.length > 0) orders.push({ words: `--of ${words.join(",")}`, about });
    words = [];
    about = [];
  };
  const writable = deletions.filter(({ zone, rrset }) => WRITABLE.test(printName(rrset?.owner ?? zone)));
  const rrsets = writable.filter(({ rrset }) => rrset !== undefined).slice(0, MOST_RRSETS);
  for (const one of rrsets) {
    const { owner, type } = one.rrset!;
    const word = `${printName(owner)}/${typeName(type)}`;
    if (words.reduce((sum, each) => sum + each.length + 1, word.length) > MOST_CHARACTERS) end();
    words.push(word);
    about.push(one);
  }
  end();
  const whole = writable.filter(({ rrset }) => rrset === undefined).slice(0, MOST_ZONES);
  for (const one of whole) orders.push({ words: `--zone ${printName(one.zone)}`, about: [one] });
  return orders;
}

/** Of names with other characters nobody knows what a command's reader on a machine makes. */
const WRITABLE = /^[A-Za-z0-9._*-]+$/;
const MOST_RRSETS = 200;
const MOST_ZONES = 20;
const MOST_CHARACTERS = 3_000; // of a command; the machine's server takes five times as many

/** Undefined where no machine tells. One that does not serve it has nothing to tell of it. */
function addUp(
  deletion: Deletion,
  { told, machines, unlisted, listed }: ToldByMachines,
  others: readonly string[],
  book: Book | undefined,
): AskedDeletion | undefined {
  const counts = told.flatMap((asked) => countIn(asked, deletion) ?? []);
  if (counts.length === 0) return undefined;
  const times = counts.map(({ since }) => since.getTime());
  const asked: AskedDeletion = {
    ...deletion,
    count: counts.reduce((sum, { count }) => sum + count, 0),
    first: new Date(Math.min(...times)),
    since: new Date(Math.max(...times)),
    told: counts.length,
    machines,
    others: [
      ...others,
      ...unlisted.map((app) => `the machines of ${app}`),
      ...goneOf(book?.totals, { listed, unlisted }),
    ],
  };
  if (book === undefined) return asked;
  const recorded = recordedOf(deletion, book.totals, isWholeCount(asked) ? book.now : undefined);
  return recorded.since === undefined && recorded.found.kind !== "some" ? asked : { ...asked, recorded };
}

/** What was written down, and what was asked for since then. */
interface Book {
  readonly totals: AskedTotals;
  readonly now: RRsetTable | undefined;
}

async function readBook(totals: AskedTotals, apps: Places["apps"], fly: World["fly"]): Promise<Book> {
  const { told, machines, unlisted } = await askMachines(apps, DIGEST_COMMAND, fly);
  if (told.length !== machines || unlisted.length > 0) return { totals, now: undefined };
  const looks = told.map(
    ({ app, machine, since, digest }): Look => ({ app, machine, told: digest && { since, ...digest } }),
  );
  return { totals, now: askedSince(totals, looks) };
}

/** Machines that counted after the last release and are in none of our apps any more. */
function goneOf(
  totals: AskedTotals | undefined,
  { listed, unlisted }: Pick<ToldByMachines, "listed" | "unlisted">,
): string[] {
  return (totals?.machines ?? []).flatMap(({ app, machine }) => {
    const isThere = unlisted.includes(app) || listed.get(app)?.has(machine) === true;
    return isThere ? [] : [`machine ${machine} of ${app}, which is gone`];
  });
}

function countIn(
  { rrsets, zone }: Asked,
  deletion: Deletion,
): { readonly count: number; readonly since: Date } | undefined {
  const { rrset } = deletion;
  const isSame = (a: Name, b: Name) => keyOf(a) === keyOf(b);
  if (rrset === undefined) return zone !== undefined && isSame(zone.name, deletion.zone) ? zone : undefined;
  return rrsets.find(({ name, type }) => type === rrset.type && isSame(name, rrset.owner));
}

function notesOf(
  asked: readonly AskedDeletion[],
  silent: ReadonlyMap<string, string>,
  left: number,
): string[] {
  const reasons = [...silent].map(([where, reason]) => `${where}: ${reason}`);
  const more = reasons.length > MOST_REASONS ? `; and ${reasons.length - MOST_REASONS} more` : "";
  return [
    ...(reasons.length === 0
      ? []
      : [`Who does not tell what is asked for: ${reasons.slice(0, MOST_REASONS).join("; ")}${more}.`]),
    ...(left === 0 ? [] : [`Of ${left} more that go the machines were not asked.`]),
    ...(asked.some(({ count, recorded }) => count > 0 && recorded === undefined) ? [OWN_QUESTIONS] : []),
  ];
}

const MOST_REASONS = 3;
const OWN_QUESTIONS =
  "The proof of a release and zonepipe verify ask for records, too, and those questions are counted with the others: a few may be ours.";
