//! Two projects and the people in them.
use super::actor::PASSWORD;
use super::{Actor, database, told};
use actix_web::dev::ServerHandle;
use chrono::{NaiveDate, TimeDelta};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use styrrum::clock::{Clock, Entropy};
use styrrum::config::{Config, MailConfig};
use styrrum::domain::Email;
use styrrum::domain::charter::Charter;
use styrrum::domain::file::FileLimits;
use styrrum::domain::ids::PersonId;
use styrrum::domain::lifecycle::{Course, Template};
use styrrum::domain::money::Ore;
use styrrum::domain::policy::RiskPolicy;
use styrrum::domain::role::Role;
use styrrum::domain::text::ShortText;
use styrrum::jobs::Worker;
use styrrum::mail::Post;
use styrrum::services::accounts::passwords::{self, Cost};
use styrrum::services::accounts::{self, people};
use styrrum::services::economy::{self, SetBudget, SetOutcome};
use styrrum::services::projects::lay_down_rules;
use styrrum::services::{Ctx, InProject, Problem, appointments, verify};
use styrrum::store::projects::{self, ProjectTexts};
use styrrum::store::roles::{self, NewAssignment};
use styrrum::store::{Db, Scope, Store};
use styrrum::web::app::App;
use styrrum::web::server;
use tempfile::TempDir;

/// Signing in with a hash of this cost takes no time.
const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

/// The largest file that is taken: more than minutes may have, and few enough to send in a test.
pub const LARGEST: u64 = 24 * 1024 * 1024;
/// What the documents of a project may take together.
pub const PROJECT: u64 = 3 * LARGEST;
/// So many people may be invited in a day in tests.
pub const INVITED: u32 = 20;

/// A running server with project H044 (the E-råd orders it; everybody below has a role) and X100, which only the outsider sees.
pub struct World {
    pub base: String,
    pub app: Arc<App>,
    pub store: Store,
    pub clock: Clock,
    pub data: TempDir,
    pub database: String,
    /// The project H044.
    pub project: i64,
    pub leader: Actor,
    pub deputy: Actor,
    /// Chair of the steering group.
    pub chair: Actor,
    /// Member of the steering group.
    pub member: Actor,
    /// Chair of the E-råd, which is the project's orderer.
    pub orderer: Actor,
    /// Chair of the body that represents the financier.
    pub financier: Actor,
    pub controller: Actor,
    pub registrar: Actor,
    /// Leads X100, has no role in H044.
    pub outsider: Actor,
    pub admin: Actor,
    /// Nobody: no account, no token.
    pub anonymous: Actor,
    proof: Proof,
    _serving: Serving,
}

/// Each actor: name, and role in which project, chair or not.
/// A name, and the project, role and chair that go with it.
pub type Part = (&'static str, Option<(&'static str, Role, bool)>);
pub const CAST: [Part; 10] = [
    ("leader", Some(("H044", Role::ProjectLeader, false))),
    ("deputy", Some(("H044", Role::DeputyProjectLeader, false))),
    ("chair", Some(("H044", Role::SteeringGroup, true))),
    ("member", Some(("H044", Role::SteeringGroup, false))),
    ("orderer", Some(("H044", Role::ProjectOrderer, true))),
    ("financier", Some(("H044", Role::FinancierRepresentative, true))),
    ("controller", Some(("H044", Role::ProjectController, false))),
    ("registrar", Some(("H044", Role::Registrar, false))),
    ("outsider", Some(("X100", Role::ProjectLeader, false))),
    ("admin", None),
];

