/** What a status of a registration means for whoever asks for the domain. */
export interface GraveStatus {
  /** As EPP and `whois` write it. */
  readonly epp: string;
  /** What it does: a clause. */
  readonly effect: string;
  /** What to do, a sentence. */
  readonly mend: string;
}

/**
 * The status that takes a domain off, if this word is one. RDAP has words of its own (RFC 8056 §2), `server hold`; many
 * servers give those of EPP, `serverHold`.
 */
export function graveStatus(word: string): GraveStatus | undefined {
  return GRAVE.get(word.toLowerCase().replace(/[^a-z]/g, ""));
}

const GRAVE: ReadonlyMap<string, GraveStatus> = new Map(
  (
    [
      {
        epp: "serverHold",
        effect: "the registry has taken it out of the parent zone",
        mend: "Ask the registrar why the registry did so (an address that nobody confirmed, a dispute, a bill); no zone can mend it.",
      },
      {
        epp: "clientHold",
        effect: "the registrar has taken it out of the parent zone",
        mend: "Look for a bill, or for an address that was not confirmed, at the registrar, and have it lift the hold.",
      },
      {
        epp: "redemptionPeriod",
        effect: "it was deleted, and can be restored for a while",
        mend: "Have the registrar restore it now: some weeks after its deletion anybody may register it.",
      },
      {
        epp: "pendingDelete",
        effect: "it goes away within days",
        mend: "Call the registrar at once. Where it cannot be restored any more, register it anew as soon as it is free.",
      },
    ] satisfies GraveStatus[]
  ).map((status) => [status.epp.toLowerCase(), status]),
);
