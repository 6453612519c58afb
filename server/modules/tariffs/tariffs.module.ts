/** What other modules may use of tariffs (Article 17-1-8, item 六); approvals come later. */
export { AccountTariff } from './account-tariff.type';
export { DISCOUNT_METHODS, type TariffRow } from './tariff';
export { tariffsBySubject } from './tariffs.loaders';
export { readTariffs } from './tariffs.repository';
