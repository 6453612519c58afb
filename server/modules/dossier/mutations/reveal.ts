import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import type { HasSubject, Subject } from '../../../authz/subject';
import { Requires } from '../../../authz/verb';
import type { LoaderKind } from '../../../context/loaders';
import type { RequestContext } from '../../../context/request-context';
import { expectId } from '../../../graphql/global-id';
import { UserError, withUserErrors } from '../../../graphql/user-error';
import type { RevealService } from '../access/reveal.service';
import { MaskedField, RevealedValue } from '../access/revealed-value.type';
import { notFound } from '../dossier.errors';
import { contactBySubject } from '../dossier.loaders';
import type { AccountKey } from '../dossier-values';

@InputType({ description: 'Which masked value, and what for. 查看明文' })
class RevealInput {
  @Field(() => ID, { description: 'The account. 大客户' })
  accountId: string;

  @Field(() => MaskedField, { description: 'Which value. 掩码字段' })
  field: MaskedField;

  @Field(() => String, { description: 'What for, 4 to 500 characters; kept on the register. 查阅目的' })
  purpose: string;

  @Field(() => String, { nullable: true, description: 'Echoed. 客户端标识' })
  clientMutationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What was revealed. 明文结果' })
class RevealPayload {
  @Open()
  @Field(() => RevealedValue, { nullable: true, description: 'The value; its field is gated. 明文' })
  revealed: RevealedValue | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'As given. 客户端标识' })
  clientMutationId: string | null;

  @Open()
  @Field(() => [UserError], { description: 'Why not. 业务校验错误' })
  userErrors: UserError[];
}

const COLUMNS = { PHONE: 'phone', FAX: 'fax', EMAIL: 'email' } as const;

@Resolver()
export class Reveal {
  constructor(
    private readonly reveals: RevealService,
    private readonly accountByKey: LoaderKind<AccountKey, object | null>,
  ) {}

  // As for the account itself; whether the value is shown the gate of section 2 decides.
  @Requires('accounts:read')
  @Mutation(() => RevealPayload, {
    description: 'Show one value that lists mask, for a purpose (Article 19). 查看明文',
  })
  reveal(
    @Arg('input', () => RevealInput) input: RevealInput,
    @Ctx() context: RequestContext,
  ): Promise<RevealPayload> {
    const clientMutationId = input.clientMutationId ?? null;
    return withUserErrors<RevealPayload>(
      context.locale,
      async () => {
        const { provinceId, key } = expectId('Account', input.accountId, 'accountId');
        const { purpose, until } = await this.reveals.begin(context.session, input.purpose);
        const account = await context.loaders.of(this.accountByKey).load({ provinceId, accountId: key });
        if (!account) throw notFound('accountId');
        const { subject } = account as HasSubject;
        const value = await valueOf(context, subject, COLUMNS[input.field], purpose);
        return { revealed: new RevealedValue(subject, value, until), clientMutationId };
      },
      { revealed: null, clientMutationId },
    );
  }
}

/**
 * The gate registers that section 2 was read; this registers which value, and what for, before it leaves. What the gate
 * refuses is null here and withheld at the field.
 */
async function valueOf(
  context: RequestContext,
  subject: Subject,
  column: (typeof COLUMNS)[MaskedField],
  purpose: string,
): Promise<string | null> {
  if (!(await context.clearance.decide('CONTACT', subject))) return null;
  const values = await context.loaders.of(contactBySubject).load(subject);
  await context.registerReadings([
    {
      provinceId: subject.provinceId,
      cityIds: [subject.cityId],
      unitIds: [subject.unitId],
      outcome: 'READ',
      section: 'CONTACT',
      fields: [`DossierContact.${column}`],
      accountIds: [subject.accountId],
      grantId: null,
      purpose,
      basis: 'revealed for a purpose; Article 19',
    },
  ]);
  return values?.[column] ?? null;
}
