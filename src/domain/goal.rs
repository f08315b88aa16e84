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
    /// Whether a goal of this kind may belong to one of the kind `above`, or to none.
    ///
    /// # Errors
    /// Why not.
    pub fn belongs_to(self, above: Option<GoalKind>) -> Result<(), Misplaced> {
        match (self, above) {
            (GoalKind::Part, Some(GoalKind::Project)) | (GoalKind::Effect | GoalKind::Project, None) => Ok(()),
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
        assert_eq!(Part.belongs_to(Some(Project)), Ok(()));
        assert_eq!([Effect.belongs_to(None), Project.belongs_to(None)], [Ok(()); 2]);
        assert_eq!([Part.belongs_to(None), Part.belongs_to(Some(Effect)), Part.belongs_to(Some(Part))], [Err(Misplaced::NoProjectGoal); 3]);
        assert_eq!([Effect.belongs_to(Some(Project)), Project.belongs_to(Some(Effect))], [Err(Misplaced::NotAPart); 2]);
    }
}
