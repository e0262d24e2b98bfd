import { NOERROR, NXDOMAIN } from "../../dns/message-rcode.ts";
import { CNAME } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { expectAnswer } from "../verify/expect.ts";
import type { Expectation } from "../verify/expectation.ts";
import type { Question } from "../verify/types.ts";
import type { ZoneModels } from "../verify/zone-model.ts";

/** What is judged: an answer, whether a model gave it or a nameserver. */
export interface SeenAnswer {
  readonly rcode: number;
  /** Another zone has the last word: the records are its NS and the addresses of these. */
  readonly isReferral: boolean;
  /** The answer section: the links of an alias in their order, and what they lead to. */
  readonly records: readonly ZoneRecord[];
  /** How long resolvers keep that there is nothing, in seconds; left out where there is something. */
  readonly negativeTtl?: number;
}

/** Answers a question; undefined where its name lies in none of our zones. */
export type AnswerOf = (question: Question) => SeenAnswer | undefined;

/** The answers that the zones themselves say. */
export function answersOfModels(models: ZoneModels): AnswerOf {
  return (question) => seenFrom(expectAnswer(models, question));
}

/** An expectation as an answer. Of an alias everything counts, also what a nameserver need not follow. */
function seenFrom(expected: Expectation): SeenAnswer | undefined {
  switch (expected.outcome) {
    case "refused":
      return undefined;
    case "any":
      return {
        rcode: NOERROR,
        isReferral: false,
        records: expected.rrsets.flatMap(({ records }) => records),
      };
    case "answer":
      return { rcode: NOERROR, isReferral: false, records: expected.records };
    case "alias": {
      const { records, more, rcodes, lookedUp } = expected;
      const last = lookedUp === undefined ? [] : (seenFrom(lookedUp)?.records ?? []);
      return { rcode: rcodes.at(-1)!, isReferral: false, records: [...records, ...more, ...last] };
    }
    case "nodata":
    case "nxdomain": {
      const rcode = expected.outcome === "nodata" ? NOERROR : NXDOMAIN;
      return { rcode, isReferral: false, records: [], negativeTtl: expected.soa.ttl };
    }
    case "looked-up": {
      const { name, type, end, own, ttl } = expected;
      // Nobody here knows what others answer for the target: as with an alias that leads out of all zones.
      const records =
        end === undefined
          ? (own ?? []).map((rdata) => ({ owner: name, type, ttl, rdata }))
          : [{ owner: name, type: CNAME, ttl, rdata: end }];
      return { rcode: NOERROR, isReferral: false, records };
    }
    case "referral": {
      const { ns, glue, siblings } = expected;
      return { rcode: NOERROR, isReferral: true, records: [...ns, ...glue, ...siblings] };
    }
    default:
      return expected satisfies never;
  }
}
