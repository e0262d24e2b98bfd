import { type Name, printName } from "../../dns/name.ts";
import { namesInShort } from "./notes.ts";
import type { Watch, WatchedRegistration, WatchFinding, WatchGap, WatchPart } from "./watch.ts";

/** What a part is called. */
export const PARTS: { readonly [part in WatchPart]: string } = {
  answers: "answers",
  parents: "the parent",
  registration: "registration",
  signatures: "signatures",
};

/** `2026-11-30 04:17 UTC`. */
export function moment(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `since 2026-11-30 04:17 UTC`; nothing where nobody keeps that. */
export function sinceWords({ since }: WatchFinding): string {
  return since === undefined ? "" : `since ${moment(since)}`;
}

/** What is known of a domain and needs nothing to be done: `until 2027-03-01, at Example Registrar, active`. */
export function registrationWords({ status, ends, registrar }: WatchedRegistration): string {
  return [
    ends === undefined ? "without an end that is told" : `until ${ends.toISOString().slice(0, 10)}`,
    ...(registrar === undefined ? [] : [`at ${registrar}`]),
    ...status,
  ].join(", ");
}

/** What was not looked at: a sentence without its final stop. */
export function gapSentence({ part, zones, kind, reason }: WatchGap): string {
  const what = kind === "failed" ? "Not known this time" : "Not looked at";
  return `${what}, ${PARTS[part]} of ${namesInShort(zones)}: ${reason.replace(/\.$/, "")}`;
}

/** How much was seen, in a sentence without its final stop: `2 registrations; the first signature ends …`. */
export function seenSentence(watch: Watch): string {
  const { registrations } = watch;
  const first = firstToEnd(watch);
  const domains = registrations.map(
    (each) => `${printName(each.domain).replace(/\.$/, "")} ${registrationWords(each)}`,
  );
  const named = domains.slice(0, MOST_NAMED).join("; ");
  const more = domains.length - MOST_NAMED;
  return [
    ...(domains.length === 0 ? [] : [`Registered: ${named}${more > 0 ? `; and ${more} more` : ""}`]),
    ...(first === undefined
      ? []
      : [`The first signature to end is of ${printName(first.zone)} (${moment(first.ends)})`]),
  ].join(". ");
}

const MOST_NAMED = 5;

/** When the first signature of all ends; undefined where no zone is signed. */
function firstToEnd({ signatures }: Watch): { readonly zone: Name; readonly ends: Date } | undefined {
  return signatures.toSorted((a, b) => a.ends.getTime() - b.ends.getTime())[0];
}
