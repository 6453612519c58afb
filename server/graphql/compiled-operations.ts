import type { ApolloServerPlugin } from '@apollo/server';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  Kind,
  parse,
  print,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  OperationTypeNode,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { RequestContext } from '../context/request-context';
import { formatError } from './format-error';

const OPERATIONS = join(__dirname, '../../client-examples/operations');

/**
 * Runs the platform's own queries (client-examples/operations) compiled by graphql-jit instead of interpreted. An
 * allow-list: compiling costs far more than running once, so foreign documents must not cause it. The walls are in the
 * schema's resolvers and hold for both.
 */
export function compiledOperationsPlugin(
  schema: GraphQLSchema,
  sources: string[] = trustedQueries(),
): ApolloServerPlugin<RequestContext> {
  const trusted = new Set(sources.map((source) => print(parse(source))));
  const compiled = new Map<string, CompiledQuery>();
  const known = new WeakMap<DocumentNode, CompiledQuery | null>();

  const lookUp = (document: DocumentNode): CompiledQuery | null => {
    const text = print(document);
    if (!trusted.has(text)) return null;
    let query = compiled.get(text);
    if (!query) {
      const result = compileQuery(schema, document);
      if (!isCompiledQuery(result)) return null; // graphql-js then answers with the reason
      compiled.set(text, (query = result));
    }
    return query;
  };

  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, request, contextValue }) => {
        let query = known.get(document);
        if (query === undefined) known.set(document, (query = lookUp(document)));
        if (!query) return null;
        const result = (await query.query({}, contextValue, request.variables ?? {})) as ExecutionResult;
        // Variables that do not fit: graphql-js words the refusal, so that both ways answer alike.
        if (!result.data && result.errors?.every(({ path }) => !path)) return null;
        const errors = result.errors?.map((error) => formatError(error, contextValue));
        return {
          http: { status: undefined, headers: new Map() as never },
          body: { kind: 'single', singleResult: { data: result.data ?? null, ...(errors && { errors }) } },
        };
      },
    }),
  };
}

/** Documents with exactly one operation, a query, of the client examples. */
function trustedQueries(): string[] {
  return readdirSync(OPERATIONS)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => readFileSync(join(OPERATIONS, name), 'utf8'))
    .flatMap((source) => {
      const { definitions } = parse(source);
      const [operation, ...others] = definitions.filter(
        (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
      );
      return others.length === 0 && operation?.operation === OperationTypeNode.QUERY ? [source] : [];
    });
}
