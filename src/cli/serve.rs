//! `serve` and `demo`.
use super::error::CliError;
use super::settings::{Settings, clock_of, write_instants};
use crate::clock::{Clock, Entropy};
use crate::config::Config;
use crate::demo::{self, Account};
use crate::input::upload;
use crate::jobs::Worker;
use crate::mail::Post;
use crate::render::engine;
use crate::services::Problem;
use crate::store::{Scope, Store, accounts, settings};
use crate::web::app::App;
use crate::web::server;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use std::fmt::Write;
use std::net::TcpListener;
use std::time::Duration;

/// Runs the server until it is told to stop.
pub fn serve(settings: &Settings) -> Result<(), CliError> {
    log_to_stderr();
    settings.take_templates()?;
    let store = settings.make_store()?;
    run(settings, store, listen(settings, "--listen")?, false)
}

/// Loads the demo into an empty database, tells its accounts, and runs the server.
pub fn demo(settings: &Settings, port: Option<u16>) -> Result<(), CliError> {
    log_to_stderr();
    settings.take_templates()?;
    let mut own = settings.clone();
    if let Some(port) = port {
        own.listen = format!("127.0.0.1:{port}");
    }
    // Before anything is made or told: the port may be in use.
    let listener = listen(&own, "--port")?;
    // Port 0 is any that is free.
    own.listen = listener.local_addr().map_err(CliError::Server)?.to_string();
    let store = own.make_store()?;
    if store.read_now(|db| Ok::<_, Problem>(accounts::any(db)?))? {
        if !clock_of(&store)?.1 {
            return Err(CliError::NotADemo(own.data));
        }
    } else {
        start_demo_clock(&store)?;
        let (clock, _) = clock_of(&store)?;
        let made = demo::load(&store, &clock, &Entropy::System, &own.data, &own.base_url()).map_err(|e| CliError::Database(e.to_string()))?;
        keep_accounts(&own, &made)?;
        print!("{}", table(&made));
    }
    println!("The demo runs on {}. The accounts stand in {}. Stop it with Ctrl+C.", own.base_url(), own.data.join("accounts.json").display());
    run(&own, store, listener, true)
}

/// How long the end waits for the job in hand.
const LAST_JOB: Duration = Duration::from_secs(5);

/// `flag` chooses another port.
fn listen(settings: &Settings, flag: &'static str) -> Result<TcpListener, CliError> {
    TcpListener::bind(&settings.listen).map_err(|why| CliError::Listen { listen: settings.listen.clone(), flag, why })
}
fn run(settings: &Settings, store: Store, listener: TcpListener, trial: bool) -> Result<(), CliError> {
    let (clock, is_demo) = clock_of(&store)?;
    let config = Config { trial: trial && is_demo, ..settings.config(is_demo) };
    let post = Post::new(&config.mail, &config.data)?;
    if !config.secure_cookies() {
        tracing::warn!(base_url = &*config.base_url, "people reach the server without https: browsers will not keep the session's cookie safe");
    }
    engine::warm_up();
    upload::sweep(&config.uploads());
    let worker = Worker::new(store.clone(), clock.clone(), Entropy::System, post, &config).map_err(CliError::Server)?;
    let app = App::new(config, store, clock, Entropy::System).map_err(|why| CliError::Server(std::io::Error::other(why)))?;
    tracing::info!(listen = settings.listen, demo = is_demo, "the server has started");
    let served = actix_web::rt::System::new().block_on(async move {
        let jobs = actix_web::rt::spawn(worker.clone().run());
        // Ends at SIGTERM or Ctrl+C, when requests under way have been answered.
        let ended = server::run(app, listener)?.await;
        worker.stop();
        if tokio::time::timeout(LAST_JOB, jobs).await.is_err() {
            tracing::warn!("a job was broken off: a mail that was being handed in may be sent again, under the same Message-ID");
        }
        ended
    });
    served.map_err(CliError::Server)
}

/// The log: a line of JSON an event, on standard error. `RUST_LOG` chooses what.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(std::io::stderr);
    if log.try_init().is_err() {
        eprintln!("styrrum: a log was set up already.");
    }
}

/// The demo's day begins on 27 November 2020 at 10:00 in Sweden.
fn start_demo_clock(store: &Store) -> Result<(), CliError> {
    let domain = NaiveDate::from_ymd_opt(2020, 11, 27).map(|d| NaiveDateTime::from(d) + TimeDelta::hours(9)).unwrap_or_default();
    let value = write_instants(domain, Clock::machine().real_now());
    store.write_now(Scope::Unjournaled, move |db| Ok::<_, Problem>(settings::set(db, settings::DEMO_CLOCK, &value)?))?;
    Ok(())
}

fn keep_accounts(settings: &Settings, made: &[Account]) -> Result<(), CliError> {
    let path = settings.data.join("accounts.json");
    let text = serde_json::to_string_pretty(made).map_err(Problem::internal)?;
    std::fs::write(&path, text).map_err(|why| CliError::File { path, why })
}

/// The accounts as people read them.
fn table(made: &[Account]) -> String {
    let width = made.iter().map(|a| a.email.chars().count()).max().unwrap_or_default();
    made.iter().fold(String::new(), |mut out, account| {
        let roles: Vec<String> = account.roles.iter().map(|r| format!("{} {}{}", r.project, r.role, if r.chair { " (chair)" } else { "" })).collect();
        // Writing to a string does not fail.
        let _ = writeln!(out, "{:width$}  {}  {}", account.email, account.password, roles.join(", "));
        out
    })
}
