//! The files that browsers fetch: style sheet, script, icons, font. Embedded in the program.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

/// One file, ready to be sent.
pub struct Asset {
    pub bytes: Cow<'static, [u8]>,
    pub content_type: &'static str,
}

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for name in Files::iter() {
        if let Some(file) = Files::get(&name) {
            hash.update(name.as_bytes());
            hash.update(file.metadata.sha256_hash());
        }
    }
    let digest = hash.finalize();
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
});

/// The file `name` (such as `app.css`), if there is one.
pub fn find(name: &str) -> Option<Asset> {
    let file = Files::get(name)?;
    Some(Asset { bytes: file.data, content_type: content_type(name) })
}

/// Twelve hex digits that change whenever any file does; the `v` in asset addresses.
pub fn version() -> &'static str {
    &VERSION
}

/// The address of a file, with the version so that it can be cached for good.
pub fn href(name: &str) -> String {
    format!("/assets/{name}?v={}", version())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_gets_its_style_script_icons_and_font() {
        for name in ["app.css", "app.js", "icons.svg", "logo.svg", "public-sans.woff2"] {
            assert!(find(name).is_some(), "{name}");
        }
        assert!(find("../Cargo.toml").is_none());
        assert_eq!(version().len(), 12);
    }

    #[test]
    fn every_icon_address_is_versioned() {
        assert!(href("icons.svg").starts_with("/assets/icons.svg?v="));
    }
}
