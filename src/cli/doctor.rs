//! `doctor`: what is wrong, and what to do about it.
use super::error::CliError;
use super::settings::{Settings, clock_of};
use crate::mail::Post;
use crate::services::{Problem, mail_settings};
use crate::store::{accounts, settings as stored, structure};
use std::net::TcpListener;

pub fn doctor(settings: &Settings) -> Result<(), CliError> {
    let checks: [(&str, Result<String, String>); 7] = [
        ("data folder", data_folder(settings)),
        ("database", database(settings).map_err(|e| e.to_string())),
        ("files", files(settings)),
        ("mail", mail(settings)),
        ("templates", templates(settings)),
        ("address", address(settings)),
        ("port", port(settings)),
    ];
    let mut faults = 0;
    for (what, found) in checks {
        match found {
            Ok(fine) => println!("ok     {what}: {fine}"),
            Err(fault) => {
                faults += 1;
                println!("FAULT  {what}: {fault}");
            }
        }
    }
    if faults == 0 { Ok(()) } else { Err(CliError::Faults(faults)) }
}

/// Looks at the folder without making one: its name may be mistyped.
fn data_folder(settings: &Settings) -> Result<String, String> {
    let folder = settings.data.display();
    if !settings.data.exists() {
        return Ok(format!("{folder} is not there yet; `styrrum serve` makes it"));
    }
    settings.prepare_data().map(|()| folder.to_string()).map_err(|e| e.to_string())
}

fn database(settings: &Settings) -> Result<String, CliError> {
    if !settings.has_database() {
        return Ok("none yet; `styrrum serve` makes it".to_owned());
    }
    let store = settings.open_store()?;
    let (people, faults) = store.read_now(|db| Ok::<_, Problem>((accounts::any(db)?, structure::faults(db)?)))?;
    if let Some(fault) = faults.first() {
        return Err(CliError::Damaged(format!("{}: {}", fault.what, fault.why)));
    }
    let (_, demo) = clock_of(&store)?;
    let kind = if store.is_sqlite() { "SQLite" } else { "PostgreSQL" };
    let note = if people { "" } else { "; nobody has an account yet, so the first visitor makes the administrator" };
    Ok(format!("{kind}, up to date{}{note}", if demo { ", the demo" } else { "" }))
}

fn files(settings: &Settings) -> Result<String, String> {
    let (file, project) = (settings.file_mb, settings.project_files_mb);
    if project < file {
        return Err(format!("a project may have {project} MiB of files and a file {file} MiB. Set STYRRUM_PROJECT_FILES_MB to more than STYRRUM_FILE_MB."));
    }
    Ok(format!("at most {file} MiB each, {project} MiB a project; a reverse proxy must let as much through"))
}

fn templates(settings: &Settings) -> Result<String, String> {
    let own = settings.take_templates().map_err(|e| e.to_string())?;
    let Some(folder) = settings.templates.as_deref().filter(|_| !own.is_empty()) else { return Ok("those that are built in".to_owned()) };
    let kinds: Vec<&str> = own.iter().map(|kind| kind.as_str()).collect();
    Ok(format!("{} of {}, the rest built in", kinds.join(", "), folder.display()))
}

fn mail(settings: &Settings) -> Result<String, String> {
    let config = settings.config(false);
    let stored = match settings.open_store() {
        Ok(store) => store.read_now(|db| Ok::<_, Problem>(stored::mail(db)?)).map_err(|e| e.to_string())?,
        // What is wrong with the database is told of the database.
        Err(_) => None,
    };
    let mail = mail_settings::in_force(&config.mail, stored.as_ref(), &config.data)?;
    Post::new(&mail, &config.data).map_err(|e| e.to_string())?.try_connection()?;
    Ok(match &mail.smtp {
        Some(url) => format!("sent through {url}, which answers"),
        None => format!("written to files in {}; set it on /admin/installation/mail, or STYRRUM_SMTP, to send it", config.data.join("mail").display()),
    })
}

fn address(settings: &Settings) -> Result<String, String> {
    let config = settings.config(false);
    if config.secure_cookies() {
        Ok(config.base_url.to_string())
    } else {
        Err(format!(
            "{} is neither https nor this machine: sessions would not be safe. Put a reverse proxy with https before it and set STYRRUM_BASE_URL.",
            config.base_url
        ))
    }
}

fn port(settings: &Settings) -> Result<String, String> {
    match TcpListener::bind(&settings.listen) {
        Ok(_) => Ok(format!("{} is free", settings.listen)),
        Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => Ok(format!("{} is in use, by this server or another program", settings.listen)),
        Err(why) => Err(CliError::Listen { listen: settings.listen.clone(), flag: "--listen", why }.to_string()),
    }
}
