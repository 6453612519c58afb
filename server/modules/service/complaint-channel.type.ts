import { registerEnumType } from 'type-graphql';

/** 投诉渠道: where a complaint came in. */
export enum ComplaintChannel {
  CALL_CENTRE = 'CALL_CENTRE',
  COUNTER = 'COUNTER',
  MANAGER = 'MANAGER',
  ONLINE = 'ONLINE',
}

registerEnumType(ComplaintChannel, {
  name: 'ComplaintChannel',
  description: 'Where a complaint came in. 投诉渠道',
  valuesConfig: {
    CALL_CENTRE: { description: 'By telephone, 11185. 客服热线' },
    COUNTER: { description: 'At a counter. 营业窗口' },
    MANAGER: { description: 'Told the account manager. 客户经理' },
    ONLINE: { description: 'On the internet. 网络' },
  },
});
