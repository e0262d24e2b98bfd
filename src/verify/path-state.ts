import type { Octets } from "../../dns/wire.ts";
import type { Check } from "./checks.ts";
import type { Finding } from "./judge.ts";
import type { Client, ElsewhereAnswer, Nameserver, Transport } from "./types.ts";

/** One check on one path, and how it stands. */
export interface PathCheck {
  readonly check: Check;
  /** How often it was sent. */
  attempts: number;
  /** There was a reply that could be read. */
  replied: boolean;
  /** Of the last attempt. */
  milliseconds: number;
  /** What is wrong with the last answer; absent before the first one and when it is right. */
  finding?: Finding;
  /** What was wrong first. */
  firstFinding?: Finding;
  /** The question was not sent, because the nameserver had stayed silent before. */
  isHeldBack: boolean;
  /** The nameserver does not serve the zone; only said of serial checks. */
  isLame: boolean;
  /** Milliseconds after the start at which it was right. */
  passedAt?: number;
  /** It was right, with a text that is cut into other strings. */
  isRecut?: boolean;
  /** It passed with addresses of an ALIAS that nobody saw here. */
  elsewhere?: ElsewhereAnswer;
  /** The serial that the nameserver showed. */
  serial?: number;
}

/** What is known of a path beside its checks. */
export interface PathState {
  readonly nameserver: Nameserver;
  readonly transport: Transport;
  readonly client: Client;
  readonly checks: readonly PathCheck[];
  /** Identifiers that replies carried. */
  readonly nsids: Set<Octets>;
  truncated: number;
  /** Truncated, although the answer is short enough. */
  limited: number;
  instead: number;
  /** Nothing replied in the last round. */
  isSilent: boolean;
}
