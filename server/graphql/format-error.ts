import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { FieldWithheld } from '../authz/withheld';
import { DomainError, ERROR_CODES, messageOf, type ErrorCode, type Locale } from './errors';

/** Marks an error that the folded FIELD_WITHHELD error stands for; never leaves. */
export const FOLDED = 'FOLDED';

/** Codes graphql-js and Apollo raise before our code runs; their messages speak of the document only. */
const DOCUMENT_CODES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
];

/**
 * The one place where errors become what a client sees: domain errors by their code and language, document errors as
 * they are, everything else as INTERNAL with the request id, logged in full here and nowhere else.
 */
export function formatError(
  error: unknown,
  request: { locale: Locale; requestId: string; log: Logger },
): GraphQLFormattedError {
  const { locale, requestId } = request;
  const thrown = unwrapResolverError(error);
  const located = error instanceof GraphQLError ? error : undefined;
  const place = { path: located?.path, locations: located?.locations };
  if (thrown instanceof FieldWithheld) return { message: FOLDED, ...place, extensions: { code: FOLDED } };
  const graphql =
    thrown instanceof DomainError
      ? thrown.toGraphQL(locale)
      : thrown instanceof GraphQLError
        ? thrown
        : located;
  const code = String(graphql?.extensions.code ?? '');
  if (
    graphql &&
    (isOurs(code) || DOCUMENT_CODES.includes(code)) &&
    !(graphql === located && located.originalError)
  ) {
    const { stacktrace: _, ...extensions } = graphql.extensions;
    return { message: graphql.message, ...place, extensions: { ...extensions, requestId } };
  }
  request.log.error({ requestId, error: describe(thrown), path: located?.path }, 'unexpected error');
  return { message: messageOf('INTERNAL', locale), ...place, extensions: { code: 'INTERNAL', requestId } };
}

const isOurs = (code: string): code is ErrorCode => code in ERROR_CODES;

// Database errors carry row values in `detail` and `where`: only what names the fault is logged.
function describe(thrown: unknown): Record<string, unknown> {
  const error = thrown as Error & { code?: string; constraint?: string; table?: string };
  return {
    name: error?.name,
    message: error?.message,
    sqlstate: error?.code,
    constraint: error?.constraint,
    table: error?.table,
    stack: error?.stack,
  };
}
