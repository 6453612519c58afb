import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { FieldWithheld } from '../authz/withheld';
import { SessionEnded } from '../db/database';
import { DomainError, ERROR_CODES, messageOf, type Locale } from './errors';

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
  const known = thrown instanceof DomainError ? thrown.toGraphQL(locale) : thrown;
  if (known instanceof GraphQLError && isTold(known.extensions.code)) {
    const { stacktrace: _, http: __, ...extensions } = known.extensions;
    return { message: known.message, ...place, extensions: { ...extensions, requestId } };
  }
  if (!(thrown instanceof SessionEnded))
    request.log.error({ requestId, error: describe(thrown), path: located?.path }, 'unexpected error');
  return { message: messageOf('INTERNAL', locale), ...place, extensions: { code: 'INTERNAL', requestId } };
}

const isTold = (code: unknown): boolean =>
  typeof code === 'string' && (code in ERROR_CODES || DOCUMENT_CODES.includes(code));

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
