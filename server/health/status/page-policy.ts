import { createHash } from "node:crypto";
import { STYLE } from "./page-style.ts";

/** Headers of the page: nothing may be loaded or run but its own style, and no other page may frame it. */
export function pagePolicy(): { readonly [header: string]: string } {
  const style = createHash("sha256").update(STYLE).digest("base64");
  return {
    "content-security-policy": `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  };
}
