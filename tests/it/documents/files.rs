//! Files of documents: which are taken, how they come back, and what room they have.
use super::{DOCUMENTS, FIELDS, ONE, PDF, codes, problem};
use crate::support::World;
use crate::support::world::{LARGEST, PROJECT};
use serde_json::json;
use std::io::{Read, Write};

fn zip(first: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.resize(30, 0);
    bytes.extend_from_slice(first.as_bytes());
    bytes
}

#[test]
fn a_file_of_a_forbidden_kind_is_refused_however_it_is_dressed_up() {
    let world = World::signed_in();
    for (name, bytes, code) in [
        ("virus.exe", &b"MZ\x90\x00"[..], "file-kind"),
        ("faktura.pdf.exe", PDF, "file-kind"),
        ("sida.html", b"<script>alert(1)</script>", "file-kind"),
        ("bild.svg", b"<svg onload=alert(1)>", "file-kind"),
        ("arkiv.zip", &zip("bomb"), "file-kind"),
        ("makro.docm", &zip("[Content_Types].xml"), "file-kind"),
        ("utan", PDF, "file-kind"),
        ("..", PDF, "file-kind"),
        ("sida.pdf", b"<html><script>alert(1)</script>", "file-not-what-it-says"),
        ("bomb.docx", &zip("42.xml"), "file-not-what-it-says"),
        ("bild.png", b"GIF89a", "file-not-what-it-says"),
        ("text.txt", b"\x7fELF\x00\x01", "file-not-what-it-says"),
        ("tom.pdf", b"", "file-empty"),
    ] {
        let refused = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", name, bytes)).expect(422);
        assert_eq!(codes(&refused), [format!("file {code}")], "{name}");
    }
    let strange = world.leader.api_file(DOCUMENTS, &[("kind", "other"), ("title", "Bilaga"), ("is_admin", "yes")], ("file", "a.pdf", PDF)).expect(422);
    assert_eq!(codes(&strange), ["is_admin unknown"]);
    let both = world.leader.api_file(DOCUMENTS, &[("kind", "other"), ("title", "Bilaga"), ("text", "Text")], ("file", "a.pdf", PDF)).expect(422);
    assert_eq!(codes(&both), ["file file-and-text"]);
    world.leader.get("/projects/H044/documents/new").expect(200);
    let shown = world.leader.post_file("/projects/H044/documents/new", &FIELDS, ("file", "virus.exe", b"MZ")).expect(422).body;
    assert!(shown.contains("Filtypen går inte att skicka") && shown.contains("Bilaga"), "what was typed is kept");
    assert_eq!(world.leader.api("GET", DOCUMENTS, None).expect(200).json()["items"], json!([]));
    let left = std::fs::read_dir(world.data.path().join("uploads")).map(Iterator::count).unwrap_or_default();
    assert_eq!(left, 0, "temporary files go");
}

#[test]
fn a_hostile_name_is_made_harmless_and_the_file_comes_back_as_a_download() {
    let world = World::signed_in();
    for (nth, (name, safe)) in (1..).zip([
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\\\Windows\\\\con.pdf", "fil_con.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ("plan\u{202e}fdp.pdf", "planfdp.pdf"),
        ("Åtgärder för året.pdf", "Åtgärder för året.pdf"),
    ]) {
        let made = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", name, PDF)).expect(201).json();
        assert_eq!(made["versions"][0]["file"]["name"], safe);
        let path = format!("/projects/H044/documents/{nth}/versions/1/file");
        let file = world.leader.get(&path).expect(200);
        assert_eq!((file.body.as_bytes(), file.header("content-type"), file.header("content-length")), (PDF, "application/pdf", "14"));
        let disposition = file.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\"") && disposition.is_ascii() && !disposition.contains(['<', '/', '\\']), "{disposition}");
        assert_eq!((file.header("x-content-type-options"), file.header("content-security-policy")), ("nosniff", "default-src 'none'; sandbox"));
        assert!(!world.leader.get(&format!("/projects/H044/documents/{nth}")).expect(200).body.contains("<img"));
        world.member.get(&path).expect(404);
        world.outsider.get(&path).expect(404);
    }
    world.leader.get("/projects/H044/documents/1/versions/2/file").expect(404);
}

#[test]
fn a_file_at_the_limit_is_kept_whole_and_a_larger_one_is_refused() {
    let world = World::signed_in();
    let mut file = PDF.to_vec();
    file.resize(LARGEST as usize, b'x');
    let made = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", "stor.pdf", &file)).expect(201).json();
    assert_eq!(made["versions"][0]["file"]["size"], LARGEST);
    let back = world.leader.api("GET", &format!("{ONE}/versions/1/file"), None).expect(200);
    assert!(back.body.as_bytes() == file, "{} bytes came back", back.body.len());
    file.push(b'x');
    let refused = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", "stor.pdf", &file)).expect(413);
    assert_eq!((problem(&refused), codes(&refused)), ("too-large".to_owned(), vec!["file file-too-large".to_owned()]));
    world.leader.get("/projects/H044/documents/new").expect(200);
    let shown = world.leader.post_file("/projects/H044/documents/new", &FIELDS, ("file", "stor.pdf", &file)).expect(413).body;
    assert!(shown.contains("högst 24 MB") && shown.contains("Bilaga"));
    // Nobody unknown sends a file, and nobody sends more than so much at once.
    assert_eq!(world.anonymous.api_file(DOCUMENTS, &FIELDS, ("file", "stor.pdf", &file)).status, 413);
    let left = std::fs::read_dir(world.data.path().join("uploads")).map(Iterator::count).unwrap_or_default();
    assert_eq!(left, 0, "temporary files go");
}

