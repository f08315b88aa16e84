//! Bearer tokens: who they are for, and whether they may write.
use crate::services::Problem;
use crate::store;
use crate::web::app::App;
use crate::web::pipeline::Browser;
use crate::web::request::{Rq, SignedIn};
use crate::web::session::hashed;
use std::sync::Arc;

/// The person of the token. None without a token; a wrong, expired or revoked one is refused, all alike.
///
/// # Errors
/// [`Problem::SignedOut`].
pub async fn recognise(app: &Arc<App>, rq: &Rq, browser: &Browser) -> Result<Option<SignedIn>, Problem> {
    let Some(secret) = &browser.bearer else { return Ok(None) };
    let hash = hashed(secret);
    let found = app.store.read(move |db| Ok::<_, Problem>(store::accounts::token(db, &hash)?)).await?;
    let now = rq.moment.real_now;
    let Some((token, person)) = found.filter(|(t, _)| t.expires_at > now && t.revoked_at.is_none()) else { return Err(Problem::SignedOut) };
    Ok(Some(SignedIn { person, session: None, seen_at: now, may_write: token.scope == "write" }))
}
