import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXCEPTIONS, importedFile, importFault, MODULES } from '../../lint/import-rule.cjs';
import { cyclesOf, importsOf, type Import } from './import-graph';

const ROOT = join(__dirname, '../..');
const files = readdirSync(join(ROOT, 'server'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => `server/${path.replaceAll('\\', '/')}`);
const imports = files.flatMap((path) => importsOf(path, readFileSync(join(ROOT, path), 'utf8')));

const faultsOf = (found: Import[]): string[] =>
  found.flatMap(
    ({ from, specifier, isErased, names }) => importFault(from, specifier, isErased, names) ?? [],
  );

describe('who may import whom', () => {
  it('holds for every file of the server', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(faultsOf(imports)).toEqual([]);
  });

  it('knows a place for every module and no exception that nobody needs', () => {
    const modules = readdirSync(join(ROOT, 'server/modules'));
    expect(modules.filter((name) => !MODULES.flat().includes(name))).toEqual([]);
    const arrows = imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ from, specifier }) => `${from} -> ${importedFile(from, specifier)}`);
    expect(Object.keys(EXCEPTIONS).filter((arrow) => !arrows.includes(arrow))).toEqual([]);
  });

  it('follows relative imports to files that exist, so that no arrow is overlooked', () => {
    const missing = imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ from, specifier }) => importedFile(from, specifier))
      .filter((path) => !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
  });

  it('has no cycle of files that load each other', () => {
    expect(cyclesOf(imports)).toEqual([]);
  });
});

const boards = 'server/modules/boards';
const service = `${boards}/boards.service.ts`;

describe('the rule sees', () => {
  it.each([
    ['infrastructure that imports a module', 'server/db/a.ts', '../modules/usage/usage.module'],
    ['an upward arrow between folders', 'server/config/env.ts', '../db/database'],
    ['the environment read inside a module', service, '../../config/env'],
    ['HTTP inside a module', service, '../../http/server'],
    [
      'an upward arrow between modules',
      'server/modules/identity/identity.module.ts',
      '../usage/usage.module',
    ],
    ['a sibling', service, '../tariffs/tariffs.module'],
    ['another module by its inner file', service, '../usage/usage.repository'],
    ['the command line by an inner file', 'server/cli/import.command.ts', '../modules/usage/usage.service'],
    ['a module without a place in the order', 'server/modules/new/new.service.ts', '../usage/usage.module'],
    ['a resolver that skips the service', `${boards}/boards.resolver.ts`, './boards.repository'],
    ['a mutation that skips the service', `${boards}/mutations/close-period.ts`, '../boards.repository'],
    ['a service that knows a resolver', service, './boards.resolver'],
    ['a repository that knows the service', `${boards}/boards.repository.ts`, './boards.service'],
    ['a service that loads a GraphQL type', service, './board.type'],
    ['a service that knows the request', service, '../../context/request-context'],
    ['a service that knows GraphQL', service, 'graphql'],
    ['a repository that knows type-graphql', `${boards}/boards.repository.ts`, 'type-graphql'],
    ['somebody who composes from below', 'server/http/http-server.ts', '../app'],
    ['server code that imports a test', 'server/http/http-server.ts', '../../test/kit/database'],
  ])('%s', (_what, from, specifier) => {
    expect(importFault(from, specifier, false)).toContain(from);
  });

  it.each([
    ['a resolver its service', `${boards}/boards.resolver.ts`, './boards.service', false],
    ['a service the shape of a type', service, './board.type', true],
    ['a view the shape of a row', `${boards}/boards.view.ts`, './boards.repository', true],
    ['a module one below by its module file', service, '../usage/usage.module', false],
    ['the composition every module file', 'server/app.ts', './modules/boards/boards.module', false],
    ['a resolver GraphQL', `${boards}/boards.resolver.ts`, 'type-graphql', false],
  ])('and lets %s', (_what, from, specifier, isErased) => {
    expect(importFault(from, specifier, isErased)).toBeNull();
  });

  it('that words are registered with the graph where they are listed, and nothing else of it', () => {
    const path = `${boards}/board-kind.ts`;
    const faults = (names: string): string[] =>
      faultsOf(importsOf(path, `import { ${names} } from 'type-graphql';`));
    expect(faults('registerEnumType')).toEqual([]);
    expect(faults('registerEnumType, Field')).toHaveLength(1);
  });

  it('every way to import, and which of them load nothing', () => {
    const text = `import a, { type B } from './one'; import { type C } from './two'; import type { D } from './three';
      export * from './four'; export type { E } from './five'; import './six';
      const f = await import('./seven'); const g = require('./eight'); type H = import('./nine').H;`;
    const loads = importsOf('x.ts', text).map(({ specifier, isErased }) => [specifier.slice(2), !isErased]);
    expect(Object.fromEntries(loads)).toEqual({
      ...{ one: true, two: false, three: false, four: true, five: false },
      ...{ six: true, seven: true, eight: true, nine: false },
    });
  });

  it('a cycle, unless types alone close it', () => {
    const ring = (last: string): Import[] => [
      ...importsOf('server/a.ts', `import { b } from './b';`),
      ...importsOf('server/b.ts', `import { c } from './c';`),
      ...importsOf('server/c.ts', last),
    ];
    const files = ['server/a.ts', 'server/b.ts', 'server/c.ts', 'server/a.ts'];
    expect(cyclesOf(ring(`import { a } from './a';`))).toEqual([files]);
    expect(cyclesOf(ring(`import type { A } from './a';`))).toEqual([]);
  });
});
