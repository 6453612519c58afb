import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { DomainError } from './errors';

/** What one operation may ask for at most. */
export const LIMITS = {
  depth: 12,
  aliases: 60,
  nodes: 500_000,
  bodyBytes: 256 * 1024,
  tokens: 4_000,
} as const;

const LIST_ARGUMENTS = ['first', 'last'];

interface Measure {
  depth: number;
  aliases: number;
  /** Objects the answer may hold, by the list arguments given. */
  nodes: number;
}

/** Throws QUERY_TOO_COMPLEX where an operation is too deep, has too many aliases or asks for too many objects. */
export function enforceLimits(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const { depth, aliases, nodes } = new Meter(fragments, variables).measure(operation.selectionSet);
  if (depth > LIMITS.depth) throw tooComplex(`${depth} levels, at most ${LIMITS.depth}`);
  if (aliases > LIMITS.aliases) throw tooComplex(`${aliases} aliases, at most ${LIMITS.aliases}`);
  if (nodes > LIMITS.nodes) throw tooComplex(`up to ${nodes} objects, at most ${LIMITS.nodes}`);
}

const tooComplex = (detail: string): DomainError => new DomainError('QUERY_TOO_COMPLEX', detail);

class Meter {
  // A fragment is measured once, so that fragments spread in fragments cannot blow the meter itself up.
  private readonly measured = new Map<string, Measure>();

  constructor(
    private readonly fragments: Map<string, FragmentDefinitionNode>,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {}

  measure(selectionSet: SelectionSetNode): Measure {
    const sum: Measure = { depth: 0, aliases: 0, nodes: 0 };
    for (const selection of selectionSet.selections) {
      const part =
        selection.kind === Kind.FIELD
          ? this.field(selection)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? this.fragment(selection.name.value)
            : this.measure(selection.selectionSet);
      sum.depth = Math.max(sum.depth, part.depth);
      sum.aliases += part.aliases;
      sum.nodes += part.nodes;
    }
    return sum;
  }

  private field(field: FieldNode): Measure {
    const aliases = field.alias ? 1 : 0;
    // Introspection is bounded by the schema and deep by nature.
    if (field.name.value.startsWith('__')) return { depth: 0, aliases, nodes: 0 };
    if (!field.selectionSet) return { depth: 1, aliases, nodes: 0 };
    const inner = this.measure(field.selectionSet);
    const rows = this.rows(field);
    return { depth: inner.depth + 1, aliases: aliases + inner.aliases, nodes: rows + rows * inner.nodes };
  }

  private fragment(name: string): Measure {
    const known = this.measured.get(name);
    if (known) return known;
    const fragment = this.fragments.get(name);
    const measure = fragment ? this.measure(fragment.selectionSet) : { depth: 0, aliases: 0, nodes: 0 };
    this.measured.set(name, measure);
    return measure;
  }

  private rows(field: FieldNode): number {
    const argument = field.arguments?.find(({ name }) => LIST_ARGUMENTS.includes(name.value));
    if (!argument) return 1;
    const { value } = argument;
    const given =
      value.kind === Kind.INT
        ? Number(value.value)
        : value.kind === Kind.VARIABLE
          ? this.variables[value.name.value]
          : 1;
    return typeof given === 'number' && given > 0 ? given : 1;
  }
}
