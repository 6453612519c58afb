import { Field, ID, ObjectType } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import type { Section } from '../../../authz/sections';
import { DossierSection } from '../dossier-section.type';

/** 权限说明: why somebody may or may not read a field of an account now (Article 19). Open: it holds no value. */
@ObjectType({
  simpleResolvers: true,
  description: 'Why somebody may or may not read a field of an account now, Article 19. 权限说明',
})
export class AccessExplanation {
  @Open()
  @Field(() => Boolean, { description: 'Whether the value would be answered. 是否允许' })
  isAllowed: boolean;

  @Open()
  @Field(() => String, { description: 'The field, `Type.field`. 字段' })
  field: string;

  @Open()
  @Field(() => DossierSection, {
    nullable: true,
    description: 'Its section; null for an open field. 档案内容',
  })
  section: Section | null;

  @Open()
  @Field(() => String, {
    nullable: true,
    description: 'Confidentiality, L1 to L3; null for an open field. 密级',
  })
  fieldClass: string | null;

  @Open()
  @Field(() => String, { description: 'The rule that decides, as the register would keep it. 依据' })
  rule: string;

  @Open()
  @Field(() => String, { nullable: true, description: 'Article of the measures. 条款' })
  article: string | null;

  @Open()
  @Field(() => ID, { nullable: true, description: 'The grant that opens it. 查阅许可' })
  grantId: string | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'Purpose stated in it. 查阅目的' })
  purpose: string | null;
}