#[test]
fn a_project_s_files_have_room_for_so_much_and_no_more() {
    let world = World::new();
    let mut file = PDF.to_vec();
    file.resize(LARGEST as usize, b'x');
    for n in 0..PROJECT / LARGEST {
        file[20] = b'a' + n as u8;
        world.leader.api_file(DOCUMENTS, &FIELDS, ("file", "stor.pdf", &file)).expect(201);
    }
    let refused = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", "liten.pdf", PDF)).expect(422);
    assert_eq!(codes(&refused), ["file project-files-full"]);
}

#[test]
fn a_file_sent_twice_under_one_key_is_kept_once() {
    let world = World::new();
    let send = |bytes: &[u8]| world.leader.api_file_with(DOCUMENTS, &FIELDS, ("file", "a.pdf", bytes), &[("idempotency-key", "k")]);
    let first = send(PDF).expect(201);
    let again = send(PDF).expect(201);
    assert_eq!((first.json(), again.header("idempotent-replayed")), (again.json(), "true"));
    assert_eq!(problem(&send(b"%PDF-1.4\n").expect(422)), "key-reused");
    assert_eq!(world.leader.api("GET", DOCUMENTS, None).expect(200).json()["items"].as_array().map(Vec::len), Some(1));
}

/// A server of its own, whose memory can be told from the tests'.
#[cfg(target_os = "linux")]
#[test]
fn a_large_file_does_not_raise_the_server_s_memory() {
    let world = World::new();
    if !world.store.is_sqlite() {
        return;
    }
    // The server goes by the real clock, on which the world's tokens are long over.
    world.arrange("UPDATE tokens SET expires_at = '2999-01-01 00:00:00';");
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("port").port();
    let address = format!("127.0.0.1:{port}");
    let mut server = std::process::Command::new(env!("CARGO_BIN_EXE_styrrum"))
        .args(["serve", "--listen", &address, "--data"])
        .arg(world.data.path())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("server");
    let pid = server.id();
    let at_rest = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        std::net::TcpStream::connect(&address).ok().and_then(|_| memory(pid))
    });
    let token = world.leader.token().to_owned();
    // The database's caches fill once, whatever is sent.
    assert!(send_large(&address, &token, 8).starts_with("HTTP/1.1 201") && fetch(&address, &token, 1) > 8 * 1024 * 1024);
    let at_rest = at_rest.and_then(|_| memory(pid));
    let most = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let (seen, done) = (most.clone(), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)));
    let ended = done.clone();
    let watch = std::thread::spawn(move || {
        while !ended.load(std::sync::atomic::Ordering::Relaxed) {
            seen.fetch_max(memory(pid).unwrap_or_default(), std::sync::atomic::Ordering::Relaxed);
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    });
    let (sent, back) = (send_large(&address, &token, 48), fetch(&address, &token, 2));
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    watch.join().expect("watched");
    server.kill().and_then(|()| server.wait()).expect("ended");
    assert!(sent.starts_with("HTTP/1.1 201"), "{sent}");
    assert!(back > 48 * 1024 * 1024, "{back} bytes came back");
    let risen = most.load(std::sync::atomic::Ordering::Relaxed).saturating_sub(at_rest.expect("a running server"));
    assert!(risen < 20 * 1024, "{risen} KiB more");
}

/// The memory that a process has of its own, KiB: what it maps from files is the system's.
#[cfg(target_os = "linux")]
fn memory(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|l| l.strip_prefix("RssAnon:"))?.split_whitespace().next()?.parse().ok()
}
/// Sends a PDF of so many MiB, made while it goes.
#[cfg(target_os = "linux")]
fn send_large(address: &str, token: &str, mib: usize) -> String {
    let mut head = String::new();
    for (name, value) in FIELDS {
        head += &format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    head += "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"stor.pdf\"\r\n\r\n%PDF-1.7\n";
    let end = "\r\n--edge--\r\n";
    let length = head.len() + mib * 1024 * 1024 + end.len();
    let mut server = std::net::TcpStream::connect(address).expect("server");
    let request = format!(
        "POST {DOCUMENTS} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\ncontent-type: multipart/form-data; boundary=edge\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    server.write_all(request.as_bytes()).and_then(|()| server.write_all(head.as_bytes())).expect("sent");
    for n in 0..mib * 16 {
        server.write_all(&[b'a' + (n % 26) as u8; 64 * 1024]).expect("sent");
    }
    server.write_all(end.as_bytes()).expect("sent");
    let mut answer = String::new();
    server.read_to_string(&mut answer).expect("answer");
    answer
}
/// Fetches the file of a document and counts the bytes that come.
#[cfg(target_os = "linux")]
fn fetch(address: &str, token: &str, number: i32) -> usize {
    let mut server = std::net::TcpStream::connect(address).expect("server");
    let request = format!("GET {DOCUMENTS}/{number}/versions/1/file HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n");
    server.write_all(request.as_bytes()).expect("sent");
    std::io::copy(&mut server, &mut std::io::sink()).expect("answer") as usize
}
