//! Actix around the table: sockets, bodies, cookies, headers, log lines. Tests and `main` build the same app here.
use crate::input::json::Unambiguous;
use crate::input::{Sent, gather};
use crate::render::engine::Theme;
use crate::render::i18n::Lang;
use crate::services::{Problem, accounts};
use crate::store::db::ANSWERING_THREADS;
use crate::store::{Store, files};
use crate::web::app::App;
use crate::web::pipeline::{Browser, is_known, serve};
use crate::web::reply::{Body, Made, Reply};
use crate::web::request::{Moment, Rq};
use crate::web::router::Found;
use crate::web::routes::{Guard, Route};
use crate::web::{error, headers, multipart, session};
use actix_web::body::SizedStream;
use actix_web::dev::Server;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpServer, web};
use bytes::Bytes;
use futures_util::Stream;
use std::collections::BTreeMap;
use std::io::Read;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::time::Instant;

/// The most bytes of a made file that are in memory at a time.
const STRETCH: usize = 64 * 1024;
/// How long a connection without a request stays open. Longer than proxies keep theirs (nginx 60 s, Caddy 120 s): whoever uses a
/// connection in the moment it is closed cannot tell whether their form was received.
const IDLE: std::time::Duration = std::time::Duration::from_secs(130);

/// Starts the server on a listening socket.
///
/// # Errors
/// The socket cannot be used.
pub fn run(app: Arc<App>, listener: TcpListener) -> std::io::Result<Server> {
    let server = HttpServer::new(move || {
        let app = app.clone();
        actix_web::App::new().wrap(actix_web::middleware::Compress::default()).configure(move |config| configure(config, &app))
    })
    .workers(ANSWERING_THREADS)
    // As many as there are readers: more threads only wait for a connection, each with memory of its own.
    .worker_max_blocking_threads(4)
    .keep_alive(IDLE)
    .client_request_timeout(std::time::Duration::from_secs(10))
    .shutdown_timeout(8)
    .listen(listener)?
    .run();
    Ok(server)
}

/// Hands every request to the table; actix itself routes nothing.
pub fn configure(config: &mut web::ServiceConfig, app: &Arc<App>) {
    let app = app.clone();
    config.default_service(web::route().to(move |request: HttpRequest, payload: web::Payload| answer(app.clone(), request, payload)));
}

async fn answer(app: Arc<App>, request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let start = Instant::now();
    let found = app.router.find(request.method(), request.path());
    let (mut rq, browser) = ask(&app, &request);
    let id = rq.request_id.clone();
    let (pattern, project) = match &found {
        Found::Route(route, params) => (route.path, params.get("code").cloned()),
        Found::OtherMethods(_) | Found::Nothing => ("", None),
    };
    let reply = match found {
        Found::Route(route, params) => {
            // No name of ours holds one, and PostgreSQL takes none.
            let is_readable = !params.values().any(|value| value.contains('\0'));
            rq.params = params;
            rq.pattern = route.path;
            let known = !route.takes_files() || is_known(&app, &mut rq, &browser).await;
            match read_body(&mut rq, &request, payload, route, known).await {
                Ok(()) if !is_readable => error::answer(&rq, &Problem::NotFound),
                Ok(()) => serve(app.clone(), route, rq, browser).await,
                Err(problem) => refuse(&app, rq, &browser, &problem).await,
            }
        }
        Found::OtherMethods(_) if !rq.is_api() && matches!(*request.method(), Method::GET | Method::HEAD) => {
            Reply::see_other(app.router.page_above(request.path()).to_owned())
        }
        Found::OtherMethods(allowed) => refuse(&app, rq, &browser, &Problem::Method).await.with_header("allow", allowed.join(", ")),
        Found::Nothing => error::answer(&rq, &Problem::NotFound),
    };
    let micros = start.elapsed().as_micros() as u64;
    app.metrics.answered(reply.status, micros);
    // The path of the table: a real one may hold the secret of a link.
    tracing::info!(request = id, method = %request.method(), path = pattern, project, status = reply.status.as_u16(), micros, "answered");
    http(&app, reply, &id)
}

/// What cannot be read is told to whoever asked as to any of their own pages: in their language, and signed in.
async fn refuse(app: &Arc<App>, mut rq: Rq, browser: &Browser, problem: &Problem) -> Reply {
    is_known(app, &mut rq, browser).await;
    error::answer(&rq, problem)
}

