import { WorldError } from "../../files/world-error.ts";
import type { Plan } from "../../plan/plan.ts";
import type { World } from "../../world.ts";
import { askEach } from "../ask-machines.ts";
import { type Asked, DIGEST_COMMAND } from "../fly/asked.ts";
import type { SurveyedMachine } from "../survey.ts";
import { cameWith } from "./came-with.ts";
import { continueTotals, type Look, type ToldAtLook } from "./continue-totals.ts";
import type { TotalsBook } from "./totals.ts";

/** Takes what machines were asked for over a release. None of it rejects, and nothing fails for it. */
export interface AskedWatch {
  /** Asks these machines of an app, which are about to be restarted; no machine a second time. */
  readonly look: (app: string, machines: readonly string[]) => Promise<void>;
  /** Writes the totals down, when all machines run what they are to run. Gives warnings: sentences without their final stops. */
  readonly finish: () => Promise<string[]>;
}

/** What is released. */
export interface WatchedRelease {
  readonly commit: string;
  readonly plan: Plan;
  /** Every machine of all apps. */
  readonly machines: readonly SurveyedMachine[];
  readonly apps: readonly { readonly app: string }[];
}

/** @param book where totals are kept; without one nobody is asked */
export function watchAsked(
  book: TotalsBook | undefined,
  { commit, plan, machines, apps }: WatchedRelease,
  { fly, now, progress }: Pick<World, "fly" | "now" | "progress">,
): AskedWatch {
  if (book === undefined) return { look: () => Promise.resolve(), finish: () => Promise.resolve([]) };
  const began = now();
  const looked = new Map<SurveyedMachine, Promise<ToldAtLook | undefined>>();
  const silent: string[] = [];
  return {
    async look(app, wanted) {
      const some = machines.filter(
        (one) => one.app === app && wanted.includes(one.machine.id) && !looked.has(one),
      );
      if (some.length === 0) return;
      progress.step(`Asking what ${app} is asked for`);
      const asking = askEach(
        app,
        some.map(({ machine }) => machine),
        DIGEST_COMMAND,
        fly,
      );
      for (const [index, one] of some.entries()) {
        const told = asking.then((all) => {
          const answer = all[index]!;
          if ("fault" in answer) silent.push(`${one.machine.region}/${one.machine.id}: ${answer.fault}`);
          return lookOf(answer);
        });
        looked.set(one, told);
      }
      await asking;
    },
    async finish() {
      try {
        progress.step("Writing down what was asked for");
        const before = await Promise.all(
          machines.map(async (one) => ({
            app: one.app,
            machine: one.machine.id,
            told: await looked.get(one),
          })),
        );
        const after = (await Promise.all(apps.map(({ app }) => lookAfter(app)))).flat();
        const ended = now();
        const came = cameWith(
          plan,
          plan.zones.map(({ zone }) => zone),
          ended,
        );
        const totals = continueTotals(await book.read(), { began, ended, before, after, came });
        if (totals !== undefined) await book.write(totals, commit);
      } catch (error) {
        if (!(error instanceof WorldError)) throw error;
        return [`${UNWRITTEN}: ${error.message}`];
      }
      if (silent.length === 0) return [];
      const more = silent.length > MOST_REASONS ? `; and ${silent.length - MOST_REASONS} more` : "";
      return [`${UNTOLD}: ${silent.slice(0, MOST_REASONS).join("; ")}${more}`];
    },
  };

  async function lookAfter(app: string): Promise<Look[]> {
    const all = await fly.machines(app);
    const told = await askEach(app, all, DIGEST_COMMAND, fly);
    return all.map(({ id }, index) => ({ app, machine: id, told: lookOf(told[index]!) }));
  }
}

function lookOf(answer: Asked | { readonly fault: string }): ToldAtLook | undefined {
  return "fault" in answer || answer.digest === undefined
    ? undefined
    : { since: answer.since, ...answer.digest };
}

const MOST_REASONS = 3;
const UNWRITTEN = "What was asked for until now could not be written down, so what is counted begins anew";
const UNTOLD =
  "What is known of what is asked for begins anew, for not all machines told before they were restarted";