impl World {
    /// A world where nobody is signed in yet.
    pub fn new() -> World {
        World::start(true)
    }
    /// An installation that nobody has an account in.
    pub fn empty() -> World {
        World::start(false)
    }
    /// A world whose actors are all signed in.
    pub fn signed_in() -> World {
        let world = World::new();
        for actor in world.actors() {
            actor.sign_in();
        }
        world
    }
    /// Everybody, from the one with no account to the administrator.
    pub fn actors(&self) -> [&Actor; 11] {
        [
            &self.anonymous,
            &self.outsider,
            &self.registrar,
            &self.controller,
            &self.member,
            &self.financier,
            &self.chair,
            &self.orderer,
            &self.deputy,
            &self.leader,
            &self.admin,
        ]
    }
    /// Whether somebody of the cast holds the role in H044.
    pub fn has_cast(role: Role) -> bool {
        CAST.iter().any(|(_, part)| part.is_some_and(|(code, held, _)| code == "H044" && held == role))
    }
    /// One more person, with a role in a project or without; not signed in.
    pub fn somebody(&self, name: &'static str, role: Option<(&'static str, Role, bool)>) -> Actor {
        let ctx = Ctx::system(&self.clock, &Entropy::System, PersonId(0), "test", "http://localhost");
        let hash = passwords::hash(PASSWORD, CHEAP, &Entropy::System).expect("hash");
        let added = self.store.write_now(Scope::Installation, move |db| {
            let made = add_person(db, &ctx, &hash, name, role)?;
            // Without a role a person is the administrator; not this one.
            if role.is_none() {
                styrrum::store::accounts::update(db, made.id, 1, name, false)?;
            }
            Ok::<_, Problem>(made)
        });
        let made = added.expect("somebody");
        Actor::new(&self.base, name, &made.email, made.id, Some(made.token))
    }
    /// The worker of this installation, which hands mail in at `smtp`.
    pub fn worker(&self, smtp: Option<&str>) -> Worker {
        let mail = MailConfig { smtp: smtp.map(str::to_owned), ..self.app.config.mail.clone() };
        let post = Post::new(&mail, self.data.path()).expect("mail settings");
        let config = Config { mail, ..self.app.config.clone() };
        Worker::new(self.store.clone(), self.clock.clone(), Entropy::System, post, &config).expect("worker")
    }
    /// The services' view of an actor.
    pub fn ctx(&self, actor: &Actor) -> Ctx {
        Ctx { email: actor.email.clone(), is_admin: false, ..Ctx::system(&self.clock, &Entropy::System, PersonId(actor.id), actor.name, &self.base) }
    }
    /// A meeting of a body of H044, as the leader has recorded it.
    pub fn meeting_of(&self, body: &str, held_on: &str) {
        let agenda = serde_json::json!([{"kind": "decision", "text": "Det som väntar"}]);
        let meeting = serde_json::json!({"body": body, "held_on": held_on, "agenda": agenda});
        self.leader.api("POST", "/api/v1/projects/H044/meetings", Some(&meeting)).expect(201);
    }
    /// A line of the budget of H044, as the leader sets it.
    /// The financier's representative, or the registrar, receives the reports at `email`.
    pub fn recipient(&self, name: &str, email: &str, registrar: bool) -> i64 {
        let role = "financier_representative";
        let recipient = serde_json::json!({"name": name, "email": email, "role": role, "language": "sv", "registrar": registrar});
        self.leader.api("POST", "/api/v1/projects/H044/recipients", Some(&recipient)).expect(201).json()["number"].as_i64().expect("a number")
    }
    pub fn sprint(&self, number: i32, starts_on: &str, ends_on: &str) {
        let sprint = serde_json::json!({"number": number, "starts_on": starts_on, "ends_on": ends_on});
        self.leader.api("POST", "/api/v1/projects/H044/sprints", Some(&sprint)).expect(201);
    }
    pub fn budget(&self, category: &'static str, year: i32, kronor: i64) {
        let ctx = self.ctx(&self.leader);
        self.write(move |db| {
            let (at, category) = (InProject::open(db, &ctx, "H044")?, ShortText::new(category).expect("a category"));
            let line = SetBudget { category, year, amount: Ore::kronor(kronor), motivation: None, basis: None, version: None };
            economy::set_budget(db, &ctx, &at, &line)
        });
    }
    /// What a category of H044 has cost in a month, as the leader sets it.
    pub fn outcome(&self, category: &'static str, month: (i32, u32), kronor: i64) {
        let ctx = self.ctx(&self.leader);
        let month = NaiveDate::from_ymd_opt(month.0, month.1, 1).expect("a month");
        self.write(move |db| {
            let (at, category) = (InProject::open(db, &ctx, "H044")?, ShortText::new(category).expect("a category"));
            economy::set_outcome(db, &ctx, &at, &SetOutcome { category, month, amount: Ore::kronor(kronor), version: None })
        });
    }
    /// Somebody new, with a role in H044 and a token; not signed in.
    pub fn newcomer(&self, name: &'static str, role: Role, chair: bool) -> Actor {
        let ctx = self.ctx(&self.admin);
        let hash = passwords::hash(PASSWORD, CHEAP, &Entropy::System).expect("hash");
        let made = self.write(move |db| add_person(db, &ctx, &hash, name, Some(("H044", role, chair))));
        Actor::new(&self.base, name, &made.email, made.id, Some(made.token))
    }
    /// Changes the database past the program, as no role in it could: what is proved of it is the test's own matter from here on.
    pub fn arrange(&self, statements: &str) {
        self.proof.is_waived.store(true, Ordering::Relaxed);
        use diesel::connection::{Connection, SimpleConnection};
        Db::establish(&self.database).expect("database").batch_execute(statements).expect("arranged");
    }
    /// Writes in a project's scope.
    pub fn write<T: Send + 'static>(&self, f: impl FnMut(&mut Db) -> Result<T, Problem> + Send + 'static) -> T {
        self.store.write_now(Scope::Project(self.project), f).expect("written")
    }

    fn start(peopled: bool) -> World {
        let data = tempfile::tempdir().expect("folder");
        let database = database::new(data.path());
        let store = Store::open(&database).expect("database");
        let nine = NaiveDate::from_ymd_opt(2020, 11, 27).and_then(|d| d.and_hms_opt(9, 0, 0)).expect("a day");
        let clock = Clock::set_at(nine);
        let made = if peopled { people_of(&store, &clock) } else { Vec::new() };
        let listener = TcpListener::bind("127.0.0.1:0").expect("port");
        let base = format!("http://{}", listener.local_addr().expect("address"));
        let mail = MailConfig { smtp: None, user: None, password: None, from: "Styrrum <styrrum@exempel.se>".into(), root_certificate: None };
        let config = Config {
            data: data.path().to_owned(),
            database: database.clone(),
            base_url: base.as_str().into(),
            listen: base.clone(),
            behind_proxy: false,
            mail,
            files: FileLimits { file: LARGEST, project: PROJECT },
            invitations_a_day: INVITED,
            demo: false,
            trial: false,
        };
        let app = App::new(config, store.clone(), clock.clone(), Entropy::System).expect("a table that can be told apart");
        let serving = serve(app.clone(), listener);
        let actor = |name: &'static str| {
            let found = made.iter().find(|m| m.name == name);
            Actor::new(&base, name, found.map_or("", |m| m.email.as_str()), found.map_or(0, |m| m.id), found.map(|m| m.token.clone()))
        };
        let project = if peopled { project_id(&store, "H044") } else { 0 };
        World {
            leader: actor("leader"),
            deputy: actor("deputy"),
            chair: actor("chair"),
            member: actor("member"),
            orderer: actor("orderer"),
            financier: actor("financier"),
            controller: actor("controller"),
            registrar: actor("registrar"),
            outsider: actor("outsider"),
            admin: actor("admin"),
            anonymous: actor("anonymous"),
            project,
            base,
            app,
            proof: Proof { store: store.clone(), is_waived: AtomicBool::new(!peopled) },
            store,
            clock,
            data,
            database,
            _serving: serving,
        }
    }
}

