//! `backup` and `restore`.
use super::error::CliError;
use super::settings::Settings;
use super::verify::tell;
use crate::services::{Problem, verify};
use crate::store::Scope;
use crate::store::settings::{self as rows, LastBackup};
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn backup(settings: &Settings, file: &Path) -> Result<(), CliError> {
    if file.exists() {
        return Err(CliError::Exists(file.to_owned()));
    }
    if let (true, Some(url)) = (settings.is_postgres(), &settings.database) {
        call("pg_dump", Command::new("pg_dump").args(["--format=custom", "--file"]).arg(file).arg(url))?;
    } else {
        settings.open_store()?.copy_to(file)?;
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
    } else {
        replace(settings, file, force)?;
    }
    tell(&settings.open_store()?.read_now(verify::database)?)
}

/// Puts the backup in the place of the database; one that was there is kept beside it.
fn replace(settings: &Settings, file: &Path, force: bool) -> Result<(), CliError> {
    settings.prepare_data()?;
    let place = settings.sqlite_file();
    let kept = with_ending(&place, ".before-restore");
    if place.exists() && !force {
        return Err(CliError::WouldReplace(place, kept));
    }
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |why| CliError::File { path, why }
    };
    let arriving = with_ending(&place, ".arriving");
    std::fs::copy(file, &arriving).map_err(failed(file))?;
    for ending in ["", "-wal", "-shm"] {
        let (from, to) = (with_ending(&place, ending), with_ending(&kept, ending));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(failed(&from))?;
        }
    }
    std::fs::rename(&arriving, &place).map_err(failed(&place))
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
