//! Addresses of pages, made in one place.
use crate::services::InProject;
use std::collections::BTreeMap;
use std::fmt::Display;

pub fn project(at: &InProject) -> String {
    format!("/projects/{}", at.project.code)
}
pub fn in_project(at: &InProject, rest: impl Display) -> String {
    format!("/projects/{}/{rest}", at.project.code)
}
/// A path with what is asked of it.
pub fn with_query(path: &str, query: &BTreeMap<String, String>) -> String {
    if query.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish())
}
/// An own path to go back to; anything else becomes the start page.
pub fn own_path(wanted: Option<&str>) -> String {
    let fits =
        |p: &&str| p.starts_with('/') && !p.starts_with("//") && !p.contains(['\\', '\r', '\n', '\t', '\0']) && p.len() < 1000 && !p.starts_with("/sign-");
    wanted.filter(fits).unwrap_or("/").to_owned()
}
