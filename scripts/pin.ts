import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { baseOf, DOCKER_HUB, lookUpDigest, pinBase } from "./base-digest.ts";

const DOCKERFILE = join(import.meta.dirname, "..", "Dockerfile");

const dockerfile = readFileSync(DOCKERFILE, "utf8");
const { reference, digest: before } = baseOf(dockerfile);
const digest = await lookUpDigest(reference, DOCKER_HUB);
writeFileSync(DOCKERFILE, pinBase(dockerfile, digest));
console.log(`Dockerfile: ${reference} is ${digest}${digest === before ? ", as before" : ""}`);
