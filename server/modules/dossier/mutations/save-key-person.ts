import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import { Requires } from '../../../authz/verb';
import type { RequestContext } from '../../../context/request-context';
import { encodeId, expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import type { DossierService, KeyPersonEntry } from '../dossier.service';
import { notFound } from '../dossier.errors';
import { LawfulBasis } from '../lawful-basis';

@InputType({ description: 'A key person to be entered or replaced, all fields at once. 录入关键人物' })
class SaveKeyPersonInput {
  @Field(() => ID, { description: 'The account. 大客户' })
  accountId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The person to be replaced; left out for a new one. 关键人物',
  })
  keyPersonId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Needed with keyPersonId. 预期版本号' })
  expectedVersion?: number | null;

  @Field(() => String, { description: 'Name. 姓名' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Position. 职务' })
  position?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the person decides. 是否决策人' })
  isDecisionMaker?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Family. 家庭情况' })
  family?: string | null;

  @Field(() => String, { nullable: true, description: 'Home address. 家庭住址' })
  homeAddress?: string | null;

  @Field(() => String, { nullable: true, description: 'Hobbies. 爱好' })
  hobbies?: string | null;

  @Field(() => LawfulBasis, { description: 'Why this may be kept. 合法性基础' })
  lawfulBasis: LawfulBasis;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

/** No value comes back: who enters a person may not read one without a grant. */
@ObjectType({ simpleResolvers: true, description: 'What became of the entry; never values. 录入结果' })
class SaveKeyPersonPayload {
  // Open: told to the custodian who wrote it, in answer to the writing.
  @Open()
  @Field(() => ID, { nullable: true, description: 'The person that was written. 关键人物' })
  keyPersonId: string | null;

  @Open()
  @Field(() => Int, { nullable: true, description: 'Its version now. 版本号' })
  version: number | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

@Resolver()
export class SaveKeyPerson {
  constructor(private readonly dossiers: DossierService) {}

  @Requires('dossier:edit')
  @Mutation(() => SaveKeyPersonPayload, {
    description: 'Enter a key person as custodian of the serving organisation (Article 19). 录入关键人物',
  })
  saveKeyPerson(
    @Arg('input', () => SaveKeyPersonInput) input: SaveKeyPersonInput,
    @Ctx() { signedIn, locale }: RequestContext,
  ): Promise<SaveKeyPersonPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<SaveKeyPersonPayload>(
      locale,
      async () => {
        const entry = entryOf(input);
        const { id, version } = await this.dossiers.saveKeyPerson(signedIn, entry);
        return { keyPersonId: encodeId('KeyPerson', entry.provinceId, id), version, clientMutationId };
      },
      { keyPersonId: null, version: null, clientMutationId },
    );
  }
}

function entryOf(input: SaveKeyPersonInput): KeyPersonEntry {
  const { provinceId, key } = expectId('Account', input.accountId, 'accountId');
  const person = input.keyPersonId ? expectId('KeyPerson', input.keyPersonId, 'keyPersonId') : null;
  if (person && person.provinceId !== provinceId) throw notFound('keyPersonId');
  const {
    name,
    position = null,
    isDecisionMaker = null,
    family = null,
    homeAddress = null,
    hobbies = null,
    lawfulBasis,
  } = input;
  return {
    provinceId,
    accountId: key,
    keyPersonId: person?.key ?? null,
    expectedVersion: input.expectedVersion ?? null,
    values: { name, position, isDecisionMaker, family, homeAddress, hobbies, lawfulBasis },
  };
}
