import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/**
 * What takes longest would end long after the rest if it began last. The size of a file, which vitest goes by at first, does not tell.
 * Files that encode video starve beside each other on two processors, so they take turns with those that look at pages.
 */
const longest = [
  'browser/webinar-host',
  'browser/pages/organizer',
  'browser/pages/guest',
  'browser/webinar-restart',
  'browser/pages/participant',
  'browser/webinar-recording',
  'browser/journeys',
  'browser/webinar-together',
  'browser/community',
  'browser/webinar-viewer',
  'integration/bad-input',
  'integration/lifecycle',
  'integration/media',
  'integration/demo-large',
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
