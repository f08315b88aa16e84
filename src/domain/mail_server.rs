//! A mail server as an administrator describes it.
use serde::{Deserialize, Serialize};

word_enum! {
    /// How the line to it is kept safe: encrypted once the server has been greeted, or from the start.
    MailSecurity { StartTls = "starttls", Tls = "tls" }
}

/// Where mail is handed in, and whom it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub security: MailSecurity,
    /// Who signs in there; nobody where the server asks for no one.
    pub user: Option<String>,
    pub from_name: String,
    pub from_email: String,
}

impl MailServer {
    /// The server's address, as `STYRRUM_SMTP` has it.
    pub fn url(&self) -> String {
        let scheme = match self.security {
            MailSecurity::StartTls => "smtp",
            MailSecurity::Tls => "smtps",
        };
        format!("{scheme}://{}:{}", self.host, self.port)
    }
    /// The sender as a mail's header has it. What would end a quoted name is left out of it.
    pub fn from(&self) -> String {
        let name: String = self.from_name.chars().filter(|c| !matches!(c, '"' | '\\')).collect();
        format!("\"{name}\" <{}>", self.from_email)
    }
    /// Whether a password that was given for `before` may be used here: it goes to no other server, and for nobody else.
    pub fn keeps_password_of(&self, before: &MailServer) -> bool {
        (&self.host, self.port, &self.user) == (&before.host, before.port, &before.user)
    }
}

/// Whether a text is the name or the IPv4 address of a host: letters, digits, hyphens and full stops, at most 253.
pub fn is_host(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.len() <= 63 && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !part.starts_with('-');
    text.len() <= 253 && text.split('.').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_and_nothing_that_could_be_more() {
        for host in ["mail.exempel.se", "localhost", "127.0.0.1", "a-b.se"] {
            assert!(is_host(host), "{host}");
        }
        for other in ["", "smtp://mail.se", "mail.se:25", "mail.se/x", "a b", "a@b", "a..b", ".se", "-a.se", "å.se", "a\r\nb"] {
            assert!(!is_host(other), "{other}");
        }
    }

    #[test]
    fn the_address_and_the_sender_are_as_the_command_line_would_have_them() {
        let server = MailServer {
            host: "mail.exempel.se".into(),
            port: 465,
            security: MailSecurity::Tls,
            user: Some("styrrum".into()),
            from_name: "Styrrum, \"kommunen\\".into(),
            from_email: "styrrum@exempel.se".into(),
        };
        assert_eq!((server.url().as_str(), server.from().as_str()), ("smtps://mail.exempel.se:465", "\"Styrrum, kommunen\" <styrrum@exempel.se>"));
        assert!(server.keeps_password_of(&MailServer { from_name: "X".into(), ..server.clone() }));
        assert!(!server.keeps_password_of(&MailServer { host: "mail.annan.se".into(), ..server.clone() }));
    }
}
