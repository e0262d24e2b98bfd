import { expect, test } from "vitest";
import { readQueryLogSettings } from "./query-log-settings.ts";

test.each([
  [{}, {}, undefined],
  [{ "query-log": "off", dnstap: "/run/tap.sock" }, {}, undefined],
  [{ "query-log": "1" }, {}, { rate: 1, format: "text", dnstap: undefined }],
  [
    { "query-log": "0.01", "query-log-format": "json" },
    {},
    { rate: 0.01, format: "json", dnstap: undefined },
  ],
  [{}, { DNS_QUERY_LOG: ".5" }, { rate: 0.5, format: "text", dnstap: undefined }],
  [
    { dnstap: "/run/tap.sock" },
    {},
    { rate: 1, format: undefined, dnstap: { kind: "unix", path: "/run/tap.sock" } },
  ],
  [
    { dnstap: "tcp:[::1]:6000", "query-log-format": "text", "query-log": "0.5" },
    { DNS_QUERY_LOG: "off" },
    { rate: 0.5, format: "text", dnstap: { kind: "tcp", address: { host: "::1", port: 6000 } } },
  ],
  [
    {},
    { DNS_DNSTAP: "file:/tmp/log.fstrm", DNS_QUERY_LOG_FORMAT: "json" },
    { rate: 1, format: "json", dnstap: { kind: "file", path: "/tmp/log.fstrm" } },
  ],
])("%j %j", (flags, environment, expected) => {
  expect(readQueryLogSettings(flags, environment)).toEqual(expected);
});

test.each([
  ["0", "--query-log or DNS_QUERY_LOG is"],
  ["0.0", "--query-log or DNS_QUERY_LOG is"],
  ["2", "--query-log or DNS_QUERY_LOG is"],
  ["1e-3", "--query-log or DNS_QUERY_LOG is"],
  ["on", "--query-log or DNS_QUERY_LOG is"],
])("a rate of %s is refused", (rate, error) => {
  expect(readQueryLogSettings({ "query-log": rate }, {})).toEqual({
    error: expect.stringContaining(`${error} "${rate}"; expected off, 1 for all`),
  });
});

test.each(["tap.sock", "tcp:127.0.0.1", "tcp:127.0.0.1:0", "tcp:", "file:", "unix:tap.sock"])(
  "%s is nobody who takes dnstap",
  (dnstap) => {
    expect(readQueryLogSettings({ dnstap }, {})).toEqual({
      error: `--dnstap or DNS_DNSTAP is "${dnstap}"; expected the whole path of a socket, tcp:ADDRESS:PORT, or file:PATH`,
    });
  },
);

test("another format is refused, whether anything is logged or not", () => {
  expect(readQueryLogSettings({ "query-log-format": "xml" }, {})).toEqual({
    error: '--query-log-format or DNS_QUERY_LOG_FORMAT is "xml"; expected text or json',
  });
});
