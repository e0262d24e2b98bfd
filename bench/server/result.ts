/** What a run of the benchmark has measured, round by round: the whole of it is kept. */
export interface ServerResult {
  /** Of this shape. */
  readonly format: 1;
  /** When it began: ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  /** Versions of what took part, by its name; ours is a commit. */
  readonly versions: { readonly [program: string]: string };
  readonly settings: Settings;
  readonly rows: readonly RowResult[];
  readonly starts: readonly StartResult[];
}

/** Where it ran. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memory: string;
  readonly kernel: string;
  /** Load of one minute, before it began. */
  readonly load: number;
}

/** How it was measured. */
export interface Settings {
  readonly rounds: number;
  /** In each round, of so many seconds. */
  readonly turns: number;
  readonly seconds: number;
  /** Questions before each round that do not count. */
  readonly warmUp: number;
  /** Source ports over UDP, and connections over TCP. */
  readonly ports: number;
  readonly connections: number;
  /** Questions that wait at a time. */
  readonly outstanding: number;
  /** Processors of the server, and of who asks. */
  readonly pinned: { readonly server: string; readonly client: string };
}

/** A kind of load. */
export interface RowResult {
  readonly id: string;
  readonly title: string;
  readonly servers: { readonly [name: string]: ServerRow };
}

/** A server under it. */
export interface ServerRow {
  readonly rounds: readonly LoadRound[];
  readonly latency?: LatencyRounds;
}

/** One turn of a round, as fast as answers came. */
export interface LoadRound {
  /** Which round it belongs to, from 1 on: turns of one round are of the same start of the server. */
  readonly start: number;
  readonly sent: number;
  readonly answered: number;
  readonly lost: number;
  readonly seconds: number;
  /** Octets of an answer in the mean. */
  readonly octets: number;
  /** Microseconds that all of the server's processes took for an answer. */
  readonly cpu: number;
  readonly rcodes: { readonly [rcode: string]: number };
}

/** Rounds at one rate. */
export interface LatencyRounds {
  /** Questions a second. */
  readonly rate: number;
  readonly rounds: readonly { readonly median: number; readonly p99: number; readonly lost: number }[];
}

/** Starts with zones of a size. */
export interface StartResult {
  readonly id: string;
  readonly title: string;
  readonly servers: { readonly [name: string]: readonly StartRound[] };
}

/** One start. */
export interface StartRound {
  /** Milliseconds from the start of the process to the first answers. */
  readonly ready: number;
  /** Megabytes (of 2^20 octets) of all its processes, a second later: Pss, proc(5). */
  readonly megabytes: number;
}
