//! Actix around the table: sockets, bodies, cookies, headers, log lines. Tests and `main` build the same app here.
use crate::input::Sent;
use crate::render::engine::Theme;
use crate::render::i18n::Lang;
use crate::services::Problem;
use crate::web::app::App;
use crate::web::pipeline::{Browser, serve};
use crate::web::reply::{Body, Reply};
use crate::web::request::{Moment, Rq};
use crate::web::routes::{Guard, Route};
use crate::web::{error, headers, session};
use actix_web::dev::Server;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpServer, web};
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// The largest body of a form or a JSON request, bytes.
pub const MAX_BODY: usize = 2 * 1024 * 1024;

/// Starts the server on a listening socket.
///
/// # Errors
/// The socket cannot be used.
pub fn run(app: Arc<App>, listener: TcpListener) -> std::io::Result<Server> {
    let server = HttpServer::new(move || {
        let app = app.clone();
        actix_web::App::new().wrap(actix_web::middleware::Compress::default()).configure(move |config| configure(config, &app))
    })
    .workers(2)
    // As many as there are readers: more threads only wait for a connection, each with memory of its own.
    .worker_max_blocking_threads(4)
    .client_request_timeout(std::time::Duration::from_secs(10))
    .shutdown_timeout(8)
    .listen(listener)?
    .run();
    Ok(server)
}

/// Registers every route of the table; what is not in it is not found.
pub fn configure(config: &mut web::ServiceConfig, app: &Arc<App>) {
    let mut by_path: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    for (index, route) in app.routes.iter().enumerate() {
        by_path.entry(route.path).or_default().push(index);
    }
    for (path, indices) in by_path {
        let mut resource = web::resource(path);
        for index in indices {
            let method = app.routes[index].method.clone();
            resource = resource.route(handler(app, Some(index)).method(method));
        }
        config.service(resource.default_service(handler_for(app, Problem::Method)));
    }
    config.default_service(handler_for(app, Problem::NotFound));
}

fn handler(app: &Arc<App>, index: Option<usize>) -> actix_web::Route {
    let app = app.clone();
    web::route().to(move |request: HttpRequest, payload: web::Payload| {
        let app = app.clone();
        async move { answer(app, index, request, payload).await }
    })
}
fn handler_for(app: &Arc<App>, problem: Problem) -> actix_web::Route {
    let app = app.clone();
    let is_method = matches!(problem, Problem::Method);
    web::route().to(move |request: HttpRequest| {
        let app = app.clone();
        async move {
            let rq = ask(&app, None, &request, Vec::new(), &mut Browser::default());
            let problem = if is_method { Problem::Method } else { Problem::NotFound };
            http(&app, error::answer(&rq, &problem), &rq.request_id)
        }
    })
}

async fn answer(app: Arc<App>, index: Option<usize>, request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let start = Instant::now();
    let Some(route) = index.and_then(|i| app.routes.get(i)).cloned() else { return HttpResponse::NotFound().finish() };
    let mut browser = Browser::default();
    let body = payload.to_bytes_limited(MAX_BODY).await;
    let too_large = body.is_err();
    let bytes = body.ok().and_then(Result::ok).map(|b| b.to_vec()).unwrap_or_default();
    let mut rq = ask(&app, Some(&route), &request, bytes, &mut browser);
    let id = rq.request_id.clone();
    let reply = match if too_large { Err(Problem::TooLarge) } else { read_body(&mut rq, &request) } {
        Ok(()) => serve(app.clone(), &route, rq, browser).await,
        Err(problem) => error::answer(&rq, &problem),
    };
    app.metrics.requests.fetch_add(1, Ordering::Relaxed);
    app.metrics.microseconds.fetch_add(start.elapsed().as_micros() as u64, Ordering::Relaxed);
    if reply.status.is_server_error() {
        app.metrics.errors.fetch_add(1, Ordering::Relaxed);
    }
    tracing::info!(request = id, method = %route.method, path = request.path(), status = reply.status.as_u16(), micros = start.elapsed().as_micros() as u64, "answered");
    http(&app, reply, &id)
}

/// The request without its body.
fn ask(app: &Arc<App>, route: Option<&Route>, request: &HttpRequest, body: Vec<u8>, browser: &mut Browser) -> Rq {
    let header = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let cookie = |name: &str| request.cookie(name).map(|c| c.value().to_owned());
    *browser = Browser {
        session: cookie(session::session_name(app)).map(|secret| session::hashed(&secret)),
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
    let params = request.match_info().iter().map(|(name, value)| (leaked_name(route, name), decoded(value))).collect();
    Rq {
        method: request.method().clone(),
        path: request.path().to_owned(),
        params,
        query: pairs(request.query_string().as_bytes()),
        sent: Sent::Nothing,
        raw_body: body,
        address: request.peer_addr().map(|a| a.ip().to_string()).unwrap_or_default(),
        request_id: app.entropy.hex::<8>().unwrap_or_default(),
        lang,
        theme,
        signed_in: None,
        csrf: browser.form_token.clone().unwrap_or_default(),
        if_match: header("if-match"),
        idempotency_key: header("idempotency-key").filter(|k| !k.is_empty()),
        problem: None,
        notice: None,
        moment: Moment { now: app.clock.now(), today: app.clock.today(), real_now: app.clock.real_now() },
        app: app.clone(),
    }
}

/// The names of path parts come from the table, where they live as long as the program.
fn leaked_name(route: Option<&Route>, name: &str) -> &'static str {
    let path = route.map_or("", |r| r.path);
    path.split(['{', '}', ':', '/']).find(|part| *part == name).unwrap_or("")
}
fn decoded(value: &str) -> String {
    percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()
}
/// Names and values; a name that stands several times gets its values on lines of their own.
fn pairs(encoded: &[u8]) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(encoded).take(2000) {
        out.entry(name.into_owned())
            .and_modify(|v| {
                v.push('\n');
                v.push_str(&value);
            })
            .or_insert_with(|| value.into_owned());
    }
    out
}

fn read_body(rq: &mut Rq, request: &HttpRequest) -> Result<(), Problem> {
    if rq.method == Method::GET || rq.method == Method::HEAD {
        return Ok(());
    }
    let kind = request.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
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
        Ok(serde_json::Value::Object(object)) => Ok(object),
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
