// Which text fields a payload has reached, and which it has not.
import { ROUTES } from './routes.mjs';

/** Routes whose form no payload is sent to, and why. */
export const NOT_SENT = {
  'POST /sign-out': 'a button of every page',
  'POST /first-start': 'open only until somebody has an account; what it asks for is what a new person is asked for',
  'POST /sign-in': 'keeps nothing; the address that it shows again has a test of its own in the suite',
  'POST /reset-password/{token}': 'a password, which is never shown',
  'POST /account/password': 'a password, which is never shown',
  'POST /projects/{code}/changes/{ref}/return': 'for what a member of a body asks for; its field is that of the others on the page',
  'POST /projects/{code}/status-reports/{number}/autosave': 'takes the fields of /edit, by the script',
  'POST /projects/{code}/final-report/autosave': 'takes the fields of /edit, by the script',
  ...Object.fromEntries(['', '/edit', '/submission', '/approval', '/return', '/autosave', '/dispatch', '/editions', '/deliveries/{id}/retry']
    .map((step) => [`POST /projects/{code}/effect-report${step}`, 'the code and the pages of the final report; the demo has come so far in no project that has it left to write'])),
};
/** Fields that take no free text, though nothing in the page says so: what they refuse is told at them. */
const FORMATTED = {
  'POST /projects code': 'capital letters and digits',
  'POST /projects/{code}/deliverables/{ref}/versions/new label': 'digits and dots',
  'POST /projects/{code}/documents/new label': 'digits and dots',
  'POST /projects/{code}/documents/{number}/versions/new label': 'digits and dots',
  'POST /projects/{code}/documents/{number}/submission label': 'digits and dots',
  'POST /projects/{code}/goals/{number}/indicators/new plan': 'quarters',
  'POST /projects/{code}/indicators/{number}/edit plan': 'quarters',
  'POST /admin/installation/mail host': "a server's name",
  'POST /projects/{code}/status-reports/{number}/approval reason': 'nothing: a reason goes with a return',
  'POST /projects/{code}/final-report/approval reason': 'nothing: a reason goes with a return',
};
/** Fields of one component and one reader, which may be asked for once in a form that is sent once: taken anywhere is enough. */
const SHARED = ['meeting_item', 'present', 'agreed'];

export class Reached {
  constructor() {
    this.routes = new Map();
    this.everywhere = new Set();
    /** What was answered last where a form was not taken. */
    this.answers = new Map();
  }
  saw(route, fields) {
    const known = this.routes.get(route) ?? new Map();
    for (const { name, bound } of fields) if (!known.has(name)) known.set(name, { bound: bound || `${route} ${name}` in FORMATTED, taken: false, refused: false });
    this.routes.set(route, known);
  }
  /** What became of the fields that held a payload. */
  sent(route, written, { taken, refused, said }) {
    if (said) this.answers.set(route, said);
    for (const name of written) {
      const field = this.routes.get(route).get(name);
      if (!field) continue;
      field.taken ||= taken;
      field.refused ||= refused.includes(name);
      if (taken) this.everywhere.add(name);
    }
  }
  /** Whether some of its fields take no free text. */
  isBound(route) {
    return [...this.routes.get(route).values()].some((field) => field.bound);
  }
  isDone(route) {
    return this.lacking(route).length === 0;
  }
  /** Free text must have been taken; of what is bound it is enough that it was refused where it was written. */
  lacking(route) {
    const reached = (name, field) => field.taken || (SHARED.includes(name) && this.everywhere.has(name)) || (field.bound && field.refused);
    return [...(this.routes.get(route) ?? [])].filter(([name, field]) => !reached(name, field)).map(([name]) => name);
  }
  /** Every route that takes a form, as the program has them, and every text field of it. */
  tells(found) {
    for (const route of ROUTES.filter((r) => r.startsWith('POST'))) {
      if (route in NOT_SENT) continue;
      found.check(this.routes.has(route), route, 'no page that was opened has its form');
      found.check(this.isDone(route), route, `no payload has reached ${this.lacking(route)}: ${this.answers.get(route) ?? 'its form was not sent'}`);
    }
  }
}
