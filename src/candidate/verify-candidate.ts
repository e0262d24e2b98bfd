import { putChecks } from "../verify/put-checks.ts";
import type { Asker, Nameserver, Share, Verification, VerifySettings } from "../verify/types.ts";
import { type ChangedZone, chooseChecks } from "./choose-checks.ts";

/** Who asks a candidate. */
export interface CandidateAskers {
  /** dig where there is one. */
  readonly first: Asker;
  /** Asks for all changes where they are too many for dig. */
  readonly builtIn: Asker;
}

/** Changed RRsets that dig asks for at most; it takes some ten times as long for a question as the built-in client. */
const MOST_BY_DIG = 2_000;
/** Questions about what does not change. */
const MOST_UNCHANGED = 500;
/** Milliseconds that each question adds to the deadline, so that there is time to ask again after very many. */
const PER_QUESTION = 1;

/**
 * Asks a candidate over UDP and TCP, before it is deployed, for what a plan changes and for a sample of the rest. dig
 * asks for up to 2,000 changed RRsets; of more it asks for a sample, and the built-in client for all.
 */
export async function verifyCandidate(
  zones: readonly ChangedZone[],
  nameserver: Nameserver,
  { first, builtIn }: CandidateAskers,
  settings: VerifySettings,
): Promise<Verification> {
  const isDig = first.client.kind === "dig";
  const most = { changed: isDig ? MOST_BY_DIG : Number.POSITIVE_INFINITY, unchanged: MOST_UNCHANGED };
  const { first: byFirst, second: byBuiltIn, changed, unchanged } = chooseChecks(zones, settings.seed, most);
  const interviews = [
    { asker: first, checks: byFirst },
    ...(byBuiltIn.length === 0 ? [] : [{ asker: builtIn, checks: byBuiltIn }]),
  ];
  const deadline = settings.deadline + PER_QUESTION * (byFirst.length + byBuiltIn.length);
  const verification = await putChecks(interviews, [nameserver], { ...settings, deadline });
  const share = (total: number, ...counts: number[]): Share => ({
    total,
    asked: interviews.flatMap(({ asker }, index) => {
      const count = counts[index];
      return count === undefined ? [] : [{ client: asker.client.kind, count }];
    }),
  });
  return {
    ...verification,
    coverage: {
      changed: share(changed.total, changed.first, changed.second),
      unchanged: share(unchanged.total, unchanged.first),
    },
  };
}
