/** What dnsperf says of one run. */
export interface Asked {
  readonly sent: number;
  readonly answered: number;
  readonly lost: number;
  readonly seconds: number;
  /** Octets of an answer in the mean. */
  readonly octets: number;
  /** How many answers had each response code. */
  readonly rcodes: { readonly [rcode: string]: number };
}

/** Reads dnsperf's statistics; throws where they are not all there. */
export function readDnsperf(output: string): Asked {
  const number = (pattern: RegExp) => {
    const found = pattern.exec(output)?.[1];
    if (found === undefined)
      throw new Error(`Cannot read what dnsperf said, there is no ${pattern}:\n${output}`);
    return Number(found);
  };
  const codes = /Response codes:(.*)/.exec(output)?.[1] ?? ""; // missing where nothing was answered
  return {
    sent: number(/Queries sent:\s+(\d+)/),
    answered: number(/Queries completed:\s+(\d+)/),
    lost: number(/Queries lost:\s+(\d+)/),
    seconds: number(/Run time \(s\):\s+([0-9.]+)/),
    octets: number(/Average packet size:\s+request \d+, response (\d+)/),
    rcodes: Object.fromEntries(
      [...codes.matchAll(/([A-Z0-9]+) (\d+) \(/g)].map(([, code, count]) => [code!, Number(count)]),
    ),
  };
}

/** How long each answer took, in milliseconds, from what dnsperf prints with `-v`; in no order. */
export function readLatencies(output: string): number[] {
  return [...output.matchAll(/^> \S+ .* ([0-9.]+)$/gm)].map(([, seconds]) => 1000 * Number(seconds));
}
