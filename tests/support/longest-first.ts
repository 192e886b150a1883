import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** What takes longest would end long after the rest if it began last. The size of a file, which vitest goes by at first, does not tell. */
const longest = [
  'browser/webinar-viewer',
  'browser/webinar-host',
  'browser/pages/organizer',
  'browser/journeys',
  'browser/webinar-recording',
  'browser/pages/guest',
  'browser/pages/participant',
  'browser/community',
  'integration/bad-input',
  'integration/lifecycle',
  'integration/demo-large',
  'integration/media',
];

/** Project by project, so that a process can go from file to file; browsers first, the longest of their files before the others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = ['browser', 'integration', 'architecture', 'unit'];
    const place = ({ moduleId, project }: TestSpecification) => {
      const index = longest.findIndex((path) => moduleId.endsWith(`tests/${path}.test.ts`));
      return projects.indexOf(project.name) * 100 + (index < 0 ? longest.length : index);
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
