//! The roles of the project model (DOMAIN: people, roles, mandate).

word_enum! {
    /// What a person, or a body, is in a project.
    Role {
        Financier = "financier",
        FinancierRepresentative = "financier_representative",
        ProjectOwner = "project_owner",
        ProjectOrderer = "project_orderer",
        SteeringGroup = "steering_group",
        ProjectLeader = "project_leader",
        DeputyProjectLeader = "deputy_project_leader",
        ProjectGroup = "project_group",
        ReferenceGroup = "reference_group",
        ProjectController = "project_controller",
        EffectOwner = "effect_owner",
        Secretary = "secretary",
        /// Reads and exports everything of the projects it is given; decides nothing.
        Registrar = "registrar",
    }
}

impl Role {
    /// Roles that are always a body with a chair; the others are a body when the project says so.
    pub const fn is_always_body(self) -> bool {
        matches!(self, Role::SteeringGroup)
    }
    /// Roles that lead the project from day to day: they write its reports and prepare what others decide.
    pub const fn leads(self) -> bool {
        matches!(self, Role::ProjectLeader | Role::DeputyProjectLeader)
    }
    /// Roles that only read: nobody is given anything to do in them.
    pub const fn only_reads(self) -> bool {
        matches!(self, Role::Registrar)
    }
    /// Roles that a charter may give a matter to. Controller, secretary and registrar have no authority.
    pub const fn may_hold_mandates(self) -> bool {
        !matches!(self, Role::ProjectController | Role::Secretary | Role::Registrar | Role::ProjectGroup | Role::ReferenceGroup)
    }
}
