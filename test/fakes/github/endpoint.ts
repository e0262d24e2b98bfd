import type { IncomingHttpHeaders } from "node:http";
import type { Permission, State } from "./state.ts";

/** A request as it came. */
export interface Question {
  readonly method: string;
  readonly address: URL;
  /** `GET /repos/…` */
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** What it is answered. */
export interface Answer {
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
}

/** One endpoint. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** The parameters that GitHub's description of the endpoint has. */
  readonly query: readonly string[];
  readonly needs?: Permission;
  readonly answer: (state: State, question: Question, parts: Parts) => Answer;
}

/** The variable parts of a path. */
export interface Parts {
  readonly [name: string]: string;
}
