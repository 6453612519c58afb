import { isObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { fieldAccess } from '../../../authz/field-class';
import { SECTION_POLICIES, type Section } from '../../../authz/sections';
import type { AccountPlace } from '../../../authz/subject';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { DomainError } from '../../../graphql/errors';
import { encodeId, expectId } from '../../../graphql/global-id';
import type { Neighbours } from '../neighbours.loaders';
import type { AccessExplanationService } from './access-explanation.service';
import { AccessExplanation } from './access-explanation.type';
import { readingOf } from './register-reading';

/** `explainAccess`, for whoever watches over the register. */
@Resolver()
export class AccessExplanationResolver {
  constructor(
    private readonly explanations: AccessExplanationService,
    private readonly neighbours: Neighbours,
  ) {}

  @Requires('register:read')
  @Query(() => AccessExplanation, {
    nullable: true,
    description: 'Which rule, grant or article decides whether somebody reads a field (Article 19). 权限说明',
  })
  async explainAccess(
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('accountId', () => ID, { description: 'The account. 大客户' }) accountId: string,
    @Arg('field', () => String, { description: 'As `DossierContact.phone`. 字段' }) field: string,
    @Arg('staffId', () => ID, { description: 'Who would read. 查阅人' }) staffId: string,
  ): Promise<AccessExplanation> {
    const account = expectId('Account', accountId, 'accountId');
    const staff = expectId('StaffMember', staffId, 'staffId');
    const section = sectionOf(info.schema, field);
    const key = { provinceId: account.provinceId, accountId: account.key };
    const found = (await this.neighbours.account(context, key)) as { subject: AccountPlace } | null;
    if (!found) throw new DomainError('NOT_FOUND', undefined, { field: 'accountId' });
    const place = found.subject;
    const { grantId, ...explanation } = await this.explanations.explain(context.session, context.signedIn, {
      place,
      section,
      staff: { staffProvinceId: staff.provinceId, staffId: staff.key },
    });
    // It tells of grants and their purposes, as the register does.
    const row = { accountIds: [place.accountId], cityIds: [place.cityId], unitIds: [place.unitId] };
    await context.registerReadings([
      readingOf(context.signedIn, place.provinceId, [row], 'Query.explainAccess'),
    ]);
    return {
      ...explanation,
      field,
      fieldClass: section && SECTION_POLICIES[section].fieldClass,
      grantId: grantId === null ? null : encodeId('AccessGrant', place.provinceId, grantId),
    };
  }
}

/** The section of a field, null for an open one; BAD_USER_INPUT where there is none, or its section depends on its row. */
function sectionOf(schema: GraphQLSchema, name: string): Section | null {
  const [typeName, fieldName] = name.split('.');
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  const access = field && fieldAccess(field);
  if (access?.kind === 'GATED') return access.section;
  if (access?.kind === 'OPEN') return null;
  throw new DomainError('BAD_USER_INPUT', 'field must be one of schema/confidentiality.md, as Type.field', {
    field: 'field',
  });
}