/// The request without the names in its path and without its body, and what the browser says of itself.
fn ask(app: &Arc<App>, request: &HttpRequest) -> (Rq, Browser) {
    let header = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let cookie = |name: &str| request.cookie(name).map(|c| c.value().to_owned());
    let browser = Browser {
        session: cookie(session::session_name(app)).map(|secret| accounts::stored_form(&secret)),
        form_token: cookie(session::form_name(app)),
        bearer: header("authorization").and_then(|v| v.strip_prefix("Bearer ").map(|t| t.trim().to_owned())),
        fetch_site: header("sec-fetch-site"),
        origin: header("origin"),
        host: header("host"),
    };
    let lang = cookie("lang").and_then(|l| l.parse().ok()).unwrap_or_else(|| Lang::from_accept_language(&header("accept-language").unwrap_or_default()));
    let theme = cookie("tema").and_then(|t| match t.as_str() {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    });
    let rq = Rq {
        method: request.method().clone(),
        path: request.path().to_owned(),
        pattern: "",
        params: BTreeMap::new(),
        query: pairs(request.query_string().as_bytes()),
        sent: Sent::Nothing,
        raw_body: Vec::new(),
        address: address(app, request),
        request_id: app.entropy.hex::<8>().unwrap_or_default(),
        lang,
        theme,
        signed_in: None,
        csrf: browser.form_token.clone().unwrap_or_default(),
        form_token_is_new: false,
        if_match: header("if-match"),
        idempotency_key: header("idempotency-key").filter(|k| !k.is_empty()),
        problem: None,
        notice: None,
        moment: Moment { now: app.clock.now(), today: app.clock.today(), real_now: app.clock.real_now() },
        read_for_the_record: None,
        app: app.clone(),
    };
    (rq, browser)
}

fn address(app: &App, request: &HttpRequest) -> String {
    let named = request.headers().get_all("x-forwarded-for").last().and_then(|v| v.to_str().ok());
    client(named.filter(|_| app.config.behind_proxy), request.peer_addr().map(|a| a.ip())).map(|ip| ip.to_string()).unwrap_or_default()
}
/// Where a request comes from: the last address that a trusted proxy names. Those before it are what the client says of itself.
fn client(forwarded: Option<&str>, peer: Option<IpAddr>) -> Option<IpAddr> {
    forwarded.and_then(|all| all.rsplit(',').next()?.trim().parse().ok()).or(peer)
}

/// Names and values.
fn pairs(encoded: &[u8]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(encoded).take(2000) {
        gather(&mut out, name.into_owned(), &value);
    }
    out
}

async fn read_body(rq: &mut Rq, request: &HttpRequest, payload: web::Payload, route: &Route, known: bool) -> Result<(), Problem> {
    if rq.method == Method::GET || rq.method == Method::HEAD {
        return Ok(());
    }
    let kind = request.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if kind == "multipart/form-data" && (!rq.is_api() || route.takes_files()) {
        let limits = route.form_limits(known, rq.app.config.files);
        rq.sent = multipart::read(&rq.app, request.headers(), payload, limits, rq.is_api()).await?;
        rq.raw_body = rq.sent.told();
        return Ok(());
    }
    let sent = payload.to_bytes_limited(route.max_body(known)).await.map_err(|_| Problem::TooLarge)?;
    // A body that breaks off is not an empty one.
    rq.raw_body = sent.map_err(|e| Problem::BadJson(e.to_string()))?.to_vec();
    rq.sent = if rq.is_api() {
        match kind.as_str() {
            "" | "application/json" if rq.raw_body.is_empty() => Sent::Nothing,
            "application/json" | "application/merge-patch+json" => Sent::Json(json_object(&rq.raw_body)?),
            _ if rq.raw_body.is_empty() => Sent::Nothing,
            _ => return Err(Problem::MediaType),
        }
    } else {
        match kind.as_str() {
            "application/x-www-form-urlencoded" | "" => Sent::Form(pairs(&rq.raw_body)),
            _ => return Err(Problem::MediaType),
        }
    };
    Ok(())
}
fn json_object(bytes: &[u8]) -> Result<serde_json::Map<String, serde_json::Value>, Problem> {
    match serde_json::from_slice(bytes) {
        Ok(Unambiguous(serde_json::Value::Object(object))) => Ok(object),
        Ok(_) => Err(Problem::BadJson("not an object".into())),
        Err(e) => Err(Problem::BadJson(format!("line {}, column {}", e.line(), e.column()))),
    }
}

