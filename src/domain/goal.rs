//! Goals: what the project is for (effects), what it reaches itself (project goals), and the parts of those.

word_enum! {
    /// A goal's kind. A part goal belongs to a project goal; the others stand by themselves.
    GoalKind { Effect = "effect", Project = "project", Part = "part" }
}

/// Why a goal cannot stand where it was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misplaced {
    /// A part goal belongs to a project goal.
    NoProjectGoal,
    /// Only a part goal belongs to another goal.
    NotAPart,
}

impl GoalKind {
    /// Whether goal `number`, of this kind, may belong to the goal `above`, by its number and kind, or to none. A goal is no part of
    /// itself, whatever kind it was before.
    ///
    /// # Errors
    /// Why not.
    pub fn belongs_to(self, number: i32, above: Option<(i32, GoalKind)>) -> Result<(), Misplaced> {
        match (self, above) {
            (GoalKind::Part, Some((other, GoalKind::Project))) if other != number => Ok(()),
            (GoalKind::Effect | GoalKind::Project, None) => Ok(()),
            (GoalKind::Part, _) => Err(Misplaced::NoProjectGoal),
            (_, Some(_)) => Err(Misplaced::NotAPart),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_part_goal_belongs_to_another_and_that_is_a_project_goal() {
        use GoalKind::{Effect, Part, Project};
        assert_eq!(Part.belongs_to(2, Some((1, Project))), Ok(()));
        assert_eq!([Effect.belongs_to(2, None), Project.belongs_to(2, None)], [Ok(()); 2]);
        assert_eq!([None, Some((1, Effect)), Some((1, Part)), Some((2, Project))].map(|above| Part.belongs_to(2, above)), [Err(Misplaced::NoProjectGoal); 4]);
        assert_eq!([Effect.belongs_to(2, Some((1, Project))), Project.belongs_to(2, Some((1, Effect)))], [Err(Misplaced::NotAPart); 2]);
    }
}
