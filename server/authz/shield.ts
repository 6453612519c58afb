import type { GraphQLSchema } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { deny, rule, shield } from 'graphql-shield';
import type { GuardedContext } from './guarded-context';
import { DomainError } from '../graphql/errors';
import { gatedFields, isShielded } from './field-gate';
import type { Section } from './sections';
import type { HasSubject } from './subject';
import { verbAccess, type VerbAccess } from './verb';
import { FieldWithheld } from './withheld';

type Rule = ReturnType<ReturnType<typeof rule>>;
type RuleMap = Record<string, Record<string, Rule>>;
const DENY = deny as unknown as Rule;
type Middleware = (...parameters: never[]) => unknown;

/**
 * The rules of graphql-shield, generated from the declarations: every root field by its verb (deny where there is
 * none), every L3 object by its section. Open fields are not in the map and stay unwrapped.
 */
export function shieldRules(schema: GraphQLSchema): RuleMap {
  const rules: RuleMap = {};
  const made = new Map<string, Rule>();
  // shield refuses two rules of one name: fields that need the same share it.
  const shared = (need: VerbAccess | Section | undefined, make: () => Rule): Rule => {
    const key = JSON.stringify(need ?? null);
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
  const add = (type: string, field: string, fieldRule: Rule): void =>
    void ((rules[type] ??= {})[field] = fieldRule);
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      const access = verbAccess(field);
      add(
        root?.name ?? '',
        field.name,
        shared(access, () => verbRule(access)),
      );
    }
  }
  for (const { typeName, field, section } of gatedFields(schema)) {
    if (isShielded(field, section))
      add(
        typeName,
        field.name,
        shared(section, () => clearedRule(section)),
      );
  }
  return rules;
}

/** Wraps the mapped fields, and only those; throws where one would stay unwrapped. */
export function applyShield(schema: GraphQLSchema, rules: RuleMap): GraphQLSchema {
  const generated = shield(rules, {
    allowExternalErrors: true,
    fallbackRule: DENY,
    fallbackError: forbidden,
  }).generate(schema);
  const wanted = pick(generated as Record<string, Record<string, Middleware>>, rules);
  const shielded = applyMiddleware(schema, wanted as never);
  for (const [type, fields] of Object.entries(rules)) {
    for (const name of Object.keys(fields)) {
      const before = fieldOf(schema, type, name)?.resolve;
      const after = fieldOf(shielded, type, name)?.resolve;
      if (!after || after === before) throw new Error(`${type}.${name} is guarded by a rule but not wrapped`);
    }
  }
  return shielded;
}

function pick(
  generated: Record<string, Record<string, Middleware>>,
  rules: RuleMap,
): Record<string, Record<string, Middleware>> {
  return Object.fromEntries(
    Object.entries(rules).map(([type, fields]) => [
      type,
      Object.fromEntries(Object.keys(fields).map((name) => [name, generated[type][name]])),
    ]),
  );
}

function fieldOf(schema: GraphQLSchema, type: string, name: string): { resolve?: unknown } | undefined {
  const parent = schema.getType(type);
  return parent && 'getFields' in parent
    ? (parent.getFields() as Record<string, { resolve?: unknown }>)[name]
    : undefined;
}

const forbidden = (_thrown: unknown, _parent: unknown, _args: unknown, context: unknown): Error =>
  new DomainError('FORBIDDEN').toGraphQL((context as GuardedContext).locale);

function verbRule(access: VerbAccess | undefined): Rule {
  if (!access) return DENY;
  if (access.kind === 'PUBLIC') return rule(`public: ${access.why}`, { cache: 'no_cache' })(() => true);
  const name = access.kind === 'SIGNED_IN' ? 'signed-in' : `can:${access.capability}`;
  return rule(name, { cache: 'no_cache' })((_parent, _args, context: GuardedContext) => {
    if (!context.viewer) return new DomainError('UNAUTHENTICATED').toGraphQL(context.locale);
    if (access.kind === 'SIGNED_IN' || context.can(access.capability)) return true;
    return new DomainError('FORBIDDEN').toGraphQL(context.locale);
  });
}

function clearedRule(section: Section): Rule {
  return rule(`cleared:${section}`, { cache: 'no_cache' })(
    async (parent: HasSubject, _args, context: GuardedContext, info) => {
      try {
        if (!parent.subject)
          throw new Error(`${info.parentType.name} has gated fields but its object carries no subject`);
        if (await context.clearance.decide(section, parent.subject)) return true;
      } catch (error) {
        return error as Error; // thrown, shield would call it FORBIDDEN and hide the cause
      }
      context.withheld.add(info, section);
      return new FieldWithheld();
    },
  );
}
