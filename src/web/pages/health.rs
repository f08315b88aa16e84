//! For those who run the server: is it alive, does the database answer, how much does it do.
use crate::services::Problem;
use crate::store::{Db, accounts, outbox};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route, show};
use actix_web::http::Method;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use std::sync::atomic::Ordering;

pub fn routes() -> Vec<Route> {
    vec![outside("/healthz", healthy), show("/readyz", Guard::Public, ready), outside("/metrics", metrics)]
}

fn outside(path: &'static str, act: fn(Rq) -> LocalBoxFuture<'static, Answer>) -> Route {
    Route { method: Method::GET, path, guard: Guard::Public, act: Act::Outside(act, None) }
}

fn healthy(_: Rq) -> LocalBoxFuture<'static, Answer> {
    async { Ok(plain("ok\n".to_owned())) }.boxed_local()
}

/// The database answers; when it does not, the pipeline says 503.
fn ready(db: &mut Db, _: &Rq) -> Answer {
    accounts::any(db).map_err(|e| Problem::Unavailable(e.to_string()))?;
    Ok(plain("ready\n".to_owned()))
}

/// Prometheus' text format. Where the database does not answer, what it would tell is left out.
fn metrics(rq: Rq) -> LocalBoxFuture<'static, Answer> {
    async move {
        let counted = &rq.app.metrics;
        let seconds = counted.microseconds.load(Ordering::Relaxed) as f64 / 1e6;
        let mails = rq.app.store.read(|db| Ok::<_, Problem>(outbox::unsent(db)?)).await;
        let mails = mails.map_or_else(|_| String::new(), |(waiting, failed)| {
            format!(
                "# HELP styrrum_mails Mails that are not with their recipient, by state.\n# TYPE styrrum_mails gauge\n\
                 styrrum_mails{{state=\"waiting\"}} {waiting}\nstyrrum_mails{{state=\"failed\"}} {failed}\n"
            )
        });
        let text = format!(
            "# HELP styrrum_requests_total Requests answered.\n# TYPE styrrum_requests_total counter\nstyrrum_requests_total {}\n\
             # HELP styrrum_errors_total Requests answered with 5xx.\n# TYPE styrrum_errors_total counter\nstyrrum_errors_total {}\n\
             # HELP styrrum_request_seconds_total Time spent on requests.\n# TYPE styrrum_request_seconds_total counter\nstyrrum_request_seconds_total {seconds:.6}\n\
             # HELP styrrum_info The version that runs.\n# TYPE styrrum_info gauge\nstyrrum_info{{version=\"{}\"}} 1\n{mails}",
            counted.requests.load(Ordering::Relaxed),
            counted.errors.load(Ordering::Relaxed),
            env!("CARGO_PKG_VERSION")
        );
        Ok(Reply::bytes("text/plain; version=0.0.4; charset=utf-8", text.into_bytes(), None))
    }
    .boxed_local()
}

fn plain(text: String) -> Reply {
    Reply::bytes("text/plain; charset=utf-8", text.into_bytes(), None)
}
