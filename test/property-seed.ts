import fc from "fast-check";

/**
 * Property tests draw the same cases in every run, so that a change is judged by what it changes; `PROPERTY_SEED=random` draws others,
 * and a number those of that run again.
 */
const chosen = process.env.PROPERTY_SEED ?? "1";
if (chosen !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(chosen) });
