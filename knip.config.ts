import type { KnipConfig } from "knip";

const isProduction = process.argv.includes("--production"); // what only tests use counts as dead there

const config: KnipConfig = {
  entry: [
    "src/action.ts!",
    "src/cli.ts!",
    "dns/index.ts!",
    "browser/*.ts!",
    "playground/{main,print-page,example}.ts!",
    "server/{main,answering,start/head}.ts!",
    "bench/{answer-loop,ask-pipe,plan-folders,prove-folders,run,sign-file}.ts",
    "bench/read/turns.ts",
    "scripts/*.ts",
    "test/{conformance,differential,fuzz,replay,soak,tcp-abuse,year}/run.ts",
    "test/fuzz/keep.ts",
    "test/signing/sign-often.ts",
    "test/{ops,status}/print-*.ts",
    "test/live/photograph.ts",
    "test/playground/photograph.ts",
  ],
  project: [
    "{browser,dns,playground,server,src}/**/*.ts!",
    "!**/*.test.ts!",
    "{bench,scripts,test}/**/*.{ts,mjs}",
  ],
  exclude: ["binaries"], // nameservers and their tools are no packages of npm
  ignoreDependencies: isProduction ? [] : ["marked"], // a program that scripts/pictures.ts runs
  // The types of an exported function are exported with it. A function may be exported for its test alone.
  ignoreExportsUsedInFile: isProduction ? true : { interface: true, type: true },
};

export default config;
