//! Bearer tokens: who they are for, and whether they may write.
use crate::services::Problem;
use crate::services::accounts::stored_form;
use crate::store::{Db, accounts};
use crate::web::pipeline::Browser;
use crate::web::request::{Rq, SignedIn};

/// The person of the token. None without a token; a wrong, expired or revoked one is refused, all alike.
///
/// # Errors
/// [`Problem::TokenNotValid`].
pub fn recognise(db: &mut Db, rq: &Rq, browser: &Browser) -> Result<Option<SignedIn>, Problem> {
    let Some(secret) = &browser.bearer else { return Ok(None) };
    let found = accounts::token(db, &stored_form(secret))?;
    let now = rq.moment.real_now;
    let Some((token, person)) = found.filter(|(t, _)| t.expires_at > now && t.revoked_at.is_none()) else { return Err(Problem::TokenNotValid) };
    Ok(Some(SignedIn { person, session: None, seen_at: now, may_write: token.scope == "write" }))
}
