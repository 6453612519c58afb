import { Field, Int, ObjectType } from 'type-graphql';
import { BySection, Internal, Open } from '../../../authz/field-class';
import type { HasSection, Subject } from '../../../authz/subject';
import { connectionTypes } from '../../../graphql/connection';
import { DossierSection } from '../dossier-section.type';
import type { EntrySection } from './entry-fields';
import type { ToldState } from './section-state';

/** Where the parts of a state come from; asked after their own gate. */
export interface SectionSources {
  state: () => Promise<ToldState | null>;
  /** Whole percent. */
  completeness: () => Promise<number | null>;
}

/**
 * 档案维护情况: how a section stands (Article 17-2). When it was entered and by whom it is looked after is work, L1; how
 * much of it is filled is told by the values, so it is as confidential as they are. Account and steward are added by
 * the resolver.
 */
@ObjectType({
  simpleResolvers: true,
  description: 'How a section of a dossier is kept up, Article 17-2. 档案维护情况',
})
export class DossierSectionState implements HasSection {
  constructor(
    readonly subject: Subject,
    section: EntrySection,
    readonly sources: SectionSources,
    /** Where it stands in a list. */
    readonly cursorKeys: readonly [number, number] = [0, 0],
  ) {
    this.section = section;
  }

  @Open()
  @Field(() => DossierSection, { description: 'Which section. 档案内容' })
  readonly section: EntrySection;

  @BySection()
  @Field(() => Int, {
    nullable: true,
    description: 'Fields that are filled, of those that article 17 names, in whole percent. 完整度(%)',
  })
  get completeness(): Promise<number | null> {
    return this.sources.completeness();
  }

  @Internal('BASIC')
  @Field(() => Int, {
    nullable: true,
    description: 'Counts entries, 0 before the first; pass it as `expectedVersion`. 版本号',
  })
  get version(): Promise<number | null> {
    return this.sources.state().then((state) => state?.version ?? null);
  }

  @Internal('BASIC')
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it was not entered within the days of the rule. 是否逾期未更新',
  })
  get isStale(): Promise<boolean | null> {
    return this.sources.state().then((state) => state?.isStale ?? null);
  }

  @Internal('BASIC')
  @Field(() => Date, { nullable: true, description: 'When it was entered last; null for never. 更新时间' })
  get updatedAt(): Promise<Date | null> {
    return this.sources.state().then((state) => state?.enteredAt ?? null);
  }
}

const { Connection } = connectionTypes('DossierSectionState', () => DossierSectionState);

/** A page of states. */
export const DossierSectionStateConnection = Connection;
