import { registerEnumType } from 'type-graphql';

/** 使用类型: whether one line makes up most of an account's revenue (Article 9-1); derived, never set by hand. */
export enum AccountCategory {
  COMPREHENSIVE = 'COMPREHENSIVE',
  PROFESSIONAL = 'PROFESSIONAL',
}

/** 客户级别: by bands of revenue (Article 10-2); derived, never set by hand. */
export enum Grade {
  SPECIAL = 'SPECIAL',
  FIRST = 'FIRST',
  SECOND = 'SECOND',
  THIRD = 'THIRD',
  SMALL = 'SMALL',
}

/** 登记状态: where an account is in its registered life (Articles 13 and 14). */
export enum AccountStatus {
  CANDIDATE = 'CANDIDATE',
  REGISTERED = 'REGISTERED',
  RELOCATING = 'RELOCATING',
  DORMANT = 'DORMANT',
  DEREGISTERED = 'DEREGISTERED',
}

registerEnumType(AccountCategory, {
  name: 'AccountCategory',
  description: 'Comprehensive or professional use, Article 9-1. 使用类型',
  valuesConfig: {
    COMPREHENSIVE: { description: 'Uses several lines. 综合大客户' },
    PROFESSIONAL: { description: 'One line makes up 80 % of its revenue or more. 专业大客户' },
  },
});

registerEnumType(Grade, {
  name: 'Grade',
  description: 'Grade by monthly revenue, Article 10-2. 客户级别',
  valuesConfig: {
    SPECIAL: { description: '特级客户' },
    FIRST: { description: '一级客户' },
    SECOND: { description: '二级客户' },
    THIRD: { description: '三级客户' },
    SMALL: { description: '小微客户' },
  },
});

registerEnumType(AccountStatus, {
  name: 'AccountStatus',
  description: 'Where an account is in its registered life, Articles 13 and 14. 登记状态',
  valuesConfig: {
    CANDIDATE: { description: 'Known, not yet registered. 待登记' },
    REGISTERED: { description: 'Registered with its serving unit. 已登记' },
    RELOCATING: { description: 'Moving to another unit. 搬迁中' },
    DORMANT: { description: 'Registered, without use. 休眠' },
    DEREGISTERED: { description: 'No longer registered; kept for the record. 已注销' },
  },
});
