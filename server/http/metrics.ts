import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { RequestContext } from '../context/request-context';

/** Counters and timings in Prometheus' format; labels hold operation kinds and codes, never names or values. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly seconds = new Histogram({
    name: 'kam_graphql_seconds',
    help: 'Duration of GraphQL operations',
    labelNames: ['kind'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [this.registry],
  });
  private readonly errors = new Counter({
    name: 'kam_graphql_errors_total',
    help: 'Errors in GraphQL answers by code',
    labelNames: ['code'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  plugin(): ApolloServerPlugin<RequestContext> {
    return {
      requestDidStart: async () => {
        const stop = this.seconds.startTimer();
        return {
          willSendResponse: async ({ operation, response }) => {
            stop({ kind: operation?.operation ?? 'none' });
            if (response.body?.kind !== 'single') return;
            for (const error of response.body.singleResult.errors ?? [])
              this.errors.inc({ code: codeOf(error) });
          },
        };
      },
    };
  }
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  return typeof extensions?.code === 'string' ? extensions.code : 'UNKNOWN';
}