/// When a world ends, the journal proves everything that the test did through the program.
struct Proof {
    store: Store,
    is_waived: AtomicBool,
}
impl Drop for Proof {
    fn drop(&mut self) {
        if self.is_waived.load(Ordering::Relaxed) || std::thread::panicking() {
            return;
        }
        let verdict = self.store.read_now(verify::database).expect("read");
        assert!(verdict.broken.is_empty(), "what was done through the program is not as the journal tells: {:?}", verdict.broken);
        let raw = told::in_keys(&self.store);
        assert!(raw.is_empty(), "the journal tells in words of the program: {raw:#?}");
    }
}

/// A server that ends with its world. Else the threads and the database connections of every test before would stay until the last.
struct Serving(ServerHandle);
impl Drop for Serving {
    fn drop(&mut self) {
        // It is told at once; nobody waits until it has ended.
        drop(self.0.stop(false));
    }
}
fn serve(app: Arc<App>, listener: TcpListener) -> Serving {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = server::run(app, listener)?;
            tell.send(server.handle()).expect("a world that waits");
            server.await
        })
    });
    Serving(told.recv().expect("a server"))
}

struct Made {
    name: &'static str,
    email: String,
    id: i64,
    token: String,
}

fn people_of(store: &Store, clock: &Clock) -> Vec<Made> {
    let ctx = Ctx::system(clock, &Entropy::System, PersonId(0), "test", "http://localhost");
    let hash = passwords::hash(PASSWORD, CHEAP, &Entropy::System).expect("hash");
    let made = store.write_now(Scope::Installation, move |db| {
        add_project(db, &ctx, "H044", "Införande av e-samordning")?;
        add_project(db, &ctx, "X100", "Ett annat projekt")?;
        CAST.iter().map(|(name, role)| add_person(db, &ctx, &hash, name, *role)).collect::<Result<Vec<_>, Problem>>()
    });
    made.expect("people")
}

