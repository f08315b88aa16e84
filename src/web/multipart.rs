//! Forms with files: each file goes to the disk while it comes, hashed and counted, so that no file is ever whole in memory.
use crate::input::upload::{Spool, Upload};
use crate::input::{Sent, gather};
use crate::services::Problem;
use crate::web::app::App;
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::HeaderMap;
use actix_web::web::Payload;
use futures_util::StreamExt;
use std::collections::BTreeMap;

/// More parts than any form of ours has.
const PARTS: usize = 100;
/// Bytes that are gathered before they are written.
const STRETCH: usize = 64 * 1024;

/// How much of a form is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most bytes of a file that is kept; of a larger one it is told that it is too large.
    pub file: u64,
    /// The most bytes of the whole form. Beyond it nothing is read.
    pub whole: u64,
    /// The most bytes of everything that is no file.
    pub values: usize,
}

/// Reads the parts: one with a file name is a file, the others are values.
///
/// # Errors
/// [`Problem::MediaType`] for a body that is no multipart form, [`Problem::TooLarge`] for one beyond the limits.
pub async fn read(app: &App, headers: &HeaderMap, payload: Payload, limits: Limits, strict: bool) -> Result<Sent, Problem> {
    let told: Option<u64> = headers.get("content-length").and_then(|v| v.to_str().ok()?.parse().ok());
    if told.is_some_and(|bytes| bytes > limits.whole) {
        return Err(Problem::TooLarge);
    }
    let mut parts = Multipart::new(headers, payload);
    let (mut values, mut files) = (BTreeMap::new(), BTreeMap::<String, Upload>::new());
    let mut reading = Reading { app, limits, parts: 0, whole: 0, values: 0 };
    while let Some(part) = parts.next().await {
        let part = part.map_err(unreadable)?;
        reading.part()?;
        let name = part.name().unwrap_or_default().to_owned();
        match part.content_disposition().and_then(|d| d.get_filename()).map(str::to_owned) {
            // A browser sends a file that nobody chose as one without a name.
            Some(called) if called.is_empty() => drop(reading.value(part).await?),
            Some(called) => {
                let file = reading.file(part, &called).await?;
                if let Some(first) = files.remove(&name) {
                    files.insert(name, first.one_of_several());
                } else {
                    files.insert(name, file);
                }
            }
            None => gather(&mut values, name, &reading.value(part).await?),
        }
    }
    Ok(Sent::Multipart { values, files, strict })
}

/// A form while it comes, and how much of it has come.
struct Reading<'a> {
    app: &'a App,
    limits: Limits,
    parts: usize,
    whole: u64,
    values: usize,
}
impl Reading<'_> {
    fn part(&mut self) -> Result<(), Problem> {
        self.parts += 1;
        if self.parts > PARTS { Err(Problem::MediaType) } else { Ok(()) }
    }
    async fn file(&mut self, mut part: Field, called: &str) -> Result<Upload, Problem> {
        let (folder, random, most) = (self.app.config.uploads(), self.app.entropy.hex::<16>().map_err(Problem::internal)?, self.limits.file);
        let name = called.to_owned();
        let mut spool = on_disk(move || Spool::begin(&folder, &random, &name, most)).await?;
        let mut stretch = Vec::new();
        while let Some(bytes) = part.next().await {
            let bytes = bytes.map_err(unreadable)?;
            self.count(bytes.len())?;
            stretch.extend_from_slice(&bytes);
            if stretch.len() >= STRETCH {
                let full = std::mem::take(&mut stretch);
                spool = on_disk(move || spool.take(&full)).await?;
            }
        }
        on_disk(move || spool.take(&stretch).map(Spool::end)).await
    }
    async fn value(&mut self, mut part: Field) -> Result<String, Problem> {
        let mut value = Vec::new();
        while let Some(bytes) = part.next().await {
            let bytes = bytes.map_err(unreadable)?;
            self.count(bytes.len())?;
            self.values += bytes.len();
            if self.values > self.limits.values {
                return Err(Problem::TooLarge);
            }
            value.extend_from_slice(&bytes);
        }
        Ok(String::from_utf8_lossy(&value).into_owned())
    }
    fn count(&mut self, bytes: usize) -> Result<(), Problem> {
        self.whole += bytes as u64;
        if self.whole > self.limits.whole { Err(Problem::TooLarge) } else { Ok(()) }
    }
}

/// Runs what waits for the disk where it holds nobody else up.
async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T, Problem> {
    let unavailable = |e: &dyn std::fmt::Display| Problem::Unavailable(e.to_string());
    tokio::task::spawn_blocking(work).await.map_err(|e| unavailable(&e))?.map_err(|e| unavailable(&e))
}
fn unreadable(_: MultipartError) -> Problem {
    Problem::MediaType
}
