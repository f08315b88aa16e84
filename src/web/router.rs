//! Which route of the table a request means. Paths are looked up in a tree, however many routes there are.
use crate::web::routes::{Route, RouteTable};
use actix_web::http::Method;
use std::collections::BTreeMap;

/// The table, ready to be asked.
pub struct Router {
    table: RouteTable,
    /// The rows that have a path.
    paths: matchit::Router<Vec<usize>>,
}

/// What stands in the table for a method and a path.
pub enum Found<'a> {
    Route(&'a Route, BTreeMap<&'static str, String>),
    /// The path exists, for these methods.
    OtherMethods(Vec<&'a str>),
    Nothing,
}

impl Router {
    /// # Errors
    /// Two paths of the table that cannot be told apart.
    pub fn new(table: RouteTable) -> Result<Router, matchit::InsertError> {
        let mut by_path: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for (index, route) in table.iter().enumerate() {
            by_path.entry(route.path).or_default().push(index);
        }
        let mut paths = matchit::Router::new();
        for (path, indices) in by_path {
            paths.insert(path, indices)?;
        }
        Ok(Router { table, paths })
    }

    /// Every route, in the order of the table.
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    /// Finds the route of a request by its path, still percent-encoded. HEAD is answered as GET, without the body.
    pub fn find(&self, method: &Method, path: &str) -> Found<'_> {
        let Ok(found) = self.paths.at(path) else { return Found::Nothing };
        let method = if method == Method::HEAD { &Method::GET } else { method };
        let routes = || found.value.iter().map(|i| &self.table[*i]);
        match routes().find(|route| route.method == *method) {
            Some(route) => Found::Route(route, names(route.path).zip(found.params.iter().map(|(_, value)| decoded(value))).collect()),
            None => Found::OtherMethods(routes().flat_map(|route| answered_as(&route.method)).collect()),
        }
    }

    /// The nearest page above an address that only forms are sent to: whoever loads such an address again comes to what the form was about.
    pub fn page_above<'p>(&self, path: &'p str) -> &'p str {
        let above = std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(above, _)| above)).skip(1);
        above.into_iter().find(|path| matches!(self.find(&Method::GET, path), Found::Route(..))).unwrap_or("/")
    }
}

/// The methods that a route is asked by: what is read can be asked for without its body.
fn answered_as(method: &Method) -> Vec<&str> {
    if *method == Method::GET { vec!["GET", "HEAD"] } else { vec![method.as_str()] }
}

/// The names in a path of the table, as in `/projects/{code}/risks/{ref}`.
fn names(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}
fn decoded(value: &str) -> String {
    percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn router() -> Router {
        Router::new(crate::web::routes::table()).expect("a table that can be told apart")
    }

    #[test]
    fn a_fixed_word_goes_before_a_name() {
        let router = router();
        let Found::Route(route, params) = router.find(&Method::GET, "/projects/H044/risks/new") else { panic!("no route") };
        assert_eq!((route.path, params["code"].as_str()), ("/projects/{code}/risks/new", "H044"));
    }

    #[test]
    fn names_are_decoded_once() {
        let router = router();
        let Found::Route(_, params) = router.find(&Method::GET, "/projects/H%252F/risks/R1") else { panic!("no route") };
        assert_eq!(params["code"], "H%2F");
    }

    #[test]
    fn an_address_that_only_forms_are_sent_to_leads_to_the_page_above() {
        let router = router();
        let above = |path| router.page_above(path);
        assert_eq!(above("/projects/H044/final-report/return"), "/projects/H044/final-report");
        assert_eq!(above("/projects/H044/documents/2/consultation/answer"), "/projects/H044/documents/2/consultation");
        assert_eq!(above("/sign-out"), "/");
    }

    #[test]
    fn a_known_path_tells_that_only_the_method_is_wrong() {
        let router = router();
        let Found::OtherMethods(allowed) = router.find(&Method::DELETE, "/projects/H044/risks") else { panic!("a route") };
        assert_eq!(allowed, ["GET", "HEAD"]);
        assert!(matches!(router.find(&Method::GET, "/projects/H044/nothing"), Found::Nothing));
    }
}
