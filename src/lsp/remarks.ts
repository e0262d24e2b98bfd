import { isFirm, RULES } from "../lint/rules.ts";
import type { Remarks } from "../source/source-zone.ts";
import { keys, type Offer } from "./offer.ts";
import type { Piece } from "./pieces.ts";
import type { Place } from "./place.ts";
import type { Workspace } from "./workspace.ts";

/** Keys under `zonepipe` of a record, and what each is. */
export const REMARK_KEYS: { readonly [key: string]: string } = {
  owner: "Who is in charge: a team or a person, in one line",
  note: "What somebody should know who finds the record",
  expires: "The last day on which it is wanted, as in 2027-03-01",
  values: "The same for single values: a list of `{value: …, owner: …}`",
  disable: "Rules that do not apply here: a list of `{rule: …, reason: …}`",
};

const OF_VALUES = ["owner", "note", "expires"];

/** What may stand under `zonepipe` of a record: keys, owners that there are, rules that can be turned off. */
export function inRemarks(
  workspace: Workspace,
  { path }: Place & { readonly kind: "other" },
  piece: Piece,
): readonly Offer[] {
  if (path[0] !== "zonepipe") return [];
  const { within } = piece;
  const key = [...within.entries.values()].find(({ value }) => value === piece)?.key.text;
  const list = path[1];
  if (key === "owner") return ownersIn(workspace).map((label) => ({ label, kind: "value" }));
  if (key === "rule" && list === "disable") return rules();
  if (key !== undefined && key !== "zonepipe") return [];
  if (list === "disable") return keys({ rule: "Its id", reason: "Why it does not apply" }, within);
  if (list === "values") {
    const about = Object.fromEntries(OF_VALUES.map((each) => [each, REMARK_KEYS[each]]));
    return keys({ value: "As it stands in the record", ...about }, within);
  }
  return keys(REMARK_KEYS, within);
}

/** What is said of a record beside its data, in a line for each. */
export function printRemarks({ owner, note, expires }: Partial<Remarks>): string[] {
  return [
    ...(owner === undefined ? [] : [`owner: ${owner}`]),
    ...(note === undefined ? [] : [`note: ${note}`]),
    ...(expires === undefined ? [] : [`expires: ${expires.day}`]),
  ];
}

function ownersIn({ zones }: Workspace): string[] {
  const found = new Set<string>();
  for (const { records } of zones)
    for (const { remarks } of records) if (remarks?.owner !== undefined) found.add(remarks.owner);
  return [...found].sort();
}

function rules(): Offer[] {
  return RULES.filter(({ id }) => !isFirm(id)).map(({ id, about }) => ({
    label: id,
    kind: "value",
    detail: about,
  }));
}
