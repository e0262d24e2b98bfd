import { answerFault, appendSignature, describeFault, parseTsigKey, signatureRoom } from "zonepipe/dns";

const key = parseTsigKey("transfer.example:hmac-sha256:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
if ("fault" in key) throw new Error(`The key ${key.fault}`);

const message = new Uint8Array(12 + signatureRoom(key)); // a header and nothing else
const now = 1_767_225_600; // seconds since 1970
const { length } = appendSignature(key, message, 12, now);
const signed = message.subarray(0, length);
console.log(
  `signed: ${length} octets, ${answerFault(signed, key, now, {}) === undefined ? "right" : "wrong"}`,
);

const fault = answerFault(signed, key, now + 3600, {});
if (fault !== undefined) console.log(`an hour later: ${describeFault(fault)}`);
