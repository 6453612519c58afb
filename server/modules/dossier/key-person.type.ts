import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Open, Restricted } from '../../authz/field-class';
import type { HasSubject, Subject } from '../../authz/subject';
import { encodeId } from '../../graphql/global-id';
import type { KeyPersonValues } from './dossier-values';
import { LawfulBasis } from './lawful-basis';

/** 关键人物: a person of section 3 (Article 17-1-3), decrypted; made for a reader who was cleared, and for nobody else. */
@ObjectType({ simpleResolvers: true, description: 'A key person of an account, Article 17-1-3. 关键人物' })
export class KeyPerson implements HasSubject {
  constructor(
    readonly subject: Subject,
    private readonly row: { id: number; version: number },
    private readonly values: KeyPersonValues,
  ) {}

  // Open on purpose: that a person exists is L3 too, and the only way here is the restricted list.
  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('KeyPerson', this.subject.provinceId, this.row.id);
  }

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Name. 姓名' })
  get name(): string {
    return this.values.name;
  }

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Position. 职务' })
  get position(): string | null {
    return this.values.position;
  }

  @Restricted('KEY_PERSONS')
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the person decides; null where not known. 是否决策人',
  })
  get isDecisionMaker(): boolean | null {
    return this.values.isDecisionMaker;
  }

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Family. 家庭情况' })
  get family(): string | null {
    return this.values.family;
  }

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Home address. 家庭住址' })
  get homeAddress(): string | null {
    return this.values.homeAddress;
  }

  @Restricted('KEY_PERSONS')
  @Field(() => String, { nullable: true, description: 'Hobbies. 爱好' })
  get hobbies(): string | null {
    return this.values.hobbies;
  }

  @Restricted('KEY_PERSONS')
  @Field(() => LawfulBasis, {
    nullable: true,
    description: 'Why this is kept; null where it was entered before that was asked. 合法性基础',
  })
  get lawfulBasis(): LawfulBasis | null {
    return this.values.lawfulBasis;
  }

  @Restricted('KEY_PERSONS')
  @Field(() => Int, {
    nullable: true,
    description: 'Counts changes; replacing and erasing ask for it. 版本号',
  })
  get version(): number {
    return this.row.version;
  }
}
