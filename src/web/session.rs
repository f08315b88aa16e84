//! Cookies: the session, and the form token of those who are not signed in.
use crate::web::app::App;
use actix_web::cookie::{Cookie, SameSite, time::Duration};

/// The session cookie's name. `__Host-` ties it to this host and to https.
pub fn session_name(app: &App) -> &'static str {
    if app.config.secure_cookies() { "__Host-styrrum" } else { "styrrum" }
}
/// The form token's cookie for those who are not signed in.
pub fn form_name(app: &App) -> &'static str {
    if app.config.secure_cookies() { "__Host-styrrum-form" } else { "styrrum-form" }
}

/// A cookie that scripts cannot read and other sites cannot send.
pub fn cookie(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).secure(app.config.secure_cookies()).finish()
}
/// A cookie that is gone.
pub fn ended(app: &App, name: &'static str) -> Cookie<'static> {
    let mut cookie = cookie(app, name, String::new());
    cookie.set_max_age(Duration::ZERO);
    cookie
}
/// A choice that scripts may read: theme and language.
pub fn preference(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").same_site(SameSite::Lax).secure(app.config.secure_cookies()).max_age(Duration::days(365)).finish()
}
