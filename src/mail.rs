//! Sending mail: to a mail server over TLS, or, without one, as `.eml` files in the data folder.
use crate::config::MailConfig;
use chrono::NaiveDateTime;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, Message, SmtpTransport, Transport};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long a mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The settings for mail do not fit. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingsError {
    #[error("The mail server's address {0:?} is not understood. Write smtp://host:587 for STARTTLS or smtps://host:465 for TLS.")]
    Address(String),
    #[error("The sender {0:?} is not an e-mail address. Set STYRRUM_MAIL_FROM to one, such as \"Styrrum <styrrum@example.se>\".")]
    From(String),
    #[error("The root certificate {} cannot be read: {why}. Set STYRRUM_SMTP_ROOT_CERTIFICATE to a PEM file.", path.display())]
    Certificate { path: PathBuf, why: String },
    #[error("TLS to the mail server cannot be set up: {0}.")]
    Tls(String),
}

/// Where mails are handed in.
#[derive(Debug, Clone)]
pub struct Post {
    from: Mailbox,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    Server(Box<SmtpTransport>),
    Folder(PathBuf),
}

/// A name with an address.
pub type Party<'a> = (&'a str, &'a str);

/// A mail with its words made.
#[derive(Debug)]
pub struct Letter<'a> {
    /// The same at every try, so that a receiver who gets it twice can tell.
    pub message_id: &'a str,
    pub to: Party<'a>,
    /// Whom an answer goes to; an empty address means the sender.
    pub reply_to: Party<'a>,
    pub at: NaiveDateTime,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub attachment: Option<Attached>,
}

/// A file that goes with a letter.
#[derive(Debug)]
pub struct Attached {
    pub name: String,
    /// Its media type with parameters.
    pub kind: String,
    pub bytes: Vec<u8>,
}

/// What became of a letter, with the server's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    Accepted(String),
    /// Worth another try: the server is away, or asks to come back.
    Deferred(String),
    /// Refused for good.
    Bounced(String),
}

impl Post {
    /// # Errors
    /// Settings that do not fit; each says what to do.
    pub fn new(config: &MailConfig, data: &Path) -> Result<Post, MailSettingsError> {
        let from = config.from.parse().map_err(|_| MailSettingsError::From(config.from.clone()))?;
        let way = match &config.smtp {
            Some(url) => Way::Server(Box::new(transport(url, config)?)),
            None => Way::Folder(data.join("mail")),
        };
        Ok(Post { from, way })
    }

    /// Connects to the mail server and signs in, without sending anything. Blocks for as long as the server takes.
    ///
    /// # Errors
    /// What the server or the network said, and what to look at.
    pub fn try_connection(&self) -> Result<(), String> {
        let Way::Server(server) = &self.way else { return Ok(()) };
        let advice = "See that the address, the port and the password are right, and that this machine may reach the server; for a certificate of its own name its root with --smtp-root-certificate.";
        match server.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err(format!("the mail server does not answer. {advice}")),
            Err(e) => Err(format!("the mail server cannot be used: {}. {advice}", in_full(&e))),
        }
    }

    /// Hands a letter in. Blocks for as long as the server takes.
    pub fn hand_in(&self, letter: &Letter<'_>) -> Handed {
        let message = match self.message(letter) {
            Ok(message) => message,
            // No later try would make an address of it.
            Err(why) => return Handed::Bounced(why),
        };
        match &self.way {
            Way::Server(server) => handed(server.send(&message)),
            Way::Folder(folder) => write_file(folder, letter.message_id, &message.formatted()),
        }
    }

    fn message(&self, letter: &Letter<'_>) -> Result<Message, String> {
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(mailbox(letter.to)?)
            .subject(one_line(&letter.subject))
            .message_id(Some(format!("<{}>", one_line(letter.message_id))))
            .date(system_time(letter.at));
        if !letter.reply_to.1.is_empty() {
            builder = builder.reply_to(mailbox(letter.reply_to)?);
        }
        let words = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
        let built = match &letter.attachment {
            None => builder.multipart(words),
            Some(file) => builder.multipart(MultiPart::mixed().multipart(words).singlepart(attached(file)?)),
        };
        built.map_err(|e| e.to_string())
    }
}

