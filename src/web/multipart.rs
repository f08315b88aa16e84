//! Forms with files: the parts of a body that was read within its route's limit.
use crate::input::Sent;
use crate::services::Problem;
use actix_multipart::{Multipart, MultipartError};
use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;
use futures_util::StreamExt;
use std::collections::BTreeMap;

/// More parts than any form of ours has.
const PARTS: usize = 100;

/// Reads the parts: one with a file name is a file, the others are values.
///
/// # Errors
/// [`Problem::MediaType`] for a body that is no multipart form.
pub async fn read(headers: &HeaderMap, body: Vec<u8>) -> Result<Sent, Problem> {
    let whole = futures_util::stream::once(async { Ok(Bytes::from(body)) });
    let mut parts = Multipart::new(headers, Box::pin(whole));
    let (mut values, mut files) = (BTreeMap::new(), BTreeMap::new());
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.content_disposition().is_some_and(|d| d.get_filename().is_some());
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            bytes.extend_from_slice(&chunk.map_err(unreadable)?);
        }
        if is_file {
            files.insert(name, bytes);
        } else {
            values.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
        if values.len() + files.len() > PARTS {
            return Err(Problem::MediaType);
        }
    }
    Ok(Sent::Multipart { values, files })
}
fn unreadable(_: MultipartError) -> Problem {
    Problem::MediaType
}
