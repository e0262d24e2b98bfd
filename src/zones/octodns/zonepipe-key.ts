import { isFirm, KNOWN_RULES, meantRule, whyFirm } from "../../lint/rules.ts";
import type { Disabled, Remarks } from "../../source/source-zone.ts";
import { unknownKey } from "../schema/check-shape.ts";
import { describe, entryOf, isNull, type Mapping, positionOf, type YamlNode } from "../yaml/node.ts";
import { plainOf } from "../yaml/plain.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { readAboutEntry } from "./about.ts";
import { readPointer } from "./pointer.ts";
import type { ValueRemarks } from "./value-remarks.ts";
import type { Report } from "./zone-reading.ts";

/** What the `zonepipe:` key of a record says. */
export interface ZonepipeKey {
  readonly remarks: Remarks;
  /** What it says of single values. */
  readonly values: readonly ValueRemarks[];
}

/**
 * Reads the `zonepipe:` key of a record: `owner`, `note`, `expires`, `ptr`, `disable: [{rule, reason}]`, and `values` with the
 * first four of single values.
 */
export function readZonepipeKey(node: YamlNode, report: Report): ZonepipeKey | undefined {
  if (node.kind === "broken" || isNull(node)) return undefined;
  if (node.kind !== "mapping") {
    report(wrongKind(node, "zonepipe", "a mapping"));
    return undefined;
  }
  let about: Omit<Remarks, "disable"> = {};
  const disable: Disabled[] = [];
  const values: ValueRemarks[] = [];
  for (const { key, value } of node.entries) {
    switch (key.text) {
      case "owner":
      case "note":
      case "expires":
        about = { ...about, ...readAboutEntry(key.text, value, `zonepipe ${key.text}`, report) };
        break;
      case "ptr":
        about = { ...about, ...readPointer(value, "zonepipe ptr", report) };
        break;
      case "disable":
        disable.push(...readDisable(value, report));
        break;
      case "values":
        values.push(...readValues(value, report));
        break;
      default:
        report(
          unknownKey(key, key.text, "zonepipe", ["owner", "note", "expires", "ptr", "values", "disable"]),
        );
    }
  }
  return { remarks: { ...about, disable }, values };
}

function readValues(node: YamlNode, report: Report): ValueRemarks[] {
  if (node.kind === "sequence") return node.items.flatMap((item) => readValues(item, report));
  if (node.kind === "broken") return [];
  const value = node.kind === "mapping" ? entryOf(node, "value") : undefined;
  if (node.kind !== "mapping" || value === undefined) {
    report(wrongKind(node, "zonepipe values", "a list of {value: …, expires: …}"));
    return [];
  }
  let about: Omit<Remarks, "disable"> = {};
  for (const { key, value: said } of node.entries) {
    switch (key.text) {
      case "value":
        break;
      case "owner":
      case "note":
      case "expires":
        about = { ...about, ...readAboutEntry(key.text, said, `zonepipe values ${key.text}`, report) };
        break;
      case "ptr":
        about = { ...about, ...readPointer(said, "zonepipe values ptr", report) };
        break;
      default:
        report(unknownKey(key, key.text, "zonepipe values", ["value", "owner", "note", "expires", "ptr"]));
    }
  }
  return [{ value: plainOf(value), about, node: value }];
}

function readDisable(node: YamlNode, report: Report): Disabled[] {
  if (node.kind === "mapping") return readDisabled(node, report);
  if (node.kind === "sequence") return node.items.flatMap((item) => readDisabled(item, report));
  if (node.kind === "scalar") report(wrongKind(node, "zonepipe disable", "a list of {rule: …, reason: …}"));
  return [];
}

function readDisabled(node: YamlNode, report: Report): Disabled[] {
  if (node.kind === "broken") return [];
  if (node.kind !== "mapping") {
    report(wrongKind(node, "zonepipe disable", "{rule: …, reason: …}"));
    return [];
  }
  for (const { key } of node.entries) {
    if (key.text !== "rule" && key.text !== "reason") {
      report(unknownKey(key, key.text, "zonepipe disable", ["rule", "reason"]));
    }
  }
  const rule = readRule(node, report);
  const reason = readReason(node, report);
  return rule === undefined || reason === undefined ? [] : [{ rule, reason, at: positionOf(node) }];
}

function readRule(node: Mapping, report: Report): string | undefined {
  const value = entryOf(node, "rule");
  if (value === undefined) {
    report(
      problemAt(node, {
        rule: "missing-key",
        message: "zonepipe disable has no rule",
        help: "Write the id that stands in brackets at the end of the problem: `rule: …`.",
      }),
    );
    return undefined;
  }
  const rule = readText(value, "zonepipe disable rule", report);
  if (rule === undefined) return undefined;
  if (!KNOWN_RULES.has(rule)) {
    report(
      problemAt(value, {
        rule: "unknown-rule",
        message: `There is no rule ${JSON.stringify(rule)} that can be turned off`,
        ...meantRule(rule),
      }),
    );
    return undefined;
  }
  if (!isFirm(rule)) return rule;
  report(
    problemAt(value, {
      rule: "firm-rule",
      message: `Rule ${rule} cannot be turned off: ${whyFirm(rule)}`,
      help: "Mend what it found, and remove this entry.",
    }),
  );
  return undefined;
}

function readReason(node: Mapping, report: Report): string | undefined {
  const value = entryOf(node, "reason");
  if (value !== undefined) return readText(value, "zonepipe disable reason", report);
  report(
    problemAt(node, {
      rule: "missing-key",
      message: "zonepipe disable has no reason",
      help: "Say why the rule does not apply here: `reason: …`.",
    }),
  );
  return undefined;
}

/** A text that says something. */
function readText(node: YamlNode, what: string, report: Report): string | undefined {
  if (node.kind === "scalar" && !isNull(node) && node.text.trim() !== "") return node.text;
  if (node.kind !== "broken") report(wrongKind(node, what, "a text"));
  return undefined;
}

function wrongKind(node: YamlNode, what: string, expected: string): ReturnType<typeof problemAt> {
  return problemAt(node, {
    rule: "wrong-kind",
    message: `${what} is ${describe(node)}; expected ${expected}`,
    help: "Write for example `zonepipe: {owner: web team, note: …, disable: [{rule: …, reason: …}]}`.",
  });
}