fn add_person(db: &mut Db, ctx: &Ctx, hash: &str, name: &'static str, role: Option<(&str, Role, bool)>) -> Result<Made, Problem> {
    let email = Email::new(&format!("{name}@exempel.se")).expect("address");
    let id = accounts::add(db, ctx, &email, name, Some(hash), role.is_none())?;
    if let Some((code, role, chair)) = role {
        let project_id = projects::by_code(db, code)?.expect("project").id;
        let from_on = ctx.today - TimeDelta::days(300);
        appointments::lay_down(
            db,
            ctx,
            (name, &email.to_string()),
            &NewAssignment {
                project_id,
                person_id: id,
                role: role.to_string(),
                organisation: "Kommunen".into(),
                chair,
                from_on,
                to_on: None,
                substitute_for: None,
                decision: None,
                version: 1,
            },
        )?;
    }
    Ok(Made { name, email: email.to_string(), id, token: people::add_token(db, ctx, id, "write", 90)? })
}

fn add_project(db: &mut Db, ctx: &Ctx, code: &str, name: &str) -> Result<i64, Problem> {
    let texts = ProjectTexts {
        name: name.into(),
        organisation: "Kommunalförbundet".into(),
        orderer: "E-rådet".into(),
        financier: "Digitaliseringsrådet".into(),
        register_number: "2020/44".into(),
        purpose: "Gemensamma e-tjänster".into(),
        started_on: ctx.today - TimeDelta::days(300),
        late_days: 30,
        unfilled_days: 31,
    };
    let course = Template::ProjectModel.newest().and_then(|l| Course::begin(l, "execution")).expect("lifecycle");
    let id = projects::add(db, code, &texts, &course, ctx.now)?;
    lay_down_rules(db, ctx, id, Role::ProjectLeader, &Charter::of_the_plan(1), &RiskPolicy::five_steps(1))?;
    for (role, body) in [(Role::SteeringGroup, "Styrgruppen"), (Role::ProjectOrderer, "E-rådet"), (Role::FinancierRepresentative, "Digitaliseringsrådet")] {
        roles::set_body(db, id, role, body)?;
    }
    Ok(id)
}

fn project_id(store: &Store, code: &'static str) -> i64 {
    store.read_now(|db| Ok::<_, Problem>(projects::by_code(db, code)?)).expect("read").expect("project").id
}
