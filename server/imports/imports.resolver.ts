import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Open } from '../authz/field-class';
import { SignedIn } from '../authz/verb';
import type { Viewer } from '../authz/viewer';
import type { RequestContext } from '../context/request-context';
import { decodeCursor, encodeCursor, pageOf, pageSize, type Connection } from '../graphql/connection';
import { decodeId, encodeId } from '../graphql/global-id';
import type { ImportJobRecord } from './import-job';
import { ImportError, ImportJob, ImportJobConnection } from './import-job.type';
import type { ImportReports } from './import-reports.service';
import { firstErrorsByJob } from './imports.loaders';

/** A job in the graph, with its record behind it. */
interface ImportJobNode extends ImportJob {
  record: ImportJobRecord;
}

/** Import jobs in the graph. Who sees which job and which errors, the service decides. */
@Resolver(() => ImportJob)
export class ImportsResolver {
  constructor(private readonly reports: ImportReports) {}

  @SignedIn()
  @Query(() => ImportJob, { nullable: true, description: 'One import in your scope. 导入任务' })
  async importJob(
    @Arg('id', () => ID, { description: 'Its global id. 全局标识' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ImportJob | null> {
    const key = decodeId(id);
    if (key?.type !== 'ImportJob') return null;
    const job = await this.reports.job(context.signedIn, context.session, {
      provinceId: key.provinceId,
      id: key.key,
    });
    return job && this.node(context.signedIn, job);
  }

  @SignedIn()
  @Query(() => ImportJobConnection, { description: 'Imports in your scope, newest first. 导入任务列表' })
  async importJobs(
    @Arg('first', () => Int, { nullable: true, description: 'At most 100; default 50. 条数' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor to go on from. 游标' })
    after: string | null,
    @Ctx() context: RequestContext,
  ): Promise<Connection<ImportJob>> {
    const size = pageSize(first);
    const before = after ? decodeCursor<[number]>(after, 'number')[0] : null;
    const rows = await this.reports.jobs(context.signedIn, context.session, size + 1, before);
    const nodes = rows.map((job) => this.node(context.signedIn, job));
    return pageOf<ImportJobNode>(nodes, size, ({ record }) => encodeCursor(record.id), after);
  }

  @Open()
  @FieldResolver(() => [ImportError], {
    nullable: true,
    description: 'The first bad rows, for who may import such files. 错误行',
  })
  async errors(
    @Root() { record }: ImportJobNode,
    @Arg('first', () => Int, { nullable: true, description: 'At most 100; default 50. 条数' })
    first: number | null,
    @Ctx() context: RequestContext,
  ): Promise<ImportError[]> {
    this.reports.demandErrors(context.signedIn, record);
    const { provinceId, id } = record;
    const limit = pageSize(first);
    const rows = await context.loaders.of(firstErrorsByJob).load({ provinceId, id, limit });
    return rows.map(({ lineNo, inputRow, reason }) => ({ line: String(lineNo), inputRow, reason }));
  }

  private node(viewer: Viewer, record: ImportJobRecord): ImportJobNode {
    const id = encodeId('ImportJob', record.provinceId, record.id);
    const hasErrors = record.rowsBad > 0 && this.reports.maySeeErrors(viewer, record);
    return {
      record,
      id,
      kind: record.kind as ImportJob['kind'],
      status: record.status as ImportJob['status'],
      isDryRun: record.isDryRun,
      fileName: record.fileName,
      rowsRead: String(record.rowsRead),
      rowsNew: String(record.rowsNew),
      rowsChanged: String(record.rowsChanged),
      rowsSame: String(record.rowsSame),
      rowsBad: String(record.rowsBad),
      createdAt: record.createdAt,
      finishedAt: record.finishedAt,
      failure: record.failure,
      errorsHref: hasErrors ? `/imports/${id}/errors.csv` : null,
    };
  }
}
