//! A small mail server that behaves, well or badly, as a test asks.
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How the server treats the next mails; the last stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Accepts,
    /// 451: come back later.
    Greylists,
    /// 550: never.
    Refuses,
    /// Takes the mail and hangs up before it has said so.
    DropsAfterData,
    /// Takes the mail and lets the sender wait for its answer.
    Slow,
}

/// A server on a free port, for as long as the test runs.
pub struct MailServer {
    pub url: String,
    received: Arc<Mutex<Vec<String>>>,
    manners: Arc<Mutex<Vec<Manner>>>,
}

impl MailServer {
    pub fn start(manners: &[Manner]) -> MailServer {
        MailServer::start_on("127.0.0.1:0", manners)
    }
    /// As [`MailServer::start`], at a certain address.
    pub fn start_on(address: &str, manners: &[Manner]) -> MailServer {
        let listener = TcpListener::bind(address).expect("port");
        let url = format!("smtp://127.0.0.1:{}", listener.local_addr().expect("address").port());
        let server = MailServer { url, received: Arc::default(), manners: Arc::new(Mutex::new(manners.to_vec())) };
        let (received, manners) = (server.received.clone(), server.manners.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let manner = next(&manners);
                let received = received.clone();
                std::thread::spawn(move || drop(converse(stream, manner, &received)));
            }
        });
        server
    }
    /// The mails taken in, whole.
    pub fn received(&self) -> Vec<String> {
        self.received.lock().expect("lock").clone()
    }
}

fn next(manners: &Mutex<Vec<Manner>>) -> Manner {
    let mut manners = manners.lock().expect("lock");
    if manners.len() > 1 { manners.remove(0) } else { manners.first().copied().unwrap_or(Manner::Accepts) }
}

fn converse(stream: TcpStream, manner: Manner, received: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut out = stream;
    out.write_all(b"220 test\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        match (verb.as_str(), manner) {
            ("EHLO" | "HELO", _) => out.write_all(b"250-test\r\n250 8BITMIME\r\n")?,
            ("RCPT", Manner::Greylists) => out.write_all(b"451 4.7.1 Greylisted, come back\r\n")?,
            ("RCPT", Manner::Refuses) => out.write_all(b"550 5.1.1 No such mailbox here\r\n")?,
            ("DATA", _) => {
                out.write_all(b"354 go on\r\n")?;
                let mail: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|l| l != ".").collect();
                received.lock().expect("lock").push(mail.join("\n"));
                if manner == Manner::DropsAfterData {
                    return Ok(());
                }
                if manner == Manner::Slow {
                    std::thread::sleep(std::time::Duration::from_millis(300));
                }
                out.write_all(b"250 2.0.0 Taken in as 4711\r\n")?;
            }
            ("QUIT", _) => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => out.write_all(b"250 ok\r\n")?,
        }
    }
    Ok(())
}