fn http(app: &App, reply: Reply, request_id: &str) -> HttpResponse {
    let mut response = HttpResponse::build(reply.status);
    for cookie in reply.cookies {
        response.cookie(cookie);
    }
    let mut out = match reply.body {
        Body::Empty => response.finish(),
        Body::Html(html) => response.content_type("text/html; charset=utf-8").body(html),
        Body::Json(value) => response.content_type("application/json").body(value.to_string()),
        Body::ProblemJson(value) => response.content_type("application/problem+json").body(value.to_string()),
        Body::Bytes { media_type, bytes, download } => {
            if let Some(name) = download {
                response.insert_header(("content-disposition", disposition(&name)));
            }
            response.content_type(media_type).body(bytes)
        }
        Body::File { file, download } => {
            response.insert_header(("content-disposition", disposition(&download)));
            // It is sent as it was stored: packing it again would only take time.
            response.insert_header(("content-encoding", "identity"));
            let size = u64::try_from(file.size).unwrap_or_default();
            response.content_type(file.media_type.clone()).body(SizedStream::new(size, pieces(app.store.clone(), file.sha256)))
        }
        Body::Made { made, media_type, download } => {
            response.insert_header(("content-disposition", disposition(&download)));
            response.insert_header(("content-encoding", "identity"));
            response.content_type(media_type).body(SizedStream::new(made.size, stretches(made)))
        }
    };
    put(out.headers_mut(), "x-request-id", request_id);
    for (name, value) in &reply.headers {
        put(out.headers_mut(), name, value);
    }
    headers::harden(out.headers_mut(), app.config.base_url.starts_with("https://"));
    if out.status() == StatusCode::NO_CONTENT {
        out.headers_mut().remove("content-type");
    }
    out
}
/// A stored file, piece by piece: each is read when the one before it has gone out.
fn pieces(store: Store, sha256: String) -> impl Stream<Item = Result<Bytes, Problem>> {
    futures_util::stream::try_unfold((store, sha256, 0), async |(store, sha256, number)| {
        let wanted = sha256.clone();
        let piece = store.read(move |db| Ok::<_, Problem>(files::piece(db, &wanted, number)?)).await?;
        Ok(piece.map(|bytes| (Bytes::from(bytes), (store, sha256, number + 1))))
    })
}
/// A file made for one answer, a stretch after another; it goes with the last.
fn stretches(made: Made) -> impl Stream<Item = Result<Bytes, Problem>> {
    futures_util::stream::try_unfold(made, async |mut made| {
        let read = tokio::task::spawn_blocking(move || {
            let mut stretch = Vec::with_capacity(STRETCH);
            made.file.by_ref().take(STRETCH as u64).read_to_end(&mut stretch).map(|_| (stretch, made))
        });
        let (stretch, made) = read.await.map_err(Problem::internal)?.map_err(|e| Problem::Unavailable(e.to_string()))?;
        Ok((!stretch.is_empty()).then(|| (Bytes::from(stretch), made)))
    })
}
fn put(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
        headers.insert(name, value);
    }
}
/// A download's name: plain letters for old programs, the real one encoded (RFC 6266).
fn disposition(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// Whether a route is for everybody; the tests ask.
pub fn is_public(route: &Route) -> bool {
    route.guard == Guard::Public
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_proxys_own_word_names_the_client() {
        let proxy = Some(IpAddr::from([127, 0, 0, 1]));
        assert_eq!(client(Some("10.0.0.1, 203.0.113.7"), proxy), Some(IpAddr::from([203, 0, 113, 7])));
        assert_eq!(client(Some("203.0.113.7, unknown"), proxy), proxy);
        assert_eq!(client(None, proxy), proxy);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]
        #[test]
        fn a_download_s_name_stays_within_its_header_and_is_told_in_full(name in "([\"\\\\;=\\r\\n/%']|\\.\\.|filename|[a-zåäö€ ]){0,12}") {
            let header = disposition(&name);
            prop_assert!(HeaderValue::from_str(&header).is_ok() && header.is_ascii());
            let rest = header.strip_prefix("attachment; filename=\"").expect("an attachment");
            let (plain, encoded) = rest.split_once("\"; filename*=UTF-8''").expect("both names");
            prop_assert!(plain.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{}", plain);
            prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'%'), "{}", encoded);
            prop_assert_eq!(percent_encoding::percent_decode_str(encoded).decode_utf8_lossy(), name);
        }
    }
}
