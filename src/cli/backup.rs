//! `backup` and `restore`.
use super::error::CliError;
use super::settings::{Settings, open};
use super::verify::tell;
use crate::services::{Problem, verify};
use crate::store::backup::{is_database, is_in_use};
use crate::store::settings::{self as rows, LastBackup};
use crate::store::{Scope, StoreError};
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn backup(settings: &Settings, file: &Path) -> Result<(), CliError> {
    if file.exists() {
        return Err(CliError::Exists(file.to_owned()));
    }
    if let (true, Some(url)) = (settings.is_postgres(), &settings.database) {
        call("pg_dump", Command::new("pg_dump").args(["--format=custom", "--file"]).arg(file).arg(url))?;
    } else {
        let unwritten = |e: StoreError| CliError::NotCopied { path: file.to_owned(), why: e.to_string() };
        settings.open_store()?.copy_to(file).map_err(unwritten)?;
    }
    println!("The database is copied to {}.", file.display());
    note(settings, file)
}

/// Tells the administrators' page of the copy.
fn note(settings: &Settings, file: &Path) -> Result<(), CliError> {
    let size = std::fs::metadata(file).map_err(|why| CliError::File { path: file.to_owned(), why })?.len();
    let backup = LastBackup { at: settings.ctx().real_now, size };
    settings.open_store()?.write_now(Scope::Unjournaled, move |db| Ok::<_, Problem>(rows::set_last_backup(db, &backup)?))?;
    Ok(())
}

pub fn restore(settings: &Settings, file: &Path, force: bool) -> Result<(), CliError> {
    std::fs::File::open(file).map_err(|why| CliError::File { path: file.to_owned(), why })?;
    if let (true, Some(url)) = (settings.is_postgres(), &settings.database) {
        let mut command = Command::new("pg_restore");
        command.args(["--exit-on-error", "--single-transaction", "--no-owner", "--dbname"]).arg(url);
        if force {
            command.args(["--clean", "--if-exists"]);
        }
        call("pg_restore", command.arg(file))?;
        tell(&settings.open_store()?.read_now(verify::database)?)
    } else {
        replace(settings, file, force)?;
        settings.make_store()?;
        println!("The database is the one of {}.", file.display());
        Ok(())
    }
}

/// Puts the backup in the place of the database, once it has been seen to be one; a database that was there is kept beside it.
fn replace(settings: &Settings, file: &Path, force: bool) -> Result<(), CliError> {
    settings.prepare_data()?;
    let place = settings.sqlite_file();
    let kept = free_beside(&place);
    if place.exists() && !force {
        return Err(CliError::WouldReplace(place, kept));
    }
    check(settings, file)?;
    if place.exists() && is_in_use(&place) {
        return Err(CliError::InUse(place));
    }
    let arriving = with_ending(&place, ".arriving");
    copied(file, &arriving)?;
    for ending in DATABASE_FILES {
        let (from, to) = (with_ending(&place, ending), with_ending(&kept, ending));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(failed(&from))?;
        }
    }
    std::fs::rename(&arriving, &place).map_err(failed(&place))
}

/// Opens a copy of the backup, brings it up to date and verifies it: what is no database, from a newer version or not as it was
/// written replaces nothing.
fn check(settings: &Settings, file: &Path) -> Result<(), CliError> {
    if !is_database(file).map_err(failed(file))? {
        return Err(CliError::NoBackup(file.to_owned()));
    }
    let copy = with_ending(&settings.sqlite_file(), ".checking");
    copied(file, &copy)?;
    let checked = open(&copy.display().to_string()).and_then(|store| tell(&store.read_now(verify::database)?));
    for ending in DATABASE_FILES {
        drop(std::fs::remove_file(with_ending(&copy, ending)));
    }
    checked.map_err(|e| match e {
        CliError::Broken(rows) => CliError::BrokenBackup(rows),
        other => other,
    })
}
/// Copies a file whole, or leaves nothing.
fn copied(from: &Path, to: &Path) -> Result<(), CliError> {
    std::fs::copy(from, to).map(drop).map_err(|why| {
        drop(std::fs::remove_file(to));
        CliError::File { path: to.to_owned(), why }
    })
}
/// What a database's files end with: its own, and those of what is being written.
const DATABASE_FILES: [&str; 3] = ["", "-wal", "-shm"];

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> CliError {
    let path = path.to_owned();
    move |why| CliError::File { path, why }
}

/// A name beside the database for the one that is replaced; none that was kept before is written over.
fn free_beside(place: &Path) -> PathBuf {
    let first = with_ending(place, ".before-restore");
    let later = (2..).map(|n| with_ending(place, &format!(".before-restore-{n}")));
    std::iter::once(first).chain(later).find(|name| !name.exists()).unwrap_or_default()
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn call(program: &'static str, command: &mut Command) -> Result<(), CliError> {
    let failed = |why: String| CliError::Program { program, why };
    let status = command.status().map_err(|e| failed(e.to_string()))?;
    if status.success() { Ok(()) } else { Err(failed(status.to_string())) }
}
