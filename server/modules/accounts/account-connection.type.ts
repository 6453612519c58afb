import { connectionTypes } from '../../graphql/connection';
import { Account } from './account.type';

/** A page of accounts; `totalCount` is added by its resolver. */
export const { Connection: AccountConnection, Edge: AccountEdge } = connectionTypes('Account', () => Account);
