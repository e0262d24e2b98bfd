import { decodeMessage } from "../../dns/message.ts";
import { SERVFAIL } from "../../dns/message-rcode.ts";
import type { Name } from "../../dns/name.ts";
import { judgeByModel } from "../verify/judge-by-model.ts";
import { modelZones } from "../verify/zone-model.ts";
import type { ModelVerdict } from "./proof.ts";
import type { ProofQuestion } from "./question-set.ts";
import { answeredRecords, type Side } from "./side.ts";

/** Holds a candidate's answers against the model of answers, which knows nothing of the nameserver. */
export interface ModelCheck {
  readonly take: (question: ProofQuestion, answer: Uint8Array) => void;
  readonly verdict: () => ModelVerdict;
}

/** Disagreements that are kept; any of them is a defect of ours. */
const MOST_DISAGREEMENTS = 20;

/** @param origins the zones that the nameserver has; all of the side where undefined */
export function makeModelCheck(side: Side, origins: ReadonlySet<Name> | undefined): ModelCheck {
  const served = [...side.zones.values()].filter(({ origin }) => origins?.has(origin) !== false);
  const models = modelZones(served.map((zone) => ({ origin: zone.origin, records: answeredRecords(zone) })));
  const disagreements: ModelVerdict["disagreements"][number][] = [];
  const judged = { answer: 0, authority: 0, additional: 0 };
  let asked = 0;
  let agreed = 0;
  return {
    take(question, bytes) {
      const message = decodeMessage(bytes);
      if ("fault" in message || message.rcode === SERVFAIL) return; // told where answers are compared
      asked += 1;
      const { rcode, flags, answer, authority, additional } = message;
      const reply = { rcode, aa: flags.aa, answer, authority, additional };
      const verdict = judgeByModel(models, question, {
        outcome: "reply",
        transport: "tcp",
        milliseconds: 0,
        ...reply,
      });
      for (const section of SECTIONS) if (verdict.judged[section]) judged[section] += 1;
      if (verdict.finding === undefined) {
        agreed += 1;
        return;
      }
      const { expected, got } = verdict.finding;
      if (disagreements.length < MOST_DISAGREEMENTS)
        disagreements.push({ name: question.name, type: question.type, expected, got });
    },
    verdict: () => ({ asked, agreed, judged, disagreements }),
  };
}

const SECTIONS = ["answer", "authority", "additional"] as const;
