import type { Family, Rule } from "./rule.ts";

const ZONE = "www: {type: A, value: 192.0.2.80}\n";
const OTHER = "www: {type: A, value: 192.0.2.81}\n";

/** One serial, two contents. */
export const SERIAL_NOT_INCREASED: Rule = {
  id: "serial-not-increased",
  severity: "error",
  source: "RFC 1982, RFC 1034 §4.3.5",
  about: "A zone with other content than is answered under the same serial",
  why: "Secondaries compare serials only. With the same one they keep the old content, and nobody can tell which of the two an answer comes from.",
  mend: "Raise the serial: plan does it by itself where it can ask all nameservers, or with --serial-above.",
  needs: "live",
  accepted: [{ sample: ZONE, live: { serial: 7, shown: [{ serial: 7, content: ZONE }] } }],
  refused: [
    {
      sample: ZONE,
      live: { serial: 7, shown: [{ serial: 7, content: OTHER }] },
      finds: ["1:1 Serial 7 is what ns1.example.net. answers with other content; expected a greater one"],
    },
  ],
};

/** Neither serial is the greater. */
export const SERIAL_JUMP: Rule = {
  id: "serial-jump",
  severity: "error",
  source: "RFC 1982 §3.2",
  about: "Serials that lie 2^31 apart, so that neither is the greater",
  why: "Secondaries do not know which content is the newer one, and may keep the old one for ever.",
  mend: "Go by two steps: first to the answered serial plus 2147483647, and from there to the one that is wanted.",
  needs: "live",
  accepted: [{ sample: ZONE, live: { serial: 2147483648, shown: [{ serial: 1, content: OTHER }] } }],
  refused: [
    {
      sample: ZONE,
      live: { serial: 2147483655, shown: [{ serial: 7, content: OTHER }] },
      finds: [
        "1:1 Serial 2147483655 lies 2^31 from 7, which ns1.example.net. answers: neither is the greater",
      ],
    },
  ],
};

/** The answered serial is the greater one. */
export const SERIAL_BEHIND_LIVE: Rule = {
  id: "serial-behind-live",
  severity: "warning",
  source: "RFC 1982",
  about: "A serial that is less than what a nameserver answers",
  why: "Secondaries that have the greater one keep it, and with it the old content.",
  mend: "Plan again while all nameservers answer, or tell the greatest serial with --serial-above.",
  needs: "live",
  accepted: [{ sample: ZONE, live: { serial: 8, shown: [{ serial: 7, content: OTHER }] } }],
  refused: [
    {
      sample: ZONE,
      live: { serial: 7, shown: [{ serial: 8, content: OTHER }] },
      finds: ["1:1 Serial 7 comes before 8, which ns1.example.net. answers already"],
    },
  ],
};

/** What is answered did not come from git. */
export const LIVE_DRIFT: Rule = {
  id: "live-drift",
  severity: "error",
  about: "A nameserver answers a zone with other content than the commit has that was deployed last",
  why: "Somebody changed the zone without git, or a deployment did not reach that nameserver. The next one would undo what nobody looked at.",
  mend: "Bring what is wanted of it into the zone's file, and deploy.",
  needs: "live",
  accepted: [{ sample: ZONE, live: { serial: 8, shown: [{ serial: 7, content: OTHER }], deployed: OTHER } }],
  refused: [
    {
      sample: ZONE,
      live: { serial: 8, shown: [{ serial: 7, content: ZONE }], deployed: OTHER },
      finds: ["1:1 Serial 7 is answered by ns1.example.net. with other content than was deployed"],
    },
  ],
};

/** What is seen by asking the nameservers. The plan tells it. */
export const LIVE: Family = {
  subject: "What is published",
  rules: [SERIAL_NOT_INCREASED, SERIAL_JUMP, SERIAL_BEHIND_LIVE, LIVE_DRIFT],
};
