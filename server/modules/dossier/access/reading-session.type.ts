import { Field, ID, ObjectType } from 'type-graphql';
import { Open } from '../../../authz/field-class';
import type { Section } from '../../../authz/sections';
import { connectionTypes } from '../../../graphql/connection';
import { encodeId } from '../../../graphql/global-id';
import { DossierSection } from '../dossier-section.type';
import type { ReadingSessionRow } from './reading-session';

/** 查阅登记: what one has said one reads, of whom and what for. Open because nobody gets another's. */
@ObjectType({
  simpleResolvers: true,
  description: 'A registration to read what one may read by right, Article 19. 查阅登记',
})
export class ReadingSession {
  constructor(readonly row: ReadingSessionRow) {}

  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  get id(): string {
    return encodeId('ReadingSession', 0, this.row.sessionId); // it may span provinces
  }

  @Open()
  @Field(() => String, { description: 'What the reading is for. 查阅目的' })
  get purpose(): string {
    return this.row.purpose;
  }

  @Open()
  @Field(() => [DossierSection], { description: 'What is read. 档案内容' })
  get sections(): Section[] {
    return this.row.sections;
  }

  @Open()
  @Field(() => Date, { description: 'First instant. 开始时间' })
  get validFrom(): Date {
    return this.row.validFrom;
  }

  @Open()
  @Field(() => Date, { description: 'First instant after it, unless it is ended before. 截止时间' })
  get validTo(): Date {
    return this.row.validTo;
  }

  @Open()
  @Field(() => Date, { nullable: true, description: 'When it was ended before its time. 提前结束时间' })
  get endedAt(): Date | null {
    return this.row.endedAt;
  }

  @Open()
  @Field(() => Boolean, { description: 'Whether it is open now. 是否有效' })
  get isOpen(): boolean {
    return this.row.isOpen;
  }
}

const { Connection } = connectionTypes('ReadingSession', () => ReadingSession);

/** A page of reading sessions. */
export const ReadingSessionConnection = Connection;
