import { registerEnumType } from 'type-graphql';

/** 优惠方式: how a discount is given. */
export enum DiscountMethod {
  DISCOUNT = 'DISCOUNT',
  REBATE = 'REBATE',
  FREE_SERVICE = 'FREE_SERVICE',
}

registerEnumType(DiscountMethod, {
  name: 'DiscountMethod',
  description: 'How a discount is given. 优惠方式',
  valuesConfig: {
    DISCOUNT: { description: 'Off the price. 直接折扣' },
    REBATE: { description: 'Paid back afterwards. 返还' },
    FREE_SERVICE: { description: 'As service for nothing. 免费服务' },
  },
});
