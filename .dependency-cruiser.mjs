// The arrows between the layers, as README.md draws them. An `import type` counts like any other.
const within = (...names) => `^src/(${names.join('|')})(/|\\.ts$)`;

/** `from` must not load any of `to`. */
const never = (name, from, to, comment) => ({ name, comment, severity: 'error', from: { path: from }, to: { path: to } });

const outermost = within('start', 'server', 'worker', 'app');
const http = within('routes', 'middleware', 'page');
const framework = '(^|/)node_modules/(express|express-session)/';
const pure = within('schemas', 'policies', 'presenters', 'formats', 'live');
const stateful = within('db', 'queue', 'generated', 'services', 'adapters', 'jobs');
const features = within('routes', 'schemas', 'policies', 'services', 'presenters', 'jobs');

export default {
  forbidden: [
    never(
      'routes-ask-services',
      within('routes'),
      within('db', 'queue', 'generated', 'adapters', 'jobs'),
      'Only services reach the database.',
    ),
    never('services-know-no-http', within('services', 'jobs'), [http, framework], 'A use case is the same for a page, a job and a test.'),
    never('services-read-no-forms', within('services', 'jobs'), within('schemas'), 'A form is parsed before a service is called.'),
    never('services-do-not-call-up', within('services'), within('jobs'), 'Jobs call services; a service leaves a row for them.'),
    never('pure-layers-stay-pure', pure, [stateful, http, framework], 'Values in, values out.'),
    never('formats-know-no-feature', within('formats', 'live'), features, 'The same for any feature.'),
    never('adapters-know-no-feature', within('adapters'), [features, http, framework], 'What is outside, behind a few functions.'),
    never(
      'middleware-is-below-routes',
      within('middleware'),
      within('routes', 'jobs'),
      'Routes pick their middleware, not the other way round.',
    ),
    never('nobody-loads-the-outermost', '^src/.+/', outermost, 'start → server → app → routes, start → worker → jobs.'),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', comment: 'No such file or package.', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'installed-in-production',
      comment: 'The site runs after npm ci --omit=dev.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    // dependency-cruiser reads TypeScript by TypeScript below 7 or by swc; with neither it would find no module and no fault.
    parser: 'swc',
    doNotFollow: { path: ['node_modules', '^src/generated/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.js'] },
  },
};
