//! The organisations that take part: municipalities and those around them.

word_enum! {
    /// What an organisation is.
    OrganisationKind {
        Municipality = "municipality",
        Federation = "federation",
        Region = "region",
        Network = "network",
        Supplier = "supplier",
        Other = "other",
    }
}
