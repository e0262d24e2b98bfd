import { keysYaml } from "../dnssec/keys-yaml.ts";
import { fakeFiles } from "../fakes/files.ts";

/** The files of a commit. */
export const filesOf = (commit: string) => {
  const { com, org, keys } = COMMITS[commit]!;
  return fakeFiles({
    "zones/_config.yaml": CONFIG,
    "zones/example.com.yaml": `'': {type: A, value: ${com}}\n`,
    ...(org === undefined ? {} : { "zones/example.org.yaml": `'': {type: A, value: ${org}}\n` }),
    ...(keys === undefined
      ? {}
      : { "zones/_keys.yaml": keysYaml({ ...keys, more: `    ttl: ${600 + keys.counter}\n` }) }),
    "one.toml": 'app = "one"\n',
    "two.toml": 'app = "two"\n',
    "fly.one.toml": 'app = "one"\n',
    "fly.two.toml": 'app = "two"\n',
  });
};

/** Nameservers are to sign zones of this commit. */
export const isSigned = (commit: string) => COMMITS[commit]!.keys !== undefined;

/** What each commit has: `a` and `e` have the same zones; example.org comes with `c`, and goes with what has it not. */
const COMMITS: {
  readonly [commit: string]: {
    readonly com: string;
    readonly org?: string;
    /** The state of the keys of example.com, and the window in which it began. */
    readonly keys?: { readonly counter: number; readonly base: number };
  };
} = {
  a: { com: "192.0.2.1" },
  b: { com: "192.0.2.2" },
  c: { com: "192.0.2.2", org: "192.0.2.3" },
  d: { com: "192.0.2.4", org: "192.0.2.4" },
  e: { com: "192.0.2.1" },
  // Signed by our nameservers; the date of these stories lies in window 2968.
  1: { com: "192.0.2.1", keys: { counter: 1, base: 2968 } },
  2: { com: "192.0.2.2", keys: { counter: 1, base: 2968 } },
  3: { com: "192.0.2.1", keys: { counter: 2, base: 2969 } },
  4: { com: "192.0.2.4", org: "192.0.2.4", keys: { counter: 2, base: 2969 } },
  5: { com: "192.0.2.4", keys: { counter: 3, base: 2969 } },
};

const CONFIG = `
nameservers:
  - {name: ns1.example.net., app: one}
  - {name: ns2.example.net., app: two}
serial: increment
`;
