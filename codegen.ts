import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * Types every operation of the examples and the tests from the committed contract; an operation that the contract
 * does not know fails. The output is not committed: `npm run codegen` makes it again at any time.
 */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: ['client-examples/operations/**/*.graphql', 'test/**/*.graphql'],
  ignoreNoDocuments: false,
  generates: {
    'client-examples/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: true },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        defaultScalarType: 'unknown',
        scalars: {
          BigInt: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          Month: 'string',
          Period: 'string',
        },
      },
    },
  },
};

export default config;
