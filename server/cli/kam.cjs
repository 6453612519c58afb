#!/usr/bin/env node
// The `kam` command: compiles TypeScript in memory as it is required, so there is no build to go stale.
process.env.TS_NODE_PROJECT ??= require('node:path').join(__dirname, '../../tsconfig.json');
process.env.SWC_NODE_PROJECT ??= process.env.TS_NODE_PROJECT;
require('@swc-node/register');
require('./kam.ts');
