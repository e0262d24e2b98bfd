import type { Family } from "./rule.ts";

const MAIL = "mail-arrives:\n  mail: true\n  why: Customers write to us.\n";
const RIGHT = `'':
  - {type: MX, value: {preference: 10, exchange: mx1.example.com.}}
  - {type: TXT, value: v=spf1 mx -all}
_dmarc: {type: TXT, value: v=DMARC1; p=reject}
mx1: {type: A, value: 192.0.2.25}
`;

/** What whoever is in charge of the zones wrote into `_invariants.yaml`. It is judged where that file is read. */
export const INVARIANTS: Family = {
  subject: "Invariants",
  rules: [
    {
      id: "invariant-broken",
      severity: "error",
      about: "An invariant of `_invariants.yaml` that does not hold, or that a change removes or weakens",
      why: "Somebody wrote down that it must hold, and why.",
      mend: "Mend the records. Where the invariant itself is to change, let somebody with write access set the label zonepipe:allow-invariant:NAME on the pull request that does it. `zonepipe explain invariants` has the kinds.",
      firm: true,
      whyFirm: "whoever wrote the invariant can change it",
      accepted: [{ sample: { "_invariants.yaml": MAIL, "example.com.yaml": RIGHT } }],
      refused: [
        {
          sample: {
            "_invariants.yaml": MAIL,
            "example.com.yaml": RIGHT.replace(
              "mx1: {type: A, value: 192.0.2.25}",
              "mx1: {type: TXT, value: moved}",
            ),
          },
          finds: [
            "example.com.yaml:2:23 Invariant mail-arrives does not hold: example.com. has one MX, mx1.example.com., without an address (dig example.com. MX)",
          ],
        },
      ],
    },
    {
      id: "invariant-undecided",
      severity: "info",
      about: "An invariant of which these zones alone cannot tell whether it holds",
      why: "An alias or a mail host lies outside of all zones here, and nobody is asked what is there.",
      mend: "Look yourself, or write an invariant of what lies here: the alias and its target.",
      firm: true,
      whyFirm: "it stops nothing",
      accepted: [{ sample: { "_invariants.yaml": MAIL, "example.com.yaml": RIGHT } }],
      refused: [
        {
          sample: {
            "_invariants.yaml": MAIL,
            "example.com.yaml": RIGHT.replace("mx1.example.com.", "mx.example.net."),
          },
          finds: [
            "example.com.yaml:2:23 Invariant mail-arrives is not decided: example.com. leads to mx.example.net., which lies outside of these zones (dig example.com. MX)",
          ],
        },
      ],
    },
  ],
};
