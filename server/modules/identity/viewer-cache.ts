import type { Viewer } from '../../authz/viewer';

const MILLISECONDS = 3_000;
const ENTRIES = 10_000;

/**
 * Viewers of the last three seconds, counted from the start of the look-up: what is taken away (sign-out, disabling,
 * roles) works in every process within five. Simultaneous look-ups of one credential share a statement.
 */
export class ViewerCache {
  private readonly known = new Map<string, { until: number; viewer: Promise<Viewer | null> }>();

  /** The viewer behind a credential; refused ones are not kept, so they cannot push good ones out. */
  get(key: string, lookUp: () => Promise<Viewer | null>): Promise<Viewer | null> {
    const hit = this.known.get(key);
    if (hit && hit.until > performance.now()) return hit.viewer;
    const entry = { until: performance.now() + MILLISECONDS, viewer: lookUp() };
    this.known.delete(key); // to the end of the order: the first entry is always the oldest
    this.known.set(key, entry);
    const drop = (): void => {
      if (this.known.get(key) === entry) this.known.delete(key);
    };
    entry.viewer.then((viewer) => viewer ?? drop(), drop);
    if (this.known.size > ENTRIES) this.known.delete(this.known.keys().next().value as string);
    return entry.viewer;
  }

  /** After a change of this process: at once instead of within three seconds. */
  clear(): void {
    this.known.clear();
  }
}
