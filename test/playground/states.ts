import { EXAMPLE } from "../../playground/example.ts";
import type { Written } from "../../playground/link.ts";

const [ZONE, CONFIG] = [EXAMPLE.files[0]!, EXAMPLE.files[1]!];
const WRONG = ZONE.text
  .replace("192.0.2.25", "192.0.2.256")
  .replace("type: CNAME", "type: CNAM")
  .replace("$web", "$wbe");

/** The states in which the page is looked at. */
export const STATES: { readonly [state: string]: Partial<Written> } = {
  fine: {},
  problems: { files: [{ ...ZONE, text: WRONG }, CONFIG] },
  alias: {
    files: [
      ZONE,
      CONFIG,
      {
        name: "_parked.yaml",
        text: "$zones: [example.org]\n'': {type: ALIAS, value: example.com.}\nwww: {type: CNAME, value: '{zone}.'}\n",
        before: "",
      },
    ],
    addresses: "",
    question: "example.com AAAA",
  },
};
