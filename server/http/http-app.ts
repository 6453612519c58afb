import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import type { RequestContext } from '../context/request-context';
import { DomainError, messageOf, type ErrorCode, type Locale } from '../graphql/errors';
import { LIMITS } from '../graphql/limits';

/** What the HTTP application is made of. */
export interface HttpParts {
  apollo: ApolloServer<RequestContext>;
  createContext: (request: {
    authorization: string | undefined;
    requestId: string;
    locale: Locale;
    clientAddress: string;
  }) => Promise<RequestContext>;
  /** Text of the query GraphiQL opens with; undefined leaves GraphiQL out. */
  graphiql: { defaultQuery: string } | undefined;
  /** Throws where the server is not ready to answer. */
  checkReady: () => Promise<void>;
  metrics: { token: string; text: () => Promise<string> } | undefined;
  /** Proxies in front whose X-Forwarded-For is believed. */
  trustedProxies: number;
  /** Further routes: imports. */
  routers: Router[];
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INVALID_STATE: 409,
  EXPORT_REVOKED: 403,
  EXPORT_SPENT: 410,
  RATE_LIMITED: 429,
  REGISTER_UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** The HTTP application: /graphql, /graphiql, /healthz, /readyz, /metrics and the module's routes. */
export function httpApp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // no answer is cached, so none is hashed
  app.set('trust proxy', parts.trustedProxies);
  app.use(identify);
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', async (_request, response) => {
    const isReady = await parts.checkReady().then(
      () => true,
      () => false,
    );
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready' });
  });
  if (parts.metrics) app.get('/metrics', metricsRoute(parts.metrics));
  if (parts.graphiql) {
    const page = renderGraphiQL({
      endpoint: '/graphql',
      title: 'Postal Key Accounts',
      defaultQuery: parts.graphiql.defaultQuery,
    });
    app.get('/graphiql', (_request, response) => void response.type('html').send(page));
    app.get('/', (_request, response) => response.redirect('/graphiql'));
  }
  app.use('/graphql', express.json({ limit: LIMITS.bodyBytes, inflate: false }), graphqlRoute(parts));
  for (const router of parts.routers) app.use(router);
  app.use((_request, _response, next) => next(new DomainError('NOT_FOUND')));
  app.use(errorsAsJson);
  return app;
}

/** The language a request asks for: Chinese unless English comes first. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  return /^\s*en\b/i.test(acceptLanguage ?? '') ? 'en' : 'zh';
}

const identify: RequestHandler = (_request, response, next) => {
  response.locals.requestId = randomUUID();
  response.setHeader('x-request-id', response.locals.requestId as string);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-store');
  next();
};

function graphqlRoute({ apollo, createContext }: HttpParts): RequestHandler {
  return expressMiddleware(apollo, {
    context: async ({ req, res }) => {
      const context = await createContext({
        authorization: req.headers.authorization,
        requestId: res.locals.requestId as string,
        locale: localeOf(req.headers['accept-language']),
        clientAddress: req.ip ?? '',
      });
      // A client that goes away must not keep a connection; after a normal end this does nothing.
      res.once('close', () => void context.session.rollback().catch(() => undefined));
      return context;
    },
  });
}

function metricsRoute({ token, text }: { token: string; text: () => Promise<string> }): RequestHandler {
  return async (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) throw new DomainError('UNAUTHENTICATED');
    response.type('text/plain').send(await text());
  };
}

const errorsAsJson: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) return next(error);
  const locale = localeOf(request.headers['accept-language']);
  const requestId = response.locals.requestId as string;
  const httpStatus = (error as { status?: unknown }).status;
  const isBadRequest = typeof httpStatus === 'number' && httpStatus >= 400 && httpStatus < 500;
  const code: ErrorCode =
    error instanceof DomainError ? error.code : isBadRequest ? 'BAD_USER_INPUT' : 'INTERNAL';
  const detail = error instanceof DomainError ? error.detail : undefined;
  const status = STATUS[code] ?? (isBadRequest ? httpStatus : 400);
  response
    .status(status)
    .json({ code, message: [messageOf(code, locale), detail].filter(Boolean).join(': '), requestId });
};
