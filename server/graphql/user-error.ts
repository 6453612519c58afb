import { Field, Int, ObjectType } from 'type-graphql';
import { Open } from '../authz/field-class';
import { DomainError, messageOf, type ErrorCode, type Locale } from './errors';

/** An expected refusal inside a mutation's payload, for a form to show. */
@ObjectType({ simpleResolvers: true, description: 'An expected refusal that a form can show. 业务校验错误' })
export class UserError {
  @Open()
  @Field(() => String, { description: 'Code from schema/errors.md. 错误代码' })
  code: ErrorCode;

  @Open()
  @Field(() => String, { nullable: true, description: 'Input field it is about. 输入字段' })
  field: string | null;

  @Open()
  @Field(() => String, { description: 'Message in the language of the request. 错误信息' })
  message: string;

  @Open()
  @Field(() => Int, { nullable: true, description: 'Seconds to wait, with RATE_LIMITED. 需等待的秒数' })
  retryAfterSeconds?: number | null;
}

/** The payload form of a domain error. */
export function userError(error: DomainError, locale: Locale): UserError {
  const message = [messageOf(error.code, locale), error.detail].filter(Boolean).join(': ');
  const { field = null, params } = error.options;
  const wait = params?.retryAfterSeconds;
  return { code: error.code, field, message, retryAfterSeconds: typeof wait === 'number' ? wait : null };
}

/** Runs a mutation: its DomainErrors become userErrors of the payload, anything else goes up. */
export async function withUserErrors<Payload extends { userErrors: UserError[] }>(
  locale: Locale,
  work: () => Promise<Omit<Payload, 'userErrors'>>,
  empty: Omit<Payload, 'userErrors'>,
): Promise<Payload> {
  try {
    return { ...(await work()), userErrors: [] } as unknown as Payload;
  } catch (error) {
    if (error instanceof DomainError)
      return { ...empty, userErrors: [userError(error, locale)] } as unknown as Payload;
    throw error;
  }
}
