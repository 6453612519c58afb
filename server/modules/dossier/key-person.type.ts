import { Field, ID, ObjectType } from 'type-graphql';
import { Open, Restricted } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { encodeId } from '../../graphql/global-id';
import type { KeyPersonValues } from './dossier-values';

/** 关键人物: a person of section 3 (Article 17-1-3), decrypted; made for a reader who was cleared, and for nobody else. */
@ObjectType({ simpleResolvers: true, description: 'A key person of an account, Article 17-1-3. 关键人物' })
export class KeyPerson implements HasSubject {
  // Open on purpose: that a person exists is L3 too, and the only way here is the restricted list.
  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  readonly id: string;

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Name. 姓名' })
  readonly name: string;

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Position. 职务' })
  readonly position: string | null;

  @Restricted('KEY_PERSONS')
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the person decides; null where not known. 是否决策人',
  })
  readonly isDecisionMaker: boolean | null;

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Family. 家庭情况' })
  readonly family: string | null;

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Home address. 家庭住址' })
  readonly homeAddress: string | null;

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Hobbies. 爱好' })
  readonly hobbies: string | null;

  constructor(
    readonly subject: Subject,
    id: number,
    values: KeyPersonValues,
  ) {
    this.id = encodeId('KeyPerson', subject.provinceId, id);
    this.name = values.name;
    this.position = values.position;
    this.isDecisionMaker = values.isDecisionMaker;
    this.family = values.family;
    this.homeAddress = values.homeAddress;
    this.hobbies = values.hobbies;
  }
}
