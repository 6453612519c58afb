#!/usr/bin/env node
// `npm run bench`: compiles TypeScript in memory as the `kam` command does.
process.env.TS_NODE_PROJECT ??= require('node:path').join(__dirname, '../tsconfig.json');
process.env.SWC_NODE_PROJECT ??= process.env.TS_NODE_PROJECT;
require('@swc-node/register');
require('./run.ts');
