//! The floors of the house, and the rules for templates, held by reading the sources.
use std::path::{Path, PathBuf};

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), ending, &mut found);
    assert!(!found.is_empty(), "nothing in {folder}");
    found
}
fn collect(folder: &Path, ending: &str, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).expect("folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            let text = std::fs::read_to_string(&path).expect("text");
            found.push((path, text));
        }
    }
}

/// Nothing in `folder` may name any of `banned`, comments aside.
fn is_free_of(folder: &str, banned: &[&str]) {
    for (path, text) in files(folder, ".rs") {
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            for word in banned {
                assert!(!line.contains(word), "{}:{} names {word}", path.display(), number + 1);
            }
        }
    }
}

#[test]
fn the_domain_knows_no_database_web_template_mail_file_or_clock() {
    is_free_of(
        "src/domain",
        &[
            "diesel",
            "actix",
            "minijinja",
            "lettre",
            "printpdf",
            "std::fs",
            "std::net",
            "Utc::now",
            "crate::store",
            "crate::services",
            "crate::web",
            "crate::render",
        ],
    );
}
#[test]
fn the_store_knows_nothing_above_it() {
    is_free_of("src/store", &["actix", "minijinja", "crate::services", "crate::web", "crate::api", "crate::render", "crate::jobs"]);
}
#[test]
fn services_know_no_http_and_no_html() {
    is_free_of("src/services", &["actix", "minijinja", "crate::web", "crate::api", "crate::jobs", "diesel::"]);
}
#[test]
fn services_take_only_words_of_rendering() {
    for (path, text) in files("src/services", ".rs") {
        let other = text.lines().find(|line| line.contains("crate::render::") && !line.contains("crate::render::i18n"));
        assert_eq!(other, None, "{}", path.display());
    }
}
#[test]
fn rendering_knows_no_database_and_no_http() {
    is_free_of("src/render", &["actix", "diesel", "crate::store", "crate::services", "crate::web"]);
}

#[test]
fn templates_are_escaped_and_rendered_from_files_only() {
    for (path, text) in files("templates", "") {
        let name = path.display().to_string();
        assert!(name.ends_with(".html") || (name.contains("/mail/") && name.ends_with(".txt")), "{name} would not be escaped");
        assert!(!text.contains("|safe") && !text.contains("| safe"), "{name} prints unescaped");
    }
    is_free_of("src", &["render_str"]);
}

#[test]
fn pages_carry_no_style_and_no_script_of_their_own() {
    for (path, text) in files("templates", ".html").iter().filter(|(p, _)| !p.display().to_string().contains("/mail/")) {
        let lower = text.to_ascii_lowercase();
        assert!(!lower.contains(" style=") && !lower.contains("<style"), "{} has a style", path.display());
        assert!(lower.matches("<script").count() == lower.matches("<script src=").count(), "{} has a script", path.display());
        for handler in [" onclick=", " onsubmit=", " onchange=", " onload=", " oninput=", "javascript:"] {
            assert!(!lower.contains(handler), "{} has {handler}", path.display());
        }
    }
}

#[test]
fn the_log_tells_paths_as_they_stand_in_the_table() {
    for (path, text) in files("src", ".rs") {
        for statement in text.split("tracing::").skip(1).filter_map(|rest| rest.split("\")").next()) {
            let tells = ["rq.path,", "rq.path)", "request.path()", "rq.path_and_query"].iter().any(|whole| statement.contains(whole));
            assert!(!tells, "{}: the path of a link holds its secret: {statement}", path.display());
        }
    }
}
