//! Those who take the whole way of H044, the clock that they take it by, and what they send.
use crate::support::{Actor, World};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::{Value, json};
use styrrum::services::Problem;
use styrrum::services::accounts::people;
use styrrum::services::verify::{self, export};
use styrrum::store::Scope;
use styrrum::store::schema::outbox;

/// An installation without projects, the people of H044 to be, and a clock.
pub struct Way {
    world: World,
    pub leader: Actor,
    pub deputy: Actor,
    /// To be chair of the E-råd, which orders the project, and another of its members.
    pub orderer: Actor,
    pub council: Actor,
    /// To be chair of the steering group, and another of its members.
    pub chair: Actor,
    pub member: Actor,
    /// To be chair of the council that represents the financier.
    pub financier: Actor,
    pub controller: Actor,
    pub effect_owner: Actor,
    pub reference: Actor,
}

impl Way {
    /// Nine o'clock on the day that the project is opened.
    pub fn begin(day: &str) -> Way {
        let world = World::empty();
        let somebody = |name: &'static str| lasting(&world, &world.somebody(name, None));
        let way = Way {
            leader: somebody("leader"),
            deputy: somebody("deputy"),
            orderer: somebody("orderer"),
            council: somebody("council"),
            chair: somebody("chair"),
            member: somebody("member"),
            financier: somebody("financier"),
            controller: somebody("controller"),
            effect_owner: somebody("effect-owner"),
            reference: somebody("reference"),
            world,
        };
        way.on(day);
        way
    }
    /// It becomes nine o'clock of `day`, and the worker has its turn.
    pub fn on(&self, day: &str) {
        let then: NaiveDateTime = day.parse::<NaiveDate>().ok().and_then(|d| d.and_hms_opt(9, 0, 0)).expect("a day");
        self.world.clock.advance(then - self.world.clock.now());
        self.worker();
    }
    /// The worker sends what lies in the outbox, and reminds.
    pub fn worker(&self) {
        let worker = self.world.worker(None);
        actix_web::rt::System::new().block_on(async move { worker.turn().await });
    }
    pub fn today(&self) -> NaiveDate {
        self.world.clock.today()
    }
    pub fn in_days(&self, days: i64) -> String {
        (self.today() + TimeDelta::days(days)).to_string()
    }
    /// A meeting held yesterday.
    pub fn meeting(&self, item: &str) -> Value {
        json!({"kind": "meeting", "date": self.in_days(-1), "item": item, "present": "Alla"})
    }
    /// What somebody reads of the project.
    pub fn read(&self, who: &Actor, path: &str) -> Value {
        who.api("GET", &format!("/api/v1/projects/H044{path}"), None).expect(200).json()
    }
    /// Somebody sends something in the project, and it is done.
    pub fn send(&self, who: &Actor, method: &str, path: &str, body: Value) -> Value {
        let answer = who.api(method, &format!("/api/v1/projects/H044{path}"), Some(&body));
        assert!((200..=202).contains(&answer.status), "{method} {path} by {}: {} {}", who.name, answer.status, answer.body);
        answer.json()
    }
    pub fn post(&self, who: &Actor, path: &str, body: Value) -> Value {
        self.send(who, "POST", path, body)
    }
    /// A step with something that the sender has just read: `/gates/1`, `submission`.
    pub fn step(&self, who: &Actor, thing: &str, step: &str, mut body: Value) -> Value {
        body["version"] = self.read(&self.leader, thing)["version"].clone();
        self.post(who, &format!("{thing}/{step}"), body)
    }
    /// As [`Self::step`], by one who may not: the problem's word.
    pub fn refused(&self, who: &Actor, thing: &str, step: &str, mut body: Value) -> String {
        body["version"] = self.read(&self.leader, thing)["version"].clone();
        let answer = who.api("POST", &format!("/api/v1/projects/H044{thing}/{step}"), Some(&body));
        assert!(answer.status >= 400, "{step} of {thing} by {}: {}", who.name, answer.body);
        let problem = answer.json();
        problem["reason"].as_str().or(problem["type"].as_str()).unwrap_or_default().replace("urn:styrrum:", "")
    }

    /// A member whom the body's leader records to be chosen as its chair; `other` confirms.
    pub fn elected(&self, assignment: &Value, other: &Actor) {
        let chosen = json!({"version": 1, "basis": {"kind": "per_capsulam", "agreed": "Alla"}});
        let recorded = self.post(&self.leader, &format!("/roles/{}/chair", assignment["number"]), chosen);
        self.post(other, &format!("/recordings/{}/confirmation", recorded["recording"]), json!({}));
    }
    /// Appoints somebody, from today; answers the assignment.
    pub fn appointed(&self, by: &Actor, who: &Actor, role: &str) -> Value {
        let appointment = json!({"email": who.email, "role": role, "from_on": self.today(), "organisation": "Kommunen", "basis": {"kind": "chair"}});
        self.post(by, "/roles", appointment)
    }
    /// A document of a type, written by the leader and adopted by the steering group: how a gate names it.
    pub fn adopted(&self, kind: &str, title: &str) -> String {
        let document = self.post(&self.leader, "/documents", json!({"kind": kind, "title": title, "text": "Så här gör vi", "register_number": "2020/44"}));
        let thing = format!("/documents/{}", document["number"]);
        self.step(&self.leader, &thing, "submission", json!({}));
        self.step(&self.chair, &thing, "decision", json!({"outcome": "adopt", "basis": self.meeting("§ 2")}));
        format!("{}/1.0", document["number"])
    }

    /// What waits for somebody: the kinds, in the order in which they stand.
    pub fn waits_for(&self, who: &Actor) -> Vec<String> {
        let turn = who.api("GET", "/api/v1/my-turn", None).expect(200).json();
        turn["items"].as_array().into_iter().flatten().map(|i| i["kind"].as_str().unwrap_or_default().to_owned()).collect()
    }
    /// To whom mails of a kind have gone, in their order, all of them accepted.
    pub fn mailed(&self, kind: &'static str) -> Vec<String> {
        let found: Vec<(String, String)> = self
            .world
            .store
            .read_now(|db| {
                let mails = outbox::table.filter(outbox::kind.eq(kind)).order(outbox::id).select((outbox::to_email, outbox::state));
                mails.load(db).map_err(Problem::internal)
            })
            .expect("mails");
        assert!(found.iter().all(|(_, state)| state == "accepted"), "{found:?}");
        found.into_iter().map(|(to, _)| to).collect()
    }
    /// What verification finds changed, in the database and in an export of the project: each row and why.
    pub fn broken(&self) -> Vec<String> {
        let database = self.world.store.read_now(verify::database).expect("read").broken;
        let mut out = Vec::new();
        self.world.store.read_now(|db| Ok::<_, Problem>(export::write(db, "H044", &mut out))).expect("read").expect("exported");
        let file = export::verify(out.as_slice()).expect("read").broken;
        database.into_iter().chain(file).map(|b| format!("{}: {}", b.row, b.why)).collect()
    }
}

/// The same person with a token that lasts for as long as the way is.
fn lasting(world: &World, who: &Actor) -> Actor {
    const DAYS: i64 = 3650;
    let (ctx, id) = (world.ctx(who), who.id);
    let token = world.store.write_now(Scope::Installation, move |db| people::add_token(db, &ctx, id, "write", DAYS)).expect("a token");
    Actor::new(&world.base, who.name, &who.email, who.id, Some(token))
}
