// Who may import whom. One table, obeyed by the lint rule `house/import-rule` while one types and by
// test/contract/import-rule.test.ts over the whole graph of files, where cycles are refused too.
const { dirname, join, normalize, relative, sep } = require('node:path');

const ROOT = join(__dirname, '..');

/** Infrastructure folders and the folders they may use; none may ever use a module. */
const INFRASTRUCTURE = {
  config: [],
  db: ['config'],
  // These lean on each other, file by file without a cycle: types of the graph declare their classes, the walls answer
  // in the graph's errors, and its plugins read the request's context.
  authz: ['db', 'graphql'],
  graphql: ['db', 'authz', 'context'],
  context: ['db', 'authz', 'graphql'],
  rules: ['db', 'authz', 'graphql'],
  jobs: ['db', 'authz', 'graphql', 'rules'],
  imports: ['db', 'authz', 'graphql', 'context', 'rules'],
  http: ['config', 'db', 'authz', 'graphql', 'context', 'rules', 'jobs', 'imports'],
};

/** Infrastructure that a module may use; it never sees HTTP or the environment. */
const FOR_MODULES = ['db', 'authz', 'graphql', 'context', 'rules', 'jobs', 'imports'];

/** Modules from the bottom up; those of one row are siblings and do not know each other. */
const MODULES = [
  ['identity'],
  ['organisations'],
  ['accounts'],
  ['usage'],
  ['boards', 'development', 'registration', 'tariffs', 'credit', 'service'],
  ['dossier'],
  ['exports'],
  ['analysis', 'management'],
];

/** What composes the rest (`app` is every file directly in server/): may use all infrastructure and every `<module>.module.ts`. */
const COMPOSERS = ['app', 'cli', 'seeds'];

/** Inside a module, by the kind of file. `plain` is a file without a kind: pure logic. */
const KINDS = {
  module: null, // builds the module, so it may use all of it
  resolver: ['service', 'loaders', 'view', 'type', 'errors', 'plain'],
  mutation: ['mutation', 'service', 'loaders', 'view', 'type', 'errors', 'plain'],
  loaders: ['loaders', 'view', 'repository', 'entity', 'type', 'plain'],
  view: ['view', 'loaders', 'type', 'entity', 'plain'], // how a row is shown in the graph
  service: ['service', 'repository', 'entity', 'errors', 'plain'],
  repository: ['repository', 'entity', 'errors', 'plain'],
  entity: ['entity', 'plain'],
  type: ['type', 'errors', 'plain'],
  errors: ['plain'],
  plain: ['plain', 'errors'],
};

/** Kinds that know nothing of GraphQL: neither its packages nor the request's context. */
const BELOW_GRAPHQL = ['service', 'repository', 'entity', 'errors', 'plain'];
const GRAPHQL_PACKAGE = /^(graphql|type-graphql|graphql-.+|@graphql-.+|@apollo\/.+|@as-integrations\/.+)$/;

/** Single arrows that are allowed against the table, with the reason; an unused one fails the test. */
const EXCEPTIONS = {
  'server/db/scope.ts -> server/graphql/business-line.ts':
    'a type only: the lines are the same words everywhere',
  'server/db/seeds/demo/demo-uscc.ts -> server/modules/accounts/uscc.ts':
    'the check digit is one pure function',
};

/** Where a file of server/ stands: its folder, or its module and kind. */
function placeOf(path) {
  const [top, first, ...rest] = path.split('/');
  if (top !== 'server' || !first) return null;
  if (first === 'modules') return { module: rest[0], kind: kindOf(rest) };
  if (first === 'db' && rest[0] === 'seeds') return { layer: 'seeds' };
  return { layer: rest.length === 0 ? 'app' : first };
}

function kindOf(rest) {
  const [suffix] = rest.at(-1).split('.').slice(1, -1);
  if (suffix === 'views') return 'view';
  if (suffix in KINDS) return suffix;
  return rest.includes('mutations') ? 'mutation' : 'plain';
}

const rankOf = (module) => MODULES.findIndex((row) => row.includes(module));

/**
 * Why `from` may not import `to`, or null where it may. Paths are relative to the project with forward slashes and
 * an extension; `isErased` where only types are imported.
 */
