import { MAX_TTL, parseTtl } from "../../../dns/ttl.ts";
import { writing } from "../../source/suggest.ts";
import { misreadNumber } from "../yaml/implicit-type.ts";
import { describe, type YamlNode } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import type { Report } from "./zone-reading.ts";

/** The seconds that stand under a key such as `ttl`, or undefined when they are refused. */
export function readTtl(node: YamlNode, key: string, report: Report): number | undefined {
  if (node.kind === "broken") return undefined;
  const seconds = node.kind === "scalar" && /^[0-9]{1,10}$/.test(node.text) ? Number(node.text) : Number.NaN;
  if (node.kind === "scalar" && seconds <= MAX_TTL) {
    const misread = misreadNumber(node);
    if (misread !== undefined) {
      report(
        problemAt(node, {
          rule: "yaml-implicit-type",
          severity: "warning",
          message: `${key} is ${node.text}; other YAML readers take it for ${misread}`,
          help: `Write ${seconds}.`,
          fix: writing(String(seconds)),
        }),
      );
    }
    return seconds;
  }
  const meant = node.kind === "scalar" ? parseTtl(node.text) : undefined;
  report(
    problemAt(node, {
      rule: "ttl-range",
      message: `${key} is ${describe(node)}; expected whole seconds from 0 to ${MAX_TTL}`,
      help: meant === undefined ? "Write the number of seconds, for example 3600." : `Write ${meant}.`,
      ...(meant !== undefined && { fix: writing(String(meant)) }),
      source: "RFC 2181 §8",
    }),
  );
  return undefined;
}
