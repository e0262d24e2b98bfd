import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Mixture } from "../mixtures/mixture.ts";
import type { AnswerChange, CauseGroup, Proof } from "../proof/proof.ts";
import { mixtureToJson } from "./mixture-json.ts";

/** The proof as plain data for programs. Of each cause some changed answers are listed, and all are counted. */
export function proofToJson(proof: Proof, mixtures: readonly Mixture[]): object {
  const { questions, asked, outOfReach, ledByDname, same, changed, asWritten, model } = proof;
  const consequences = proof.groups.filter(({ kind }) => kind !== "written");
  return {
    questions,
    asked,
    outOfReach,
    ledByDname,
    same,
    changed,
    asWritten,
    consequences: consequences.flatMap((group) => group.examples.map((one) => consequenceToJson(one, group))),
    causes: proof.groups.map(({ kind, change, count }) => ({
      cause: kind,
      zone: printName(change.zone),
      name: printName(change.owner),
      type: change.type === undefined ? null : typeName(change.type),
      change: change.kind,
      ...placeOf({ change }),
      count,
    })),
    unexplained: proof.unexplained.map(answerToJson),
    mixtures: mixtures.map(mixtureToJson),
    sizes: proof.sizes.map(({ name, type, before, after, limit }) => ({
      name: printName(name),
      type: typeName(type),
      before,
      after,
      limit,
    })),
    notProved: proof.notProved.map(({ zone, reason }) => ({
      zone: zone === undefined ? null : printName(zone),
      reason,
    })),
    model: {
      asked: model.asked,
      agreed: model.agreed,
      judged: model.judged,
      disagreements: model.disagreements.map(({ name, type, expected, got }) => ({
        name: printName(name),
        type: typeName(type),
        expected,
        got,
      })),
    },
    milliseconds: Math.round(proof.milliseconds),
  };
}

function consequenceToJson(one: AnswerChange, group: CauseGroup): object {
  return { ...answerToJson(one), cause: group.kind, ...placeOf(group) };
}

function answerToJson({ name, type, dnssec, below, before, after }: AnswerChange): object {
  return {
    name: printName(name),
    type: typeName(type),
    dnssec,
    ...(below !== undefined && { below: printName(below) }),
    before,
    after,
  };
}

function placeOf({ change: { at } }: Pick<CauseGroup, "change">): object {
  return { file: at?.file ?? null, line: at?.line ?? null };
}
