import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files in the order of their names, the same in each run: pages are looked at once the flows have filled them. */
export class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId));
  }
}
