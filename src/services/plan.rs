//! Sprints, deliverables, budget and outcome.
