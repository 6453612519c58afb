import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../../authz/field-class';
import { Requires } from '../../../../authz/verb';
import type { RequestContext } from '../../../../context/request-context';
import { encodeId, expectId } from '../../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../../graphql/user-error';
import type { DossierEntryService } from '../dossier-entry.service';
import { DossierEntryInput, sectionEntryOf } from './dossier-entry-input';

@InputType({ description: 'Fields to be entered into one section of a dossier. 录入档案' })
class UpdateDossierSectionInput {
  @Field(() => ID, { description: 'The account. 大客户' })
  accountId: string;

  @Field(() => DossierEntryInput, { description: 'Fields of exactly one section. 录入内容' })
  entry: DossierEntryInput;

  @Field(() => Int, { description: 'Version of the section; 0 where it was never entered. 预期版本号' })
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

/** No value comes back, nor whether one differs from before: who enters section 3 may not read it. */
@ObjectType({ simpleResolvers: true, description: 'What became of the entry; never values. 录入结果' })
class UpdateDossierSectionPayload {
  // Open: told to the custodian who wrote it, in answer to the writing.
  @Open()
  @Field(() => Int, { nullable: true, description: 'Version of the section now. 版本号' })
  version: number | null;

  @Open()
  @Field(() => ID, { nullable: true, description: 'The person that was written, in section 3. 关键人物' })
  keyPersonId: string | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class UpdateDossierSection {
  constructor(private readonly entries: DossierEntryService) {}

  @Requires('dossier:edit')
  @Mutation(() => UpdateDossierSectionPayload, {
    description: 'Enter fields of a section as custodian of the serving organisation (Article 19). 录入档案',
  })
  updateDossierSection(
    @Arg('input', () => UpdateDossierSectionInput) input: UpdateDossierSectionInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<UpdateDossierSectionPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<UpdateDossierSectionPayload>(
      locale,
      async () => {
        const { provinceId, key } = expectId('Account', input.accountId, 'accountId');
        const entry = sectionEntryOf(input.entry, provinceId);
        const order = { provinceId, accountId: key, entry, expectedVersion: input.expectedVersion };
        const { version, keyPersonId } = await this.entries.update(signedIn, order);
        const person = keyPersonId === null ? null : encodeId('KeyPerson', provinceId, keyPersonId);
        return { version, keyPersonId: person, clientMutationId };
      },
      { version: null, keyPersonId: null, clientMutationId },
    );
  }
}