function arrowFault(from, to, isErased) {
  const source = placeOf(from);
  const target = placeOf(to);
  if (/\.test\.ts$/.test(from) || !source) return null;
  if (/\.test\.ts$/.test(to) || !target)
    return `${from}: server code imports nothing outside server/, ${to} is`;
  if (`${from} -> ${to}` in EXCEPTIONS) return null;
  const fault = (why) => `${from} may not import ${to}: ${why}`;

  if (target.module !== undefined) {
    if (source.module === target.module) return insideModule(source, target, isErased, fault);
    if (source.module === undefined && !COMPOSERS.includes(source.layer))
      return fault('infrastructure never imports a module');
    if (target.kind !== 'module')
      return fault(`other modules are used through ${target.module}.module.ts only`);
    if (source.module === undefined) return null;
    if (rankOf(source.module) < 0) return fault(`the module ${source.module} has no place in the order yet`);
    return rankOf(target.module) < rankOf(source.module)
      ? null
      : fault('modules are imported downwards only');
  }
  if (COMPOSERS.includes(target.layer))
    return source.layer === target.layer || COMPOSERS.includes(source.layer)
      ? null
      : fault('only composers compose');
  if (COMPOSERS.includes(source.layer)) return null;
  if (source.module !== undefined) {
    if (!FOR_MODULES.includes(target.layer)) return fault(`a module never uses ${target.layer}/`);
    const isShape = isErased && source.kind === 'plain';
    if (target.layer === 'context' && BELOW_GRAPHQL.includes(source.kind) && !isShape)
      return fault(`a ${source.kind} file knows nothing of the request; it takes the viewer`);
    return null;
  }
  if (source.layer === target.layer || INFRASTRUCTURE[source.layer]?.includes(target.layer)) return null;
  return fault(`${source.layer}/ stands below ${target.layer}/`);
}

function insideModule(source, target, isErased, fault) {
  const allowed = KINDS[source.kind];
  if (!allowed || allowed.includes(target.kind)) return null;
  // A shape alone calls nothing: a type without its GraphQL, a row without its SQL.
  if (isErased && ['type', 'entity', 'repository', 'service'].includes(target.kind)) return null;
  return fault(`inside a module ${source.kind} does not use ${target.kind}`);
}

/** Why a file may not import an npm package, or null. Words may be registered where they are listed: `names`. */
function packageFault(from, name, names) {
  const source = placeOf(from);
  if (/\.test\.ts$/.test(from) || !source?.module || !BELOW_GRAPHQL.includes(source.kind)) return null;
  if (names.length > 0 && names.every((word) => word === 'registerEnumType')) return null;
  return GRAPHQL_PACKAGE.test(name)
    ? `${from} may not import ${name}: a ${source.kind} file knows no GraphQL`
    : null;
}

/** The file a relative import names, relative to the project; the extension defaults to `.ts`. */
function importedFile(from, specifier) {
  const path = normalize(join(dirname(from), specifier))
    .split(sep)
    .join('/');
  return /\.(ts|cjs|mjs|json)$/.test(path) ? path : `${path}.ts`;
}

/** Why an import is refused, or null; `specifier` as written, `names` what is taken from it. */
function importFault(from, specifier, isErased, names = []) {
  if (specifier.startsWith('.')) return arrowFault(from, importedFile(from, specifier), isErased);
  return packageFault(from, specifier, names);
}

/** The same as an ESLint rule. */
const rule = {
  meta: { type: 'problem', docs: { description: 'who may import whom (CONTRIBUTING.md)' }, schema: [] },
  create(context) {
    const from = relative(ROOT, context.filename).split(sep).join('/');
    const check = (node, isErased, names) => {
      if (typeof node.source?.value !== 'string') return;
      const message = importFault(from, node.source.value, isErased, names);
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration(node) {
        const isTypes = ({ importKind }) => importKind === 'type';
        const isErased = isTypes(node) || (node.specifiers.length > 0 && node.specifiers.every(isTypes));
        check(
          node,
          isErased,
          node.specifiers.map(({ imported }) => imported?.name ?? '*'),
        );
      },
      ExportNamedDeclaration: (node) => check(node, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, false),
      TSImportType: (node) => check(node, true),
    };
  },
};

module.exports = { rule, importFault, importedFile, EXCEPTIONS, MODULES };
