//! Somebody at the other end of HTTP: a browser that keeps its cookies, or a program with a token.
use super::contract;
use std::collections::BTreeMap;
use std::sync::Mutex;
use ureq::http::{Request, Response};

/// The password of every actor.
pub const PASSWORD: &str = "korrekt häst batteri häftklammer";

/// More than any answer has, files too.
const LARGEST_ANSWER: u64 = 200 * 1024 * 1024;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}
impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("no JSON ({e}): {} {}", self.status, self.body))
    }
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{}", self.body.chars().take(2000).collect::<String>());
        self
    }
}

/// A person of the world, with a browser and a token.
pub struct Actor {
    pub name: &'static str,
    /// Empty for somebody without an account.
    pub email: String,
    pub id: i64,
    base: String,
    token: Option<String>,
    agent: ureq::Agent,
    cookies: Mutex<BTreeMap<String, String>>,
    csrf: Mutex<String>,
}

impl Actor {
    pub fn new(base: &str, name: &'static str, email: &str, id: i64, token: Option<String>) -> Actor {
        // The server closes a connection that rests for five seconds; one that is about to be closed is not used again.
        let config = ureq::Agent::config_builder()
            .max_idle_age(std::time::Duration::from_secs(2))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        Actor { name, email: email.to_owned(), id, base: base.to_owned(), token, agent: config.into(), cookies: Mutex::default(), csrf: Mutex::default() }
    }

    /// Signs in through the form, as a person does.
    pub fn sign_in(&self) -> &Actor {
        if !self.email.is_empty() {
            self.get("/sign-in").expect(200);
            self.send_form("/sign-in", &[("email", &self.email), ("password", PASSWORD)], &[]).expect(303);
            self.get("/account").expect(200);
        }
        self
    }
    /// The value of a cookie, such as the session's.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("lock").get(name).cloned()
    }
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().expect("lock").insert(name.to_owned(), value.to_owned());
    }

    pub fn get(&self, path: &str) -> Answer {
        let answer = self.ask("GET", path, None, &[]);
        if let Some(token) = form_token(&answer.body) {
            *self.csrf.lock().expect("lock") = token;
        }
        answer
    }
    /// The token of the page seen last.
    pub fn form_token(&self) -> String {
        self.csrf.lock().expect("lock").clone()
    }
    /// Posts a form with the token of the page seen last.
    pub fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send_form(path, fields, &[])
    }
    /// As [`Actor::post_form`], with headers.
    pub fn send_form(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.lock().expect("lock").clone();
        let mut with_token = vec![("csrf", csrf.as_str())];
        with_token.extend_from_slice(fields);
        self.send_bare_form(path, &with_token, headers)
    }
    /// Posts a form with one file, as a browser does.
    pub fn post_file(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
        let csrf = self.csrf.lock().expect("lock").clone();
        let body = form_with_file([("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()), file);
        self.ask("POST", path, Some(body), &[("content-type", "multipart/form-data; boundary=edge")])
    }
    /// As [`Actor::post_file`], to the API: with the token of a program, and no form's.
    pub fn api_file(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
        self.api_file_with(path, fields, file, &[])
    }
    /// As [`Actor::api_file`], with headers.
    pub fn api_file_with(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8]), headers: &[(&str, &str)]) -> Answer {
        let bearer = format!("Bearer {}", self.token());
        let body = form_with_file(fields.iter().copied(), file);
        let mut all = vec![("content-type", "multipart/form-data; boundary=edge"), ("authorization", bearer.as_str())];
        all.extend_from_slice(headers);
        self.ask("POST", path, Some(body), &all)
    }
    /// The token of the actor's program; empty for somebody without an account.
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }
    /// A form exactly as given: without the token, for instance.
    pub fn send_bare_form(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.ask("POST", path, Some(body.into_bytes()), &all)
    }
    /// Calls the API with the actor's token.
    pub fn api(&self, method: &str, path: &str, body: Option<&serde_json::Value>) -> Answer {
        self.api_with(method, path, body, &[])
    }
    pub fn api_with(&self, method: &str, path: &str, body: Option<&serde_json::Value>, headers: &[(&str, &str)]) -> Answer {
        let bearer = self.token.as_ref().map(|t| format!("Bearer {t}"));
        let mut all = Vec::from(headers);
        if let Some(bearer) = &bearer {
            all.push(("authorization", bearer));
        }
        if body.is_some() {
            all.push(("content-type", "application/json"));
        }
        self.ask(method, path, body.map(|b| b.to_string().into_bytes()), &all)
    }

    pub fn ask(&self, method: &str, path: &str, body: Option<Vec<u8>>, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<String> = self.cookies.lock().expect("lock").iter().map(|(n, v)| format!("{n}={v}")).collect();
        if !cookies.is_empty() && !path.starts_with("/api/") {
            request = request.header("cookie", cookies.join("; "));
        }
        let answer = match body {
            None if ["GET", "HEAD"].contains(&method) => self.agent.run(request.body(()).expect("request")),
            body => self.agent.run(request.body(body.unwrap_or_default()).expect("request")),
        };
        let answer = answer.unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        self.keep_cookies(&answer);
        let (parts, mut body) = answer.into_parts();
        let headers = parts.headers.iter().map(|(n, v)| (n.to_string(), v.to_str().unwrap_or_default().to_owned())).collect();
        let bytes = body.with_config().limit(LARGEST_ANSWER).read_to_vec().expect("body");
        let answer = Answer { status: parts.status.as_u16(), headers, body: String::from_utf8_lossy(&bytes).into_owned() };
        if path.starts_with("/api/") {
            contract::demand_described(method, path, &answer);
        }
        answer
    }
    fn keep_cookies(&self, answer: &Response<ureq::Body>) {
        let mut kept = self.cookies.lock().expect("lock");
        for set in answer.headers().get_all("set-cookie") {
            let text = set.to_str().unwrap_or_default();
            let Some((name, value)) = text.split(';').next().and_then(|pair| pair.split_once('=')) else { continue };
            if value.is_empty() || text.contains("Max-Age=0") {
                kept.remove(name)
            } else {
                kept.insert(name.to_owned(), value.to_owned())
            };
        }
    }
}

/// A form with one file, as it goes over the wire.
fn form_with_file<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>, (name, file_name, bytes): (&str, &str, &[u8])) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
    }
    let head = format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    body
}

/// The token in a page's forms.
fn form_token(page: &str) -> Option<String> {
    let (_, after) = page.split_once("name=\"csrf\" value=\"")?;
    after.split('"').next().map(str::to_owned)
}