fn attached(file: &Attached) -> Result<SinglePart, String> {
    let kind = ContentType::parse(&file.kind).map_err(|e| e.to_string())?;
    Ok(Attachment::new(one_line(&file.name)).body(file.bytes.clone(), kind))
}

/// Names and subjects lose line breaks and other control characters: none of them can start a header.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

fn mailbox((name, email): Party<'_>) -> Result<Mailbox, String> {
    let address: Address = email.parse().map_err(|_| format!("{email:?} is not an e-mail address"))?;
    let name = one_line(name);
    Ok(Mailbox::new(if name.is_empty() { None } else { Some(name) }, address))
}

fn system_time(at: NaiveDateTime) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(at.and_utc().timestamp().max(0).unsigned_abs())
}

fn handed(answer: Result<lettre::transport::smtp::response::Response, lettre::transport::smtp::Error>) -> Handed {
    match answer {
        Ok(response) => Handed::Accepted(format!("{} {}", response.code(), response.message().collect::<Vec<_>>().join(" "))),
        Err(e) if e.is_permanent() => Handed::Bounced(in_full(&e)),
        Err(e) => Handed::Deferred(in_full(&e)),
    }
}

/// The error with its causes: the server's own words stand in the last.
fn in_full(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_words = inner.to_string();
        if !words.contains(&inner_words) {
            words = format!("{words}: {inner_words}");
        }
        cause = inner.source();
    }
    words
}

/// Written under another name first: whoever reads the folder sees whole mails only.
fn write_file(folder: &Path, message_id: &str, bytes: &[u8]) -> Handed {
    let name: String = message_id.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    let (draft, file) = (folder.join(format!(".{name}.tmp")), folder.join(format!("{name}.eml")));
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&draft, bytes)).and_then(|()| std::fs::rename(&draft, &file));
    match written {
        Ok(()) => Handed::Accepted(format!("written to mail/{name}.eml")),
        Err(e) => Handed::Deferred(format!("the folder for mail cannot be written to: {e}")),
    }
}

fn transport(url: &str, config: &MailConfig) -> Result<SmtpTransport, MailSettingsError> {
    let unreadable = || MailSettingsError::Address(url.to_owned());
    let (scheme, rest) = url.split_once("://").ok_or_else(unreadable)?;
    let (host, port) = match rest.trim_end_matches('/').rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().map_err(|_| unreadable())?)),
        None => (rest.trim_end_matches('/'), None),
    };
    let (tls, usual_port) = match scheme {
        // What stays on the machine may go in the clear, and a server there seldom has a certificate that others vouch for.
        "smtp" if ["localhost", "127.0.0.1"].contains(&host) => (Tls::Opportunistic(tls_parameters(host, config, true)?), 25),
        "smtp" => (Tls::Required(tls_parameters(host, config, false)?), 587),
        "smtps" => (Tls::Wrapper(tls_parameters(host, config, false)?), 465),
        _ => return Err(unreadable()),
    };
    if host.is_empty() {
        return Err(unreadable());
    }
    let mut builder = SmtpTransport::builder_dangerous(host).port(port.unwrap_or(usual_port)).tls(tls).timeout(Some(PATIENCE));
    if let (Some(user), Some(password)) = (&config.user, &config.password) {
        builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(builder.build())
}

