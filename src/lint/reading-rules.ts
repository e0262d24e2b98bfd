import type { Rule } from "./rule.ts";

/** The rules that speak while YAML is read and zones are put together, other than "this cannot be read". */
export const READING_RULES: readonly Rule[] = [
  {
    id: "yaml-implicit-type",
    severity: "warning",
    source: "YAML 1.2 §10.3",
    about: "A text without quotes that other YAML readers take for something else",
  },
  {
    id: "yaml-merge-override",
    severity: "warning",
    about: "A merge `<<` that overrides a key written before it, which only octoDNS does",
  },
  {
    id: "semicolon-escaped",
    severity: "warning",
    about: "`\\;` in TXT: information where it means `;`, a warning where its backslash is one",
  },
  { id: "txt-chunks", severity: "info", about: "TXT in zone file notation, its strings in quotes" },
  { id: "ds-old-form", severity: "warning", about: "DS with octoDNS' old keys, which mean something else" },
  { id: "octodns-lenient", severity: "warning", about: "`octodns.lenient`, which turns nothing off here" },
  {
    id: "octodns-not-used",
    severity: "warning",
    about: "`octodns.excluded`, `included`, `healthcheck` or `auto_arpa_priority`, which have no effect here",
  },
  {
    id: "octodns-provider-keys",
    severity: "warning",
    about: "Keys of octoDNS' providers, which have no effect here",
  },
  {
    id: "apex-ns-differs",
    severity: "warning",
    about: "The zone's own apex NS and the nameservers in `_config.yaml` differ",
  },
  {
    id: "disable-unused",
    severity: "warning",
    about: "A rule is turned off for a record that it says nothing about",
  },
  {
    id: "file-not-read",
    severity: "warning",
    about: "A file or folder that looks like a zone and is not read as one",
  },
];
