import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { assertClosedCatalogue } from '../authz/catalogue';
import { assertCellsGated, gateCells } from '../authz/field-gate';
import { applyShield, shieldRules } from '../authz/shield';
import { refreshAroundMutations } from './fresh-mutations';
import { DateTimeScalar } from './scalars';

/** What a module brings to the graph: instances of its resolver classes. */
export interface GraphModule {
  resolvers: object[];
}

/** The guarded schema: built from the modules, checked to be closed, cells masked, roots and objects shielded. */
export function guardedSchema(modules: GraphModule[]): GraphQLSchema {
  return guard(plainSchema(modules));
}

/** Puts the walls around a plain schema, as its fields and roots declare them. */
export function guard(schema: GraphQLSchema): GraphQLSchema {
  assertClosedCatalogue(schema);
  gateCells(schema);
  refreshAroundMutations(schema);
  const guarded = applyShield(schema, shieldRules(schema));
  assertCellsGated(guarded);
  return guarded;
}

/** The schema before the walls; for printing and for tests of the catalogue. */
export function plainSchema(modules: GraphModule[]): GraphQLSchema {
  const instances = new Map(
    modules.flatMap(({ resolvers }) =>
      resolvers.map((resolver) => [resolver.constructor, resolver] as const),
    ),
  );
  return buildSchemaSync({
    resolvers: [...instances.keys()] as unknown as NonEmptyArray<new () => object>,
    container: { get: (resolver: object) => instances.get(resolver as () => object) },
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    validate: true,
    orphanedTypes: [],
  });
}
