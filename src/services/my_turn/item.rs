//! One thing that waits, and by what right it waits there.
use super::Kind;
use crate::domain::colour::Colours;
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::services::context::InProject;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

/// One thing that waits.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    pub project: String,
    pub project_name: String,
    pub kind: Kind,
    pub matter: Option<Matter>,
    #[serde(rename = "ref")]
    pub reference: String,
    pub title: String,
    /// What is proposed, or what it is about.
    pub text: String,
    /// Who asks the holder to take a stand, and why.
    pub asked_by: Option<String>,
    pub reason: Option<String>,
    pub why: Why,
    pub since: Option<NaiveDateTime>,
    pub due: Option<NaiveDate>,
    pub value: Option<i32>,
    pub band: Option<String>,
    pub url: String,
    /// Of the bands in its project.
    #[serde(skip)]
    pub colours: Colours,
}

/// By what right it waits here.
#[derive(Debug, Clone, Serialize)]
pub struct Why {
    pub role: Role,
    /// The number of the delegation, for who does not hold the role.
    pub delegation: Option<i32>,
    /// Nobody can decide in `role`: it shows up with the role above, which sees to it that somebody can.
    pub unmanned: bool,
}
impl Why {
    pub(super) fn of(role: Role) -> Why {
        Why { role, delegation: None, unmanned: false }
    }
    pub(super) fn mine(mandate: &Mandate) -> Why {
        Why { delegation: mandate.delegation(), ..Why::of(mandate.role()) }
    }
}

/// A thing that is known by its kind and its place below the project's address; what else there is to tell goes before it.
pub(super) fn plain_item(at: &InProject, kind: Kind, place: &str) -> Item {
    Item {
        project: at.project.code.clone(),
        project_name: at.project.name.clone(),
        kind,
        matter: None,
        reference: String::new(),
        title: String::new(),
        text: String::new(),
        asked_by: None,
        reason: None,
        why: Why::of(Role::ProjectLeader),
        since: None,
        due: None,
        value: None,
        band: None,
        url: format!("/projects/{}/{place}", at.project.code),
        colours: at.policy.colours(),
    }
}
