import type { LooksByZone } from "../dnssec/looks-file.ts";
import type { Danger } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";
import type { Base } from "../plan/pull-request.ts";
import type { Review } from "../plan/review.ts";
import type { Drift } from "../plan/zone-changes.ts";
import type { Consequences } from "../proof/together.ts";
import type { Nameserver } from "../verify/types.ts";
import type { TotalsBook } from "./asked-totals/totals.ts";
import type { Ledger } from "./ledger.ts";
import type { ForeignContent } from "./live-content.ts";
import type { AppOrder } from "./roll-out.ts";

/** What is to be deployed, and by what means. */
export interface DeployRequest {
  /** The commit whose zones these are: its full id. */
  readonly commit: string;
  /** In the order in which they are deployed. */
  readonly apps: readonly DeployedApp[];
  /** Nameservers that no app of ours runs: told when they lag, and no reason to go back. */
  readonly secondaries: readonly Nameserver[];
  /** The server's bundle. */
  readonly bundle: string;
  readonly dockerfile: { readonly text: string; readonly whose: "ours" | "theirs" };
  readonly ledger: Ledger;
  /** Where it is written down what the machines were asked for; left out where it is not. */
  readonly totals?: TotalsBook;
  /** What was looked at of the keys of signed zones; left out: nothing, so that a change of keys that depends on it is refused. */
  readonly keyLooks?: LooksByZone;
  readonly history: History;
  readonly judge: Judge;
  /** An empty folder for what is needed while it runs. */
  readonly scratch: string;
  readonly deadlines: Deadlines;
  /** What was found beforehand: sentences without their final stops. */
  readonly warnings: readonly string[];
}

/** An app on Fly.io that runs our image. */
export interface DeployedApp extends AppOrder {
  /** The text of its `fly.toml`. */
  readonly configText: string;
  /** The public addresses that lead to it. */
  readonly nameservers: readonly Nameserver[];
}

/** How long may be waited, in milliseconds. */
export interface Deadlines {
  /** For the machines of one release to be right. */
  readonly machines: number;
  /** For all public addresses that lead to our apps to agree. */
  readonly outside: number;
  /** For the nameservers of others to follow, once ours are proved; what they do not do by then is told. */
  readonly secondaries: number;
}

/** The repository's past. */
export interface History {
  /** The zones as a commit has them; undefined when the repository does not have it. */
  readonly zonesAt: (commit: string) => Promise<Base | undefined>;
  /** The path of an app's `fly.toml` as a commit has it; undefined when there is none. */
  readonly configAt: (commit: string, app: string) => Promise<string | undefined>;
}

/** Decides whether a change may go out. */
export type Judge = (question: {
  readonly plan: Plan;
  /** The commit that was deployed last; undefined when there is none. */
  readonly since: string | undefined;
  readonly foreign: readonly ForeignContent[];
  /** Every machine runs and answers it already. */
  readonly isLive: boolean;
  /** Answers that change as a consequence of what is written. */
  readonly consequences: Consequences;
  /** What is wrong with the plan, whoever would allow it: sentences without their final stops. */
  readonly wrong: readonly string[];
  /** What it does to invariants, from those of the last deployment on. */
  readonly invariants: readonly Danger[];
}) => Promise<Judgement>;

/** What was decided. */
export interface Judgement {
  readonly review: Review;
  /** Changes that nobody planned; undefined when there are none. */
  readonly drift?: Drift;
  /** Why it may not go out: sentences without their final stops. Empty: it may. */
  readonly refusals: readonly string[];
  /** What the reader has to know of it: one sentence each. */
  readonly notes: readonly string[];
}
