import { createRequire } from 'node:module';
import tseslint from 'typescript-eslint';

const require = createRequire(import.meta.url);
const house = {
  rules: {
    'import-rule': require('./lint/import-rule.cjs').rule,
    'file-name': require('./lint/file-name.cjs').rule,
  },
};

const NO_ENVIRONMENT = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Only server/config/env.ts reads the environment.',
  },
  {
    selector: "MemberExpression[object.name='process'][computed=true]",
    message: 'Only server/config/env.ts reads the environment.',
  },
  {
    selector: "VariableDeclarator[init.name='process'] > ObjectPattern",
    message: 'Only server/config/env.ts reads the environment.',
  },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?process$/]',
    message: 'Use the global `process`; its environment is read by server/config/env.ts only.',
  },
];
const NO_DEFAULT_EXPORT = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name: a name is found by searching.' },
];

/** Rules of the house. Every one has a canary in test/contract/lint.test.ts. */
export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '.data/',
      'coverage/',
      '**/dist/',
      '**/generated/',
      'bench/.data/',
      // The console and the mobile client bring their own browser set-up.
      'client-examples/*/**/*.tsx',
    ],
  },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,cjs,mjs}'],
    plugins: { house },
    rules: {
      'house/import-rule': 'error',
      'house/file-name': 'error',
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Interfaces of the libraries ask for async functions that have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', ...NO_ENVIRONMENT, ...NO_DEFAULT_EXPORT],
    },
  },
  {
    // Answers arrive as JSON and matchers are `any` by jest's own types.
    files: ['test/**/*.ts', '**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['server/**/*.ts'],
    ignores: ['server/cli/**', '**/*.test.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    // The one reader of the environment, and the test kit, which is told the database and hands it to other processes.
    files: ['server/config/env.ts', 'test/kit/**'],
    rules: { 'no-restricted-syntax': ['error', ...NO_DEFAULT_EXPORT] },
  },
  {
    // Jest and the code generator ask for a default export.
    files: ['test/kit/global-setup.ts', 'test/kit/global-teardown.ts', 'codegen.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
