//! What a route answers.
use crate::input::upload::Temporary;
use crate::services::Problem;
use crate::store::files::Stored;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use bytes::Bytes;
use std::fs::File;

/// What every route's function returns.
pub type Answer = Result<Reply, Problem>;

/// An answer, before it becomes HTTP.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub body: Body,
    pub cookies: Vec<Cookie<'static>>,
    pub headers: Vec<(&'static str, String)>,
    /// Words shown once on the next page.
    pub notice: Option<Notice>,
    /// Projects that it tells of to somebody who reads them only to keep their records, besides the one in the path.
    pub for_the_record: Vec<i64>,
}

/// Words shown once on the next page.
#[derive(Debug, Clone)]
pub struct Notice {
    pub words: String,
    /// The decision that they tell of.
    pub decision: Option<i32>,
}
impl From<String> for Notice {
    fn from(words: String) -> Notice {
        Notice { words, decision: None }
    }
}
impl From<&str> for Notice {
    fn from(words: &str) -> Notice {
        Notice::from(words.to_owned())
    }
}

/// The body of an answer.
#[derive(Debug)]
pub enum Body {
    Empty,
    Html(String),
    Json(serde_json::Value),
    ProblemJson(serde_json::Value),
    /// Bytes with a media type; a name makes them a download.
    Bytes {
        media_type: String,
        bytes: Bytes,
        download: Option<String>,
    },
    /// A file that lies in the database, to be saved under a name.
    File {
        file: Stored,
        download: String,
    },
    /// A file that was made for this answer, from its beginning.
    Made {
        made: Made,
        media_type: &'static str,
        download: String,
    },
}

/// A file made for one answer; it is gone when that has been sent.
#[derive(Debug)]
pub struct Made {
    pub file: File,
    pub size: u64,
    pub kept: Temporary,
}

impl Reply {
    fn new(status: StatusCode, body: Body) -> Reply {
        Reply { status, body, cookies: Vec::new(), headers: Vec::new(), notice: None, for_the_record: Vec::new() }
    }
    pub fn html(page: String) -> Reply {
        Reply::new(StatusCode::OK, Body::Html(page))
    }
    /// Go and look there: what a POST that did something answers.
    pub fn see_other(to: impl Into<String>) -> Reply {
        let mut reply = Reply::new(StatusCode::SEE_OTHER, Body::Empty);
        reply.headers.push(("location", to.into()));
        reply
    }
    pub fn json(value: serde_json::Value) -> Reply {
        Reply::new(StatusCode::OK, Body::Json(value))
    }
    /// A new thing, and where it is.
    pub fn created(value: serde_json::Value, location: String) -> Reply {
        let mut reply = Reply::new(StatusCode::CREATED, Body::Json(value));
        reply.headers.push(("location", location));
        reply
    }
    /// Taken in, but not done yet.
    pub fn accepted(value: serde_json::Value) -> Reply {
        Reply::new(StatusCode::ACCEPTED, Body::Json(value))
    }
    pub fn no_content() -> Reply {
        Reply::new(StatusCode::NO_CONTENT, Body::Empty)
    }
    pub fn bytes(media_type: &str, bytes: impl Into<Bytes>, download: Option<String>) -> Reply {
        Reply::new(StatusCode::OK, Body::Bytes { media_type: media_type.to_owned(), bytes: bytes.into(), download })
    }
    /// A file that somebody sent here once: a download that no browser runs anything of.
    pub fn stored_file(file: Stored, name: String) -> Reply {
        let reply = Reply::new(StatusCode::OK, Body::File { file, download: name });
        reply.with_header("content-security-policy", "default-src 'none'; sandbox".to_owned())
    }
    /// A file that was made for this answer, to be saved under a name.
    pub fn made_file(made: Made, media_type: &'static str, download: String) -> Reply {
        Reply::new(StatusCode::OK, Body::Made { made, media_type, download })
    }
    pub fn with_status(self, status: StatusCode) -> Reply {
        Reply { status, ..self }
    }
    pub fn with_notice(self, notice: impl Into<Notice>) -> Reply {
        Reply { notice: Some(notice.into()), ..self }
    }
    pub fn with_cookie(mut self, cookie: Cookie<'static>) -> Reply {
        self.cookies.push(cookie);
        self
    }
    pub fn with_header(mut self, name: &'static str, value: String) -> Reply {
        self.headers.push((name, value));
        self
    }
    /// The version of the thing, as an entity tag.
    pub fn with_version(self, version: i64) -> Reply {
        self.with_header("etag", format!("\"{version}\""))
    }
}
