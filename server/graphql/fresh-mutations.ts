import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import type { GuardedContext } from '../authz/guarded-context';

/**
 * Mutations of one request run one after the other; each begins and ends with empty loaders and undecided subjects, so
 * that what is read after a change, such as a revoked grant, is decided and read anew. The change itself runs in its
 * service's own transaction, with no reading transaction open beside it.
 */
export function refreshAroundMutations(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = async (parent: unknown, args, context: GuardedContext, info): Promise<unknown> => {
      await context.forget();
      try {
        return await resolve(parent, args, context, info);
      } finally {
        await context.forget();
      }
    };
  }
}
