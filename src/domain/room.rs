//! How many things of a kind there is room for. What is shown, summed and reported as a whole is never cut, so what could make it too
//! large is refused when it is added.

/// The most things of one kind: of a project its deliverables, milestones, sprints, requirements, planned decisions, part deliveries,
/// recipients and cost categories; of a deliverable its criteria and versions. What was taken away counts where its number does.
pub const MOST: i32 = 500;

/// There are as many as there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is room for {MOST}")]
pub struct Full;

/// Whether there is room for the thing that would be number `number` of its kind.
///
/// # Errors
/// [`Full`].
pub const fn room_for(number: i32) -> Result<(), Full> {
    if number > MOST { Err(Full) } else { Ok(()) }
}

/// How many people without an account one person invites in a day, unless the server is told otherwise.
pub const INVITATIONS_A_DAY: u32 = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_the_last_one_and_for_none_after_it() {
        assert_eq!([room_for(1), room_for(MOST), room_for(MOST + 1)], [Ok(()), Ok(()), Err(Full)]);
    }
}
