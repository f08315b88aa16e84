//! Intervention theory and effect theory: what is put in leads, step by step, to what it is worth.

word_enum! {
    /// A step of the chain. The first three are the intervention's, the last three the effect's.
    TheoryStep {
        Resources = "resources",
        Activities = "activities",
        Output = "output",
        Outcome = "outcome",
        Effect = "effect",
        Value = "value",
    }
}

impl TheoryStep {
    /// Whether the project itself brings it about; the rest follows afterwards.
    pub const fn is_intervention(self) -> bool {
        matches!(self, TheoryStep::Resources | TheoryStep::Activities | TheoryStep::Output)
    }
}

/// What stands in a step: each line that says something.
pub fn items(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_that_says_something_is_an_item() {
        assert_eq!(items("Medel\n\n  Egen tid \n").collect::<Vec<_>>(), ["Medel", "Egen tid"]);
        assert_eq!(TheoryStep::ALL.iter().filter(|s| s.is_intervention()).count(), 3);
    }
}
