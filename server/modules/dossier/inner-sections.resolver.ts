import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Confidential, Open } from '../../authz/field-class';
import type { RequestContext } from '../../context/request-context';
import { accountCredit, AccountCredit } from '../credit/credit.module';
import { AccountRecords, accountRecords, AccountService, accountService } from '../service/service.module';
import { AccountTariff, tariffsBySubject } from '../tariffs/tariffs.module';
import { accountUsage, AccountUsage } from '../usage/usage.module';
import { Dossier } from './dossier.type';

/** Sections 4 to 8, which the post keeps itself (Article 17-1). They cost nothing until a cleared field inside is read. */
@Resolver(() => Dossier)
export class InnerSectionsResolver {
  @Open()
  @FieldResolver(() => AccountService, {
    nullable: true,
    description: 'Section 4; its fields are gated. 服务管理',
  })
  service(@Root() { account }: Dossier, @Ctx() context: RequestContext): AccountService {
    return accountService(account, context);
  }

  @Open()
  @FieldResolver(() => AccountUsage, {
    nullable: true,
    description: 'Section 5; its fields are gated. 用邮情况',
  })
  usage(@Root() { subject }: Dossier, @Ctx() context: RequestContext): AccountUsage {
    return accountUsage(subject, context);
  }

  @Open()
  @FieldResolver(() => AccountRecords, {
    nullable: true,
    description: 'Section 6; its fields are gated. 各类记录',
  })
  records(@Root() { account }: Dossier, @Ctx() context: RequestContext): AccountRecords {
    return accountRecords(account, context);
  }

  @Open()
  @FieldResolver(() => AccountCredit, {
    nullable: true,
    description: 'Section 7, in a reading session; its fields are gated. 信用等级',
  })
  credit(@Root() { account }: Dossier, @Ctx() context: RequestContext): AccountCredit {
    return accountCredit(account, context);
  }

  @Confidential('TARIFF')
  @FieldResolver(() => [AccountTariff], {
    nullable: true,
    description: 'Section 8, in a reading session: discounts, newest first, past ones included. 资费优惠标准',
  })
  async tariffs(@Root() { subject }: Dossier, @Ctx() { loaders }: RequestContext): Promise<AccountTariff[]> {
    return (await loaders.of(tariffsBySubject).load(subject)).map((row) => new AccountTariff(subject, row));
  }
}
