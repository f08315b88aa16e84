//! Addresses of pages, made in one place.
use crate::services::InProject;
use std::fmt::Display;

pub fn project(at: &InProject) -> String {
    format!("/projects/{}", at.project.code)
}
pub fn in_project(at: &InProject, rest: impl Display) -> String {
    format!("/projects/{}/{rest}", at.project.code)
}
/// An own path to go back to; anything else becomes the start page.
pub fn own_path(wanted: Option<&str>) -> String {
    let fits =
        |p: &&str| p.starts_with('/') && !p.starts_with("//") && !p.contains(['\\', '\r', '\n', '\t', '\0']) && p.len() < 1000 && !p.starts_with("/sign-");
    wanted.filter(fits).unwrap_or("/").to_owned()
}
