import { isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { DomainError } from '../../server/graphql/errors';
import type { HasSubject } from '../../server/authz/subject';
import type { Story } from '../kit/story';

type Field = GraphQLField<HasSubject, unknown>;
type Leak = (schema: GraphQLSchema, story: Story) => void;

/** Ways to tell of what is hidden, each built into a field that is open; the two worlds must find every one. */
export const LEAKS: Record<string, Leak> = {
  'a declaration that was forgotten': (schema) => {
    const field = fieldOf(schema, 'DossierContact', 'address');
    field.extensions = { ...field.extensions, access: { kind: 'OPEN' } };
  },
  'a number that counts what is hidden': (schema, { sql }) => {
    fieldOf(schema, 'Account', 'version').resolve = async ({ subject }) => {
      const [{ count }] = await sql<{ count: number }>(
        'SELECT count(*)::int AS count FROM key_persons WHERE province_id = $1 AND account_id = $2',
        [subject.provinceId, subject.accountId],
      );
      return count;
    };
  },
  'an error that says whether there is a value': (schema, { sql }) => {
    const field = fieldOf(schema, 'Dossier', 'contact');
    const { resolve } = field;
    field.resolve = async (parent, ...rest) => {
      const { provinceId, accountId } = parent.subject;
      const found = await sql('SELECT FROM account_contacts WHERE province_id = $1 AND account_id = $2', [
        provinceId,
        accountId,
      ]);
      if (found.length === 0) throw new DomainError('NOT_FOUND');
      return resolve ? resolve(parent, ...rest) : (parent as unknown as { contact: unknown }).contact;
    };
  },
  'a list in the order of a hidden value': (schema, { sql }) => {
    const field = fieldOf(schema, 'Query', 'accounts');
    const { resolve } = field;
    field.resolve = async (...parameters) => {
      const page = (await resolve?.(...parameters)) as { edges: { node: HasSubject }[] };
      const rows = await sql<{ id: number }>(
        'SELECT account_id::int AS id FROM account_contacts ORDER BY address',
      );
      const order = rows.map(({ id }) => id);
      page.edges.sort(
        (a, b) => order.indexOf(a.node.subject.accountId) - order.indexOf(b.node.subject.accountId),
      );
      return page;
    };
  },
};

function fieldOf(schema: GraphQLSchema, typeName: string, name: string): Field {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`no type ${typeName}`);
  return type.getFields()[name] as Field;
}
