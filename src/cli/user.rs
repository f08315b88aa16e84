//! `user` and `token`.
use super::error::CliError;
use super::settings::Settings;
use crate::clock::Entropy;
use crate::domain::{Email, ShortText};
use crate::services::Problem;
use crate::services::accounts::passwords::{self, Cost};
use crate::services::accounts::{self, people};
use crate::store::accounts::{self as rows, Person};
use crate::store::{Scope, Store};
use clap::{Subcommand, ValueEnum};
use std::io::IsTerminal;

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a person. The password is read from standard input.
    Add {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// May add and close accounts.
        #[arg(long)]
        admin: bool,
    },
    /// Set a password, read from standard input. Every session of the person ends.
    Password {
        #[arg(long)]
        email: String,
    },
    /// Close an account: sessions and tokens end at once.
    Disable {
        #[arg(long)]
        email: String,
    },
}

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token and print it, and nothing else. It is shown only this once.
    Create {
        #[arg(long)]
        email: String,
        #[arg(long, value_enum)]
        scope: TokenScope,
        /// Days until it expires.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=3650))]
        days: i64,
    },
}

/// What a token may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum TokenScope {
    Read,
    Write,
}

pub fn user(settings: &Settings, command: UserCommand) -> Result<(), CliError> {
    let store = settings.open_store()?;
    let ctx = settings.ctx();
    match command {
        UserCommand::Add { email, name, admin } => {
            let address = Email::new(&email).map_err(|_| CliError::NotAnEmail(email.clone()))?;
            let name = ShortText::new(&name).map_err(|_| CliError::NotAName(name.clone()))?;
            let hash = hashed_password()?;
            let added = store.write_now(Scope::Installation, move |db| accounts::add(db, &ctx, &address, name.as_str(), Some(&hash), admin));
            added.map_err(|e| if matches!(e, Problem::Invalid(_)) { CliError::Taken(email.clone()) } else { e.into() })?;
            println!("{email} can sign in.");
        }
        UserCommand::Password { email } => {
            let person = find(&store, &email)?;
            let hash = hashed_password()?;
            store.write_now(Scope::Installation, move |db| accounts::set_password(db, &ctx, person.id, &hash, None))?;
            println!("The password of {email} is changed.");
        }
        UserCommand::Disable { email } => {
            let person = find(&store, &email)?;
            store.write_now(Scope::Installation, move |db| people::disable(db, &ctx, person.id))?;
            println!("{email} can no longer sign in.");
        }
    }
    Ok(())
}

pub fn token(settings: &Settings, command: TokenCommand) -> Result<(), CliError> {
    let TokenCommand::Create { email, scope, days } = command;
    let store = settings.open_store()?;
    let (person, ctx) = (find(&store, &email)?, settings.ctx());
    if person.disabled_at.is_some() {
        return Err(CliError::ClosedAccount(email));
    }
    let scope = match scope {
        TokenScope::Read => "read",
        TokenScope::Write => "write",
    };
    let secret = store.write_now(Scope::Installation, move |db| people::add_token(db, &ctx, person.id, scope, days))?;
    println!("{secret}");
    Ok(())
}

fn find(store: &Store, email: &str) -> Result<Person, CliError> {
    let key = email.trim().to_ascii_lowercase();
    store.read_now(|db| Ok::<_, Problem>(rows::by_email(db, &key)?))?.ok_or_else(|| CliError::NoPerson(email.to_owned()))
}

fn hashed_password() -> Result<String, CliError> {
    if std::io::stdin().is_terminal() {
        eprint!("Password (12 to 200 characters, it will be seen as you type): ");
    }
    let mut typed = String::new();
    std::io::stdin().read_line(&mut typed).map_err(|_| CliError::Password)?;
    let password = typed.trim_end_matches(['\r', '\n']);
    if !(12..=200).contains(&password.chars().count()) {
        return Err(CliError::Password);
    }
    Ok(passwords::hash(password, Cost::DEFAULT, &Entropy::System)?)
}
