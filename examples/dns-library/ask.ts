import {
  decodeMessage,
  encodeMessage,
  type Name,
  NO_FLAGS,
  parseName,
  printRecord,
  typeCode,
} from "zonepipe/dns";

/** A question in wire form, for a socket or for DNS over HTTPS; and the answer's records as lines of a zone file. */
export function question(name: string, type: string): Uint8Array {
  const entry = { name: parseName(name) as Name, type: typeCode(type) ?? 0, class: 1 }; // it was checked
  const sections = { answer: [], authority: [], additional: [] };
  return encodeMessage({ id: 1234, opcode: 0, rcode: 0, flags: NO_FLAGS, question: [entry], ...sections });
}

export function answerLines(bytes: Uint8Array): string[] {
  const message = decodeMessage(bytes);
  if ("fault" in message) throw new Error(`Cannot read the answer: it ${message.fault}`);
  return message.answer.map(printRecord);
}

const asked = question("www.example.com.", "AAAA");
console.log(`${asked.length} octets, and ${answerLines(asked).length} records in them`);
