import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Open } from '../../authz/field-class';
import { StaffMember } from '../identity/identity.module';
import type { OrganisationNode } from './organisation-node';
import { Organisation } from './organisation.type';
import type { OrganisationsService } from './organisations.service';

/** What organisations add to staff. */
@Resolver(() => StaffMember)
export class StaffOrganisationResolver {
  constructor(private readonly organisations: OrganisationsService) {}

  @Open()
  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'Where the person works; null once that has ended. 所属机构',
  })
  async organisation(@Root() staff: StaffMember): Promise<OrganisationNode | null> {
    return (await this.organisations.treeAsOf(null)).byId(staff.organisationId) ?? null;
  }
}
