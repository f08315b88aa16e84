//! Who acts in the demo, and on which day.
use crate::clock::{Clock, Entropy, local_day};
use crate::demo::file::{DemoFile, HeldRole, Person, Project};
use crate::demo::{Account, AccountRole};
use crate::domain::ids::PersonId;
use crate::domain::text::Email;
use crate::services::accounts::{self, passwords};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use crate::store::roles::NewAssignment;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything in the demo happens at eight o'clock UTC, in the morning in Sweden.
const MORNING: TimeDelta = TimeDelta::hours(8);

/// The people of the demo.
pub struct Cast {
    pub file: Arc<DemoFile>,
    clock: Clock,
    entropy: Entropy,
    base_url: Arc<str>,
    /// Password hashes by key.
    hashes: BTreeMap<String, String>,
    /// People's ids by key, once they have accounts.
    ids: BTreeMap<String, i64>,
}

/// A person's account: address and password follow from the key.
pub fn account(file: &DemoFile, person: &Person) -> Account {
    let roles = person.roles.iter().map(|r| AccountRole { project: r.project.clone(), role: r.role.to_string(), chair: r.chair }).collect();
    Account { email: file.address(&person.key), password: format!("styrrum-{}-2020", person.key), roles }
}

impl Cast {
    /// Hashes the passwords, outside any transaction, on two threads.
    pub fn new(clock: &Clock, entropy: &Entropy, base_url: &str, file: Arc<DemoFile>, accounts: &[Account]) -> Result<Cast, Problem> {
        let hashes = hashed(accounts, entropy)?;
        let hashes = file.people.iter().map(|p| p.key.clone()).zip(hashes).collect();
        Ok(Cast { file, clock: clock.clone(), entropy: entropy.clone(), base_url: base_url.into(), hashes, ids: BTreeMap::new() })
    }

    /// The same cast with accounts in the database. The first account, the administrator's, adds the others.
    pub fn with_accounts(&self, db: &mut Db) -> Result<Cast, Problem> {
        let now = self.clock.real_now();
        let mut ids = BTreeMap::new();
        let mut adds = self.acting(PersonId(0), "Styrrum", String::new(), now);
        for person in &self.file.people {
            let email = Email::new(&self.file.address(&person.key)).map_err(Problem::internal)?;
            let hash = self.hashes.get(&person.key).map(String::as_str);
            let id = accounts::add(db, &adds, &email, &person.name, hash, person.admin)?;
            if person.admin {
                adds = self.acting(PersonId(id), &person.name, email.to_string(), now);
            }
            ids.insert(person.key.clone(), id);
        }
        Ok(Cast {
            file: self.file.clone(),
            clock: self.clock.clone(),
            entropy: self.entropy.clone(),
            base_url: self.base_url.clone(),
            hashes: BTreeMap::new(),
            ids,
        })
    }

    /// The person acts on the morning of `day`.
    pub fn ctx(&self, key: &str, day: NaiveDate) -> Result<Ctx, Problem> {
        let person = self.file.people.iter().find(|p| p.key == key).ok_or_else(|| Problem::internal(format!("nobody is called {key}")))?;
        let id = self.ids.get(key).copied().unwrap_or_default();
        Ok(self.acting(PersonId(id), &person.name, self.file.address(key), day.and_time(NaiveTime::MIN) + MORNING))
    }
    fn acting(&self, person: PersonId, name: &str, email: String, now: NaiveDateTime) -> Ctx {
        Ctx {
            person,
            name: name.to_owned(),
            email,
            is_admin: false,
            now,
            today: local_day(now),
            real_now: self.clock.real_now(),
            address: None,
            language: "sv",
            base_url: self.base_url.clone(),
            entropy: self.entropy.clone(),
            kept: crate::services::kept::Kept::default(),
            limits: crate::domain::file::FileLimits::default(),
            invitations_a_day: crate::domain::room::INVITATIONS_A_DAY,
            recorder: None,
        }
    }

    /// A role from the project's first day. It was given before the project came into Styrrum, so no decision is named.
    pub fn assignment(&self, at: &InProject, project: &Project, person: &Person, held: &HeldRole) -> Result<NewAssignment, Problem> {
        let person_id = self.ids.get(&person.key).copied().ok_or(Problem::NotFound)?;
        Ok(NewAssignment {
            project_id: at.project.id,
            person_id,
            role: held.role.to_string(),
            organisation: held.organisation.clone(),
            chair: held.chair,
            from_on: project.started_on,
            to_on: None,
            substitute_for: None,
            decision: None,
            version: 1,
        })
    }
}

fn hashed(accounts: &[Account], entropy: &Entropy) -> Result<Vec<String>, Problem> {
    let hash_all = |part: &[Account]| part.iter().map(|a| passwords::hash(&a.password, passwords::Cost::DEFAULT, entropy)).collect::<Result<Vec<_>, _>>();
    let (first, second) = accounts.split_at(accounts.len() / 2);
    std::thread::scope(|threads| {
        let other = threads.spawn(|| hash_all(second));
        let mut hashes = hash_all(first)?;
        hashes.extend(other.join().map_err(|_| Problem::internal("hashing the demo's passwords was broken off"))??);
        Ok(hashes)
    })
}
