import { routes } from '../../src/routes/index.ts';

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** Every route of the site, as 'GET /events/:id'. */
export const allRoutes = listRoutes(routes.stack as unknown as Layer[]);

/** Those of a router, by its stack. */
export function listRoutes(layers: Layer[]): string[] {
  return layers.flatMap(({ route, handle }) =>
    route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : listRoutes(handle.stack ?? []),
  );
}

/** Addresses of the community: tests/integration/access has a file for each, in which every role is tried at every one of its routes. */
export const areas = {
  groups: /^\w+ \/groups(?!\/[^ ]*(discussions?|complaints))/,
  discussions: /^\w+ \/(groups\/[^ ]*(discussions?|complaints)|discussions|posts)(\/|$)/,
  people: /^\w+ \/(people|feed|notifications|follows|stop|account\/(profile|mail|news))(\/|$)/,
  webinars: /^\w+ \/(webinars|r\/:token\/webinar)(\/|$)/,
  privacy: /^\w+ \/account\/(data|deletion|exports?)(\/|$)/,
  topics: /^\w+ \/(topics|admin\/topics)(\/|$)/,
  ratings: /^\w+ \/(ratings|reviews|admin\/complaints|admin\/reviews|(events|registrations|r)\/:\w+\/(ratings?|reviews?|coming))(\/|$)/,
};

export const routesOf = (area: keyof typeof areas): string[] => allRoutes.filter((route) => areas[area].test(route));
