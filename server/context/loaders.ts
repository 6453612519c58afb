import type DataLoader from 'dataloader';
import type { RequestContext } from './request-context';

/** A kind of loader; one DataLoader of it is made per request, at first use. */
export type LoaderKind<Key, Value> = (context: RequestContext) => DataLoader<Key, Value, unknown>;

/** The loaders of one request. */
export class Loaders {
  private readonly made = new Map<unknown, unknown>();

  constructor(private readonly context: RequestContext) {}

  /** The request's loader of that kind. */
  of<Key, Value>(kind: LoaderKind<Key, Value>): DataLoader<Key, Value, unknown> {
    let loader = this.made.get(kind) as DataLoader<Key, Value, unknown> | undefined;
    if (!loader) this.made.set(kind, (loader = kind(this.context)));
    return loader;
  }

  /** Drops the loaders with all they hold. */
  forget(): void {
    this.made.clear();
  }
}
