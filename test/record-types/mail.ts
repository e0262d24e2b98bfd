import type { TypeCases } from "./type-cases.ts";

/** Cases for types about mail that few ever published, and old forms of it. */
export const MAIL: { readonly [mnemonic: string]: TypeCases } = {
  MD: {
    accepted: [
      {
        text: "mail.Example.com.",
        wire: "046d61696c074578616d706c6503636f6d00",
      },
      {
        text: ".",
        wire: "00",
      },
    ],
    refused: [
      ["", "MD is missing; expected a domain name"],
      ["mail..com.", 'MD is "mail..com.", with an empty label'],
    ],
    malformed: [
      ["", "MD ends inside a name"],
      ["03616263", "MD ends inside a name"],
    ],
  },
  MF: {
    accepted: [
      {
        text: "mail.example.com.",
        wire: "046d61696c076578616d706c6503636f6d00",
      },
    ],
    refused: [["mail.example.com. x", 'MF has "x" after its last field']],
    malformed: [["c000", "MF has a compressed name"]],
  },
  MB: {
    accepted: [
      {
        text: "host.example.com.",
        wire: "04686f7374076578616d706c6503636f6d00",
      },
    ],
    refused: [["", "MB is missing; expected a domain name"]],
    malformed: [["0000", "MB has 1 octet too many"]],
  },
  MG: {
    accepted: [
      {
        text: "ann.example.com.",
        wire: "03616e6e076578616d706c6503636f6d00",
      },
    ],
    refused: [["", "MG is missing; expected a domain name"]],
    malformed: [["", "MG ends inside a name"]],
  },
  MR: {
    accepted: [
      {
        text: "ann\\.b.example.com.",
        wire: "05616e6e2e62076578616d706c6503636f6d00",
      },
    ],
    refused: [["", "MR is missing; expected a domain name"]],
    malformed: [["", "MR ends inside a name"]],
  },
  MINFO: {
    accepted: [
      {
        text: "Owner.example.com. errors.example.com.",
        wire: "054f776e6572076578616d706c6503636f6d00 066572726f7273076578616d706c6503636f6d00",
      },
      {
        text: ". .",
        wire: "00 00",
      },
    ],
    refused: [["owner.example.com.", "MINFO emailbx is missing; expected a domain name"]],
    malformed: [["00", "MINFO emailbx ends inside a name"]],
  },
  PX: {
    accepted: [
      {
        text: "10 example.com. PRMD-example.ADMD-p400.C-it.",
        wire: "000a 076578616d706c6503636f6d00 0c50524d442d6578616d706c650941444d442d7034303004432d697400",
      },
      {
        text: "0 . .",
        wire: "0000 00 00",
      },
    ],
    refused: [
      ["10 example.com.", "PX mapx400 is missing; expected a domain name"],
      ["x a. b.", 'PX preference is "x"; expected a whole number from 0 to 65535'],
    ],
    malformed: [
      ["000a 00", "PX mapx400 ends inside a name"],
      ["000a", "PX map822 ends inside a name"],
    ],
  },
};
