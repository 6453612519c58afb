/** What may change about an organisation, on [validFrom, validTo) of business dates. */
export interface OrganisationVersion {
  validFrom: string;
  validTo: string | null;
  parentId: number | null;
  name: string;
}

/** What a change sets. */
export type VersionChange = Partial<Pick<OrganisationVersion, 'parentId' | 'name'>>;

/**
 * The versions from `date` on once the change is made; earlier ones stay untouched. Versions recorded for later follow
 * as long as they only repeat what is changed: the first that says otherwise is a decision of its own and stands.
 * Empty where the organisation does not exist on that date.
 */
export function changedFrom(
  versions: readonly OrganisationVersion[],
  date: string,
  change: VersionChange,
): OrganisationVersion[] {
  const current = versions.find(
    ({ validFrom, validTo }) => validFrom <= date && (validTo === null || date < validTo),
  );
  if (!current) return [];
  const repeats = (version: OrganisationVersion): boolean =>
    (change.name === undefined || version.name === current.name) &&
    (change.parentId === undefined || version.parentId === current.parentId);
  let follows = true;
  const later = versions
    .filter(({ validFrom }) => validFrom > date)
    .map((version) => {
      follows &&= repeats(version);
      return follows ? { ...version, ...change } : version;
    });
  return [{ ...current, ...change, validFrom: date }, ...later];
}
