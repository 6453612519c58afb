import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { planOperation } from '../authz/operation-plan';
import type { RequestContext } from '../context/request-context';
import { hasParentOf, inPathOrder } from './error-order';
import { DomainError } from './errors';
import { FOLDED, formatError } from './format-error';
import { enforceLimits } from './limits';

/**
 * One request from the known operation to the answer: limits and plan before it runs; afterwards the read transaction
 * is ended, withheld fields are folded into one error each, and only then the answer leaves.
 */
export function requestPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
        if (!operation) return;
        try {
          enforceLimits(document, operation, request.variables ?? {});
        } catch (error) {
          throw error instanceof DomainError ? error.toGraphQL(contextValue.locale) : error;
        }
        contextValue.operation = planOperation(schema, document, operation);
      },
      willSendResponse: async (request) => {
        const { contextValue: context, response } = request;
        response.http.headers.set('x-request-id', context.requestId);
        try {
          await context.session.commit();
        } catch (error) {
          // What was read in a transaction that did not end well is not answered.
          response.http.status = 500;
          response.body = { kind: 'single', singleResult: { errors: [formatError(error, context)] } };
          return;
        }
        if (response.body?.kind === 'single') finishErrors(response.body.singleResult, request);
      },
    }),
  };
}

function finishErrors(
  result: FormattedExecutionResult,
  { errors: raw, contextValue: context }: GraphQLRequestContextWillSendResponse<RequestContext>,
): void {
  // Compiled operations come formatted; the others are formatted here, where language and request id are known.
  const formatted = raw ? raw.map((error) => formatError(error, context)) : (result.errors ?? []);
  const errors = inPathOrder([
    ...formatted.filter(({ extensions }) => extensions?.code !== FOLDED),
    ...withheldErrors(context).filter(({ path }) => hasParentOf(path ?? [], result.data)),
  ]);
  if (errors.length > 0) result.errors = errors;
  else delete result.errors;
}

function withheldErrors(context: RequestContext): GraphQLFormattedError[] {
  if (!context.viewer) return [];
  const { requestId } = context;
  return context.withheld
    .errors(context.locale, context.clearance.unregistered)
    .map(({ message, path, extensions }) => ({ message, path, extensions: { ...extensions, requestId } }));
}
