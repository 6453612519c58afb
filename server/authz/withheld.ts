import { GraphQLError, responsePathAsArray, type GraphQLResolveInfo } from 'graphql';
import { messageOf, type Locale } from '../graphql/errors';
import type { Section } from './sections';

/** The response keys of a path; where in a list it goes is left out. */
export function keysOf(path: GraphQLResolveInfo['path']): string[] {
  return responsePathAsArray(path).filter((step) => typeof step === 'string');
}

/** Thrown by a shield rule for a gated object; the answer shows the folded error instead. */
export class FieldWithheld extends Error {
  constructor() {
    super('FIELD_WITHHELD');
  }
}

/** The refused fields of one request, folded: one per selected field and section with a count, whether or not a value exists. */
export class Withheld {
  private readonly fields = new Map<string, { path: string[]; section: Section; count: number }>();

  /** Notes a refused cell. */
  add(info: Pick<GraphQLResolveInfo, 'path'>, section: Section): void {
    const path = keysOf(info.path);
    const key = `${path.join('.')} ${section}`;
    const field = this.fields.get(key);
    if (field) field.count += 1;
    else this.fields.set(key, { path, section, count: 1 });
  }

  /** One error per field and section; REGISTER_UNAVAILABLE where the register, not a rule, is the reason. */
  errors(locale: Locale, unregistered: ReadonlySet<Section>): GraphQLError[] {
    // By section: those of one path are refused in an order that is chance.
    const sorted = [...this.fields.values()].sort((a, b) => (a.section < b.section ? -1 : 1));
    return sorted.map(({ path, section, count }) => {
      const code = unregistered.has(section) ? 'REGISTER_UNAVAILABLE' : 'FIELD_WITHHELD';
      return new GraphQLError(messageOf(code, locale), { path, extensions: { code, section, count } });
    });
  }
}
