import { registerEnumType } from 'type-graphql';

/** How a list of accounts may be ordered; every order is total and ends in the key. */
export enum AccountOrder {
  ACCOUNT_NO = 'ACCOUNT_NO',
  NAME = 'NAME',
  GRADE = 'GRADE',
  CREATED_AT = 'CREATED_AT',
}

registerEnumType(AccountOrder, {
  name: 'AccountOrder',
  description: 'Order of a list of accounts. 排序方式',
  valuesConfig: {
    ACCOUNT_NO: { description: 'By province, then account number. 按客户编号' },
    NAME: { description: 'By the code points of the name (C collation, not by pinyin). 按名称的字符编码' },
    GRADE: { description: 'Highest grade first, those without one last. 按客户级别,从高到低' },
    CREATED_AT: { description: 'Newest first. 按登记时间,从新到旧' },
  },
});
