/** 查阅预警: a reading out of the ordinary, as read. */
export interface AccessAlertRow {
  provinceId: number;
  id: number;
  kind: string;
  at: Date;
  staffProvinceId: number;
  /** 0 where a service token read. */
  staffId: number;
  staffName: string;
  staffOrganisationId: number;
  accountIds: number[];
  windowFrom: Date | null;
  detail: string;
  acknowledgedAt: Date | null;
  acknowledgement: string | null;
}

/** Which alerts are asked for. */
export interface AlertQuery {
  /** Null: both. */
  isAcknowledged: boolean | null;
  before: number | null;
  limit: number;
}
