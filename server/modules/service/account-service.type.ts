import { Field, ObjectType } from 'type-graphql';
import { Internal } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { StaffMember } from '../identity/identity.module';
import { Organisation, type OrganisationNode } from '../organisations/organisations.module';
import type { ServiceRow } from './records';

/** Where section 4 comes from: the account, its team, and what was entered. */
export interface ServiceReaders {
  organisation: OrganisationNode;
  entered(): Promise<ServiceRow | null>;
  member(role: 'managerId' | 'deputyId'): Promise<StaffMember | null>;
}

/** 服务管理: section 4 (Article 17-1-4). Nothing is loaded before the first field that was cleared asks for it. */
@ObjectType({ simpleResolvers: true, description: 'Section 4 of a dossier, Article 17-1-4. 服务管理' })
export class AccountService implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly readers: ServiceReaders,
  ) {}

  @Internal('SERVICE')
  @Field(() => Organisation, { nullable: true, description: 'The unit that answers for it. 责任单位' })
  get responsibleUnit(): OrganisationNode {
    return this.readers.organisation;
  }

  @Internal('SERVICE')
  @Field(() => String, { nullable: true, description: 'Who answers for it there. 责任人' })
  get responsiblePerson(): Promise<string | null> {
    return this.readers.entered().then((row) => row?.responsiblePerson ?? null);
  }

  @Internal('SERVICE')
  @Field(() => StaffMember, {
    nullable: true,
    description: 'The account manager, where within the viewer’s scope of staff. 客户经理',
  })
  get accountManager(): Promise<StaffMember | null> {
    return this.readers.member('managerId');
  }

  @Internal('SERVICE')
  @Field(() => StaffMember, { nullable: true, description: 'The manager’s deputy, likewise. 客户经理(副)' })
  get deputyManager(): Promise<StaffMember | null> {
    return this.readers.member('deputyId');
  }

  @Internal('SERVICE')
  @Field(() => String, { nullable: true, description: 'How service is given. 服务方式' })
  get serviceMode(): Promise<string | null> {
    return this.readers.entered().then((row) => row?.serviceMode ?? null);
  }
}
