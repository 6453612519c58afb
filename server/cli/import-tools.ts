import type { ImportTools } from './import.command';
import { openTools } from './tools';

/** What `kam import` works with; closing it waits for the boards that the import changed. */
export async function openImportTools(): Promise<ImportTools> {
  const { platform, close } = await openTools();
  return {
    imports: platform.imports,
    reports: platform.importReports,
    viewerOf: platform.viewerOf,
    close: async () => {
      try {
        await platform.refreshBoards();
      } finally {
        await close();
      }
    },
  };
}
