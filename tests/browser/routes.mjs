// The program's pages by their routes, from the reviewed table of rights, which a test keeps as it is.
import { readFileSync } from 'node:fs';

const TABLE = new URL('../it/snapshots/it__rights__every_route_answers_every_actor_as_reviewed.snap', import.meta.url);
/** Not in the table of rights: they end the visit, or begin it. */
const BESIDE = ['GET /sign-in', 'POST /sign-in', 'GET /first-start', 'POST /first-start', 'POST /sign-out'];

/** `METHOD /path/{of}/a/page`, once each. */
export const ROUTES = [...new Set([...readFileSync(TABLE, 'utf8').matchAll(/^(?:GET|POST) \/(?!api\/)[^:\s]*/gm)].map(([route]) => route).concat(BESIDE))];

const split = (route) => route.split(/[ /]/);
const holes = (route) => route.split('{').length;

/** The route that answers a method and a path; a fixed word goes before a name, as with the server. */
export function routeOf(method, path) {
  const asked = split(`${method} ${path.split(/[?#]/)[0]}`);
  const fits = (route) => split(route).length === asked.length && split(route).every((part, i) => part === asked[i] || (part.startsWith('{') && asked[i] !== ''));
  return ROUTES.filter(fits).sort((a, b) => holes(a) - holes(b))[0];
}