/// `any`: a certificate that nobody vouches for will do.
fn tls_parameters(host: &str, config: &MailConfig, any: bool) -> Result<TlsParameters, MailSettingsError> {
    let mut builder = TlsParameters::builder(host.to_owned()).dangerous_accept_invalid_certs(any);
    if let Some(path) = &config.root_certificate {
        let unreadable = |why: String| MailSettingsError::Certificate { path: path.clone(), why };
        let pem = std::fs::read(path).map_err(|e| unreadable(e.to_string()))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|e| unreadable(e.to_string()))?);
    }
    builder.build().map_err(|e| MailSettingsError::Tls(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn config(smtp: Option<&str>) -> MailConfig {
        MailConfig { smtp: smtp.map(str::to_owned), user: None, password: None, from: "Styrrum <styrrum@exempel.se>".into(), root_certificate: None }
    }
    fn letter<'a>(to: Party<'a>, subject: &str) -> Letter<'a> {
        Letter {
            message_id: "1@styrrum",
            to,
            reply_to: ("Eva Ek", "eva@exempel.se"),
            at: NaiveDateTime::default(),
            subject: subject.into(),
            text: "Hej".into(),
            html: "<p>Hej</p>".into(),
            attachment: None,
        }
    }

    #[test]
    fn a_subject_or_name_cannot_start_a_header() {
        let post = Post::new(&config(None), Path::new("/nowhere")).expect("settings");
        let message = post.message(&letter(("Åsa\r\nBcc: x@y.se", "asa@exempel.se"), "Hej\r\nBcc: x@y.se\nX: y")).expect("message");
        let raw = String::from_utf8(message.formatted()).expect("ascii");
        let headers = raw.split("\r\n\r\n").next().unwrap_or_default();
        assert!(!headers.lines().any(|l| l.starts_with("Bcc") || l.starts_with("X:")), "{headers}");
        assert!(headers.contains("Message-ID: <1@styrrum>") && headers.contains("eva@exempel.se"), "{headers}");
    }

    /// The names of a mail's headers, without what a folded line goes on with.
    fn header_names(message: &Message) -> Vec<String> {
        let raw = String::from_utf8(message.headers().to_string().into_bytes()).expect("text");
        assert!(raw.split("\r\n").all(|line| !line.contains(['\r', '\n'])), "{raw:?}");
        let starts = raw.split("\r\n").filter(|l| !l.is_empty() && !l.starts_with([' ', '\t']));
        starts.map(|l| l.split(':').next().unwrap_or_default().to_owned()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]
        #[test]
        fn whatever_a_subject_or_a_name_says_the_headers_are_ours(
            subject in "([\\r\\n\\t:]|Bcc: |[a-zåäö<>,\"@ \\x00-\\x1f\u{85}\u{2028}]){0,8}",
            name in "([\\r\\n]|Bcc: x@y.se|[a-zå<>,;\"@\\\\() ]){0,6}",
            reply in "([\\r\\n]|To: |[a-zå,;\"@ ]){0,6}",
        ) {
            let post = POST.get_or_init(|| Post::new(&config(None), Path::new("/nowhere")).expect("settings"));
            let letter = Letter { reply_to: (&reply, "eva@exempel.se"), ..letter((&name, "asa@exempel.se"), &subject) };
            let names = header_names(&post.message(&letter).expect("message"));
            prop_assert_eq!(names, ["From", "To", "Subject", "Message-ID", "Date", "Reply-To", "MIME-Version"]);
        }
        #[test]
        fn an_address_is_one_address_or_none(address in "[a-z]{0,3}([\\r\\n ,;<>\"@.]|Bcc: ){0,4}[a-z]{0,3}@[a-z.]{0,5}([\\r\\n ,;<>]|a){0,3}") {
            if let Ok(found) = mailbox(("Åsa", &address)) {
                let (user, domain) = (found.email.user(), found.email.domain());
                prop_assert!(!user.contains(char::is_control) && domain.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)), "{:?}", found);
                // A quoted name may hold blanks and signs: the quotes keep them in.
                let quoted = user.len() > 1 && user.starts_with('"') && user.ends_with('"');
                prop_assert!(quoted || !user.contains([' ', ',', ';', '<', '>', '"', '@', ':']), "{:?}", found);
            }
        }
    }
    static POST: std::sync::OnceLock<Post> = std::sync::OnceLock::new();

    #[test]
    fn an_address_that_is_none_bounces() {
        let post = Post::new(&config(None), Path::new("/nowhere")).expect("settings");
        assert!(matches!(post.hand_in(&letter(("A", "a@b.se\r\nBcc: x@y.se"), "Hej")), Handed::Bounced(_)));
    }

    #[test]
    fn settings_that_do_not_fit_say_what_to_write() {
        for bad in ["mail.exempel.se", "http://mail.exempel.se", "smtp://", "smtp://mail.exempel.se:mail"] {
            let said = Post::new(&config(Some(bad)), Path::new("data")).expect_err(bad).to_string();
            assert!(said.contains("smtp://host:587"), "{said}");
        }
    }
}
