//! The risk register as somebody wants to see it again: its filters and its order, under a name of their own.

/// So many views a person may save in a project.
pub const MOST: usize = 20;

/// What an address of the register says, in this order: its filters, and the order.
pub const FILTERS: [&str; 7] = ["band", "state", "held_by", "owner", "review", "q", "sort"];

/// Whether one more of a person's names is another than those there are. Large and small letters are alike.
pub fn is_new<'a>(name: &str, mut others: impl Iterator<Item = &'a str>) -> bool {
    let name = name.to_lowercase();
    others.all(|other| other.to_lowercase() != name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_that_differ_in_large_letters_only_are_one() {
        assert!(is_new("Höga", ["Låga", "Höga först"].into_iter()) && is_new("Höga", [].into_iter()));
        assert!(!is_new("höga", ["Låga", "HÖGA"].into_iter()));
    }
}
