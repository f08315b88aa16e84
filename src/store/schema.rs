//! The tables, in the order of the migrations. The test `the_schema_is_the_migrations` holds the two together.

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Text,
    }
}
diesel::table! {
    people (id) {
        id -> BigInt,
        email -> Text,
        email_key -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        is_admin -> Bool,
        language -> Nullable<Text>,
        theme -> Nullable<Text>,
        disabled_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        version -> BigInt,
        added_by -> Nullable<BigInt>,
    }
}
diesel::table! {
    sessions (hash) {
        hash -> Text,
        person_id -> BigInt,
        csrf -> Text,
        notice -> Nullable<Text>,
        notice_decision -> Nullable<Integer>,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        expires_at -> Timestamp,
    }
}
diesel::table! {
    form_tokens (token_sha256) {
        token_sha256 -> Text,
        person_id -> BigInt,
        made_at -> Timestamp,
    }
}
diesel::table! {
    tokens (id) {
        id -> BigInt,
        hash -> Text,
        person_id -> BigInt,
        scope -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}
diesel::table! {
    password_links (hash) {
        hash -> Text,
        person_id -> BigInt,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}
diesel::table! {
    sign_ins (id) {
        id -> BigInt,
        at -> Timestamp,
        email_key -> Text,
        address -> Text,
        outcome -> Text,
    }
}
diesel::table! {
    projects (id) {
        id -> BigInt,
        code -> Text,
        name -> Text,
        organisation -> Text,
        orderer -> Text,
        financier -> Text,
        register_number -> Text,
        purpose -> Text,
        phase -> Text,
        started_on -> Date,
        late_days -> BigInt,
        unfilled_days -> BigInt,
        next_risk -> Integer,
        next_decision -> Integer,
        next_report -> Integer,
        rules_mark -> BigInt,
        created_at -> Timestamp,
        version -> BigInt,
        lifecycle -> Text,
        lifecycle_number -> Integer,
        standing -> Text,
        stopped_by -> Nullable<Text>,
        stopped_on -> Nullable<Date>,
        stopped_decision -> Nullable<Integer>,
        terminated_decision -> Nullable<Integer>,
    }
}
diesel::table! {
    bodies (project_id, role) {
        project_id -> BigInt,
        role -> Text,
        name -> Text,
    }
}
diesel::table! {
    role_assignments (id) {
        id -> BigInt,
        project_id -> BigInt,
        person_id -> BigInt,
        role -> Text,
        organisation -> Text,
        chair -> Bool,
        from_on -> Date,
        to_on -> Nullable<Date>,
        substitute_for -> Nullable<BigInt>,
        decision -> Nullable<Integer>,
        version -> BigInt,
    }
}
diesel::table! {
    charters (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        matters -> Text,
        decision -> Nullable<Integer>,
        adopted_at -> Timestamp,
    }
}
diesel::table! {
    risk_policies (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        body -> Text,
        decision -> Nullable<Integer>,
        adopted_at -> Timestamp,
    }
}
diesel::table! {
    risks (id) {
        id -> BigInt,
        project_id -> BigInt,
        number -> Integer,
        threat -> Text,
        vulnerability -> Text,
        consequence -> Text,
        likelihood -> Integer,
        impact -> Integer,
        value -> Integer,
        band -> Text,
        open -> Bool,
        state -> Text,
        state_on -> Nullable<Date>,
        state_decision -> Nullable<Integer>,
        owner_id -> Nullable<BigInt>,
        review_on -> Date,
        escalated_at -> Nullable<Timestamp>,
        escalated_for -> Nullable<Text>,
        acknowledged_at -> Nullable<Timestamp>,
        proposal -> Nullable<Text>,
        lifted_to -> Nullable<Text>,
        lift -> Nullable<Text>,
        lift_request -> Nullable<Text>,
        waiting -> Bool,
        covered -> Bool,
        trail -> Text,
        search -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}
diesel::table! {
    risk_tallies (project_id, key) {
        project_id -> BigInt,
        key -> Text,
        n -> BigInt,
    }
}
diesel::table! {
    assessments (id) {
        id -> BigInt,
        risk_id -> BigInt,
        at -> Timestamp,
        person_id -> BigInt,
        role -> Text,
        likelihood -> Integer,
        impact -> Integer,
        value -> Integer,
        band -> Text,
        reason -> Text,
        kind -> Text,
        policy -> Integer,
        on_delegation -> Bool,
        confirmed_by -> Nullable<BigInt>,
        confirmed_role -> Nullable<Text>,
        decision -> Nullable<Integer>,
    }
}
diesel::table! {
    measures (id) {
        id -> BigInt,
        risk_id -> BigInt,
        number -> Integer,
        strategy -> Text,
        text -> Text,
        responsible_id -> Nullable<BigInt>,
        due_on -> Nullable<Date>,
        cost -> Nullable<BigInt>,
        state -> Text,
        version -> BigInt,
    }
}
diesel::table! {
    remarks (id) {
        id -> BigInt,
        project_id -> BigInt,
        object -> Text,
        kind -> Text,
        person_id -> BigInt,
        role -> Text,
        at -> Timestamp,
        text -> Text,
    }
}
diesel::table! {
    decisions (id) {
        id -> BigInt,
        project_id -> BigInt,
        number -> Integer,
        matter -> Nullable<Text>,
        object_kind -> Text,
        object_ref -> Text,
        object_version -> BigInt,
        object_hash -> Text,
        title -> Text,
        outcome -> Text,
        motivation -> Text,
        conditions -> Text,
        person_id -> Nullable<BigInt>,
        person_name -> Text,
        role -> Text,
        delegation -> Nullable<Integer>,
        charter -> Nullable<Integer>,
        basis -> Nullable<Text>,
        decided_on -> Date,
        recorded_at -> Timestamp,
        recorded_by -> BigInt,
        recorded_name -> Text,
        minutes_sha256 -> Nullable<Text>,
        supersedes -> Nullable<Integer>,
        terms -> Nullable<Text>,
        search -> Text,
        hash -> Text,
    }
}
diesel::table! {
    recordings (id) {
        id -> BigInt,
        project_id -> BigInt,
        role -> Text,
        matter -> Nullable<Text>,
        object_kind -> Text,
        object_ref -> Text,
        object_version -> BigInt,
        act -> Text,
        basis -> Nullable<Text>,
        recorded_by -> BigInt,
        recorded_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        reason -> Nullable<Text>,
        decision -> Nullable<Integer>,
    }
}
diesel::table! {
    deliverables (id) {
        id -> BigInt,
        project_id -> BigInt,
        number -> Integer,
        name -> Text,
        version_label -> Text,
        handed_to -> Text,
        version -> BigInt,
        removed_by -> Nullable<Integer>,
        description -> Text,
        responsible_id -> Nullable<BigInt>,
    }
}
diesel::table! {
    acceptance_criteria (project_id, deliverable, number) {
        project_id -> BigInt,
        deliverable -> Integer,
        number -> Integer,
        text -> Text,
        met -> Bool,
        note -> Text,
        changed_by -> BigInt,
        changed_at -> Timestamp,
        version -> BigInt,
    }
}
diesel::table! {
    deliverable_versions (project_id, deliverable, number) {
        project_id -> BigInt,
        deliverable -> Integer,
        number -> Integer,
        label -> Text,
        link -> Text,
        sha256 -> Nullable<Text>,
        note -> Text,
        added_by -> Nullable<BigInt>,
        added_at -> Timestamp,
        delivery -> Nullable<Integer>,
        decision -> Nullable<Integer>,
        judged -> Bool,
        media_type -> Nullable<Text>,
    }
}
diesel::table! {
    deliveries (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        name -> Text,
        planned_on -> Nullable<Date>,
        point -> Nullable<Integer>,
        state -> Text,
        makers -> Text,
        proposed -> Nullable<Text>,
        recommendation -> Text,
        submitted_at -> Nullable<Timestamp>,
        submitted_by -> Nullable<BigInt>,
        to_complete -> Nullable<Text>,
        lift -> Nullable<Text>,
        content -> Nullable<Text>,
        decision -> Nullable<Integer>,
        decided_on -> Nullable<Date>,
        version -> BigInt,
        lift_request -> Nullable<Text>,
    }
}
diesel::table! {
    handovers (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        deliverable -> Integer,
        part -> Integer,
        receiver_id -> Nullable<BigInt>,
        receiver_name -> Text,
        note -> Text,
        handed_by -> BigInt,
        handed_on -> Date,
        state -> Text,
        answered_on -> Nullable<Date>,
        answered_by -> Text,
        reason -> Text,
        version -> BigInt,
    }
}
diesel::table! {
    requirements (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        kind -> Text,
        text -> Text,
        requested_by -> Text,
        priority -> Text,
        note -> Text,
        measure -> Nullable<BigInt>,
        measured -> Nullable<BigInt>,
        state -> Text,
        verification -> Text,
        verified_on -> Nullable<Date>,
        verified_by -> Nullable<BigInt>,
        waiver -> Nullable<Text>,
        content -> Nullable<Text>,
        decision -> Nullable<Integer>,
        version -> BigInt,
        unit -> Text,
    }
}
diesel::table! {
    delivery_versions (project_id, delivery, deliverable) {
        project_id -> BigInt,
        delivery -> Integer,
        deliverable -> Integer,
        number -> Integer,
    }
}
diesel::table! {
    milestones (id) {
        id -> BigInt,
        project_id -> BigInt,
        number -> Integer,
        name -> Text,
        starts_on -> Date,
        planned_on -> Date,
        forecast_on -> Nullable<Date>,
        done_on -> Nullable<Date>,
        version -> BigInt,
    }
}
diesel::table! {
    sprints (id) {
        id -> BigInt,
        project_id -> BigInt,
        number -> Integer,
        starts_on -> Date,
        ends_on -> Date,
        status -> Text,
        upcoming -> Text,
        published_at -> Nullable<Timestamp>,
        published_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}
diesel::table! {
    budget_lines (id) {
        id -> BigInt,
        project_id -> BigInt,
        position -> Integer,
        category -> Text,
        year -> Integer,
        amount -> BigInt,
        version -> BigInt,
    }
}
diesel::table! {
    outcomes (id) {
        id -> BigInt,
        project_id -> BigInt,
        category -> Text,
        month -> Date,
        amount -> BigInt,
        version -> BigInt,
    }
}
diesel::table! {
    meetings (id) {
        id -> BigInt,
        project_id -> BigInt,
        number -> Integer,
        held_on -> Date,
        hours -> Text,
        purpose -> Text,
        goal -> Text,
        agenda -> Text,
        body -> Text,
        place -> Text,
        state -> Text,
        present -> Text,
        reason -> Text,
        version -> BigInt,
    }
}
diesel::table! {
    recipients (id) {
        id -> BigInt,
        project_id -> BigInt,
        name -> Text,
        email -> Text,
        email_key -> Text,
        role -> Text,
        language -> Text,
        registrar -> Bool,
        ended_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}
diesel::table! {
    reports (id) {
        id -> BigInt,
        project_id -> BigInt,
        kind -> Text,
        number -> Integer,
        edition -> Integer,
        state -> Text,
        from_on -> Date,
        to_on -> Date,
        sprints -> Text,
        language -> Text,
        draft -> Text,
        editors -> Text,
        frozen -> Nullable<Text>,
        hash -> Nullable<Text>,
        submitted_at -> Nullable<Timestamp>,
        submitted_by -> Nullable<BigInt>,
        approvals -> Text,
        decided_at -> Nullable<Timestamp>,
        decision -> Nullable<Integer>,
        return_reason -> Nullable<Text>,
        pdf_sha256 -> Nullable<Text>,
        saved_at -> Timestamp,
        version -> BigInt,
    }
}
diesel::table! {
    files (sha256) {
        sha256 -> Text,
        media_type -> Text,
        size -> BigInt,
        stored_at -> Timestamp,
    }
}
diesel::table! {
    outbox (id) {
        id -> BigInt,
        project_id -> Nullable<BigInt>,
        report_id -> Nullable<BigInt>,
        recipient_id -> Nullable<BigInt>,
        resend -> Integer,
        kind -> Text,
        to_name -> Text,
        to_email -> Text,
        reply_name -> Text,
        reply_email -> Text,
        language -> Text,
        data -> Text,
        attachment_sha256 -> Nullable<Text>,
        attachment_name -> Nullable<Text>,
        message_id -> Text,
        state -> Text,
        tries -> Integer,
        due_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        leased_by -> Nullable<Text>,
        created_at -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
        asked_at -> Nullable<Timestamp>,
    }
}
diesel::table! {
    delivery_attempts (id) {
        id -> BigInt,
        outbox_id -> BigInt,
        at -> Timestamp,
        accepted -> Bool,
        answer -> Text,
    }
}
diesel::table! {
    idempotency (person_id, method, path, key) {
        person_id -> BigInt,
        method -> Text,
        path -> Text,
        key -> Text,
        body_sha256 -> Text,
        status -> Integer,
        answer -> Text,
        created_at -> Timestamp,
    }
}
diesel::table! {
    jobs (name) {
        name -> Text,
        due_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        leased_by -> Nullable<Text>,
    }
}
diesel::table! {
    journal (chain, seq) {
        chain -> BigInt,
        seq -> BigInt,
        at -> Timestamp,
        kind -> Text,
        object -> Text,
        body_hash -> Text,
        previous -> Text,
        hash -> Text,
    }
}
diesel::table! {
    journal_bodies (chain, seq) {
        chain -> BigInt,
        seq -> BigInt,
        salt -> Text,
        body -> Text,
    }
}
diesel::table! {
    gates (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        phase -> Text,
        state -> Text,
        opened_on -> Nullable<Date>,
        opened_decision -> Nullable<Integer>,
        left_on -> Nullable<Date>,
        left_decision -> Nullable<Integer>,
        planned_on -> Nullable<Date>,
        proposed -> Nullable<Text>,
        recommendation -> Text,
        submitted_at -> Nullable<Timestamp>,
        submitted_by -> Nullable<BigInt>,
        to_complete -> Nullable<Text>,
        lift -> Nullable<Text>,
        lift_request -> Nullable<Text>,
        version -> BigInt,
    }
}
diesel::table! {
    gate_items (project_id, gate, item) {
        project_id -> BigInt,
        gate -> Integer,
        item -> Text,
        met -> Bool,
        note -> Text,
        version_label -> Text,
        reference -> Text,
        document -> Nullable<Integer>,
        document_version -> Nullable<Integer>,
        decision -> Nullable<Integer>,
        changed_by -> BigInt,
        changed_at -> Timestamp,
        version -> BigInt,
    }
}
diesel::table! {
    conditions (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        gate -> Nullable<Integer>,
        delivery -> Nullable<Integer>,
        decision -> Integer,
        item -> Nullable<Text>,
        text -> Text,
        owner_id -> BigInt,
        due_on -> Date,
        fulfilled_on -> Nullable<Date>,
        fulfilled_by -> Nullable<BigInt>,
        note -> Text,
        version -> BigInt,
    }
}
diesel::table! {
    decision_points (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        what -> Text,
        decider -> Text,
        planned_on -> Date,
        decision -> Nullable<Integer>,
        decided_on -> Nullable<Date>,
        version -> BigInt,
    }
}
diesel::table! {
    change_requests (id) {
        id -> BigInt,
        project_id -> BigInt,
        number -> Integer,
        state -> Text,
        since -> Timestamp,
        ordered_by -> Text,
        passed_on -> Bool,
        title -> Text,
        proposal -> Text,
        reason -> Text,
        if_nothing -> Text,
        assessment -> Nullable<Text>,
        makers -> Text,
        lift -> Nullable<Text>,
        decision -> Nullable<Integer>,
        baseline -> Nullable<Integer>,
        search -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}
diesel::table! {
    change_steps (id) {
        id -> BigInt,
        change_id -> BigInt,
        at -> Timestamp,
        person_id -> BigInt,
        role -> Text,
        step -> Text,
        text -> Text,
        decision -> Nullable<Integer>,
    }
}
diesel::table! {
    plan_baselines (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        content -> Text,
        hash -> Text,
        change_number -> Nullable<Integer>,
        decision -> Nullable<Integer>,
        adopted_at -> Timestamp,
    }
}

diesel::table! {
    charter_drafts (project_id) {
        project_id -> BigInt,
        matters -> Text,
        based_on -> Integer,
        saved_by -> BigInt,
        saved_at -> Timestamp,
        version -> BigInt,
    }
}
diesel::table! {
    delegations (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        from_role -> Text,
        given_by -> BigInt,
        by_body -> Bool,
        to_person -> Nullable<BigInt>,
        to_role -> Nullable<Text>,
        matters -> Text,
        from_on -> Date,
        to_on -> Date,
        kronor -> Nullable<BigInt>,
        days -> Nullable<Integer>,
        reason -> Text,
        decision -> Integer,
        revocation -> Nullable<Integer>,
        revoked_on -> Nullable<Date>,
        version -> BigInt,
    }
}

diesel::table! {
    goals (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        kind -> Text,
        name -> Text,
        parent -> Nullable<Integer>,
        portfolio -> Text,
        responsible_id -> Nullable<BigInt>,
        version -> BigInt,
    }
}
diesel::table! {
    indicators (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        goal -> Integer,
        name -> Text,
        unit -> Text,
        method -> Text,
        target_group -> Text,
        direction -> Text,
        decimals -> Integer,
        least -> Nullable<BigInt>,
        most -> Nullable<BigInt>,
        baseline -> Nullable<BigInt>,
        baseline_on -> Nullable<Date>,
        target -> Nullable<BigInt>,
        target_on -> Nullable<Date>,
        plan -> Text,
        version -> BigInt,
    }
}
diesel::table! {
    measurements (project_id, indicator, number) {
        project_id -> BigInt,
        indicator -> Integer,
        number -> Integer,
        measured_on -> Date,
        organisation -> Text,
        respondents -> Text,
        value -> BigInt,
        asked -> Nullable<Integer>,
        reason -> Text,
        recorded_by -> BigInt,
        recorded_at -> Timestamp,
        replaced_by -> Nullable<Integer>,
    }
}

diesel::table! {
    theories (project_id) {
        project_id -> BigInt,
        resources -> Text,
        activities -> Text,
        output -> Text,
        outcome -> Text,
        effect -> Text,
        value -> Text,
        version -> BigInt,
    }
}
diesel::table! {
    reminders (project_id, indicator, quarter, organisation, state) {
        project_id -> BigInt,
        indicator -> Integer,
        quarter -> Text,
        organisation -> Text,
        state -> Text,
        at -> Timestamp,
    }
}
diesel::table! {
    readings (id) {
        id -> BigInt,
        project_id -> BigInt,
        person_id -> BigInt,
        at -> Timestamp,
        path -> Text,
    }
}
diesel::table! {
    organisations (id) {
        id -> BigInt,
        name -> Text,
        kind -> Text,
        retired_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}
diesel::table! {
    deviations (project_id, number) {
        project_id -> BigInt,
        number -> Integer,
        area -> Text,
        title -> Text,
        text -> Text,
        observed_on -> Date,
        reported_by -> BigInt,
        reported_role -> Text,
        reported_at -> Timestamp,
        state -> Text,
        settled_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}
diesel::table! {
    file_pieces (sha256, piece) {
        sha256 -> Text,
        piece -> Integer,
        bytes -> Binary,
    }
}
diesel::table! {
    documents (id) {
        id -> BigInt,
        project_id -> BigInt,
        number -> Integer,
        kind -> Text,
        title -> Text,
        description -> Text,
        responsible_id -> Nullable<BigInt>,
        register_number -> Text,
        secrecy -> Text,
        state -> Text,
        shown_state -> Nullable<Text>,
        search -> Text,
        shown_search -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> BigInt,
    }
}
diesel::table! {
    document_versions (id) {
        id -> BigInt,
        document_id -> BigInt,
        project_id -> BigInt,
        number -> Integer,
        label -> Text,
        state -> Text,
        reason -> Text,
        text -> Text,
        file_sha256 -> Nullable<Text>,
        file_name -> Text,
        file_kind -> Nullable<Text>,
        size -> BigInt,
        written_by -> BigInt,
        written_at -> Timestamp,
        adopts_as -> Nullable<Text>,
        submitted_by -> Nullable<BigInt>,
        submitted_at -> Nullable<Timestamp>,
        return_reason -> Nullable<Text>,
        frozen -> Nullable<Text>,
        hash -> Nullable<Text>,
        decision -> Nullable<Integer>,
        adopted_on -> Nullable<Date>,
    }
}
diesel::table! {
    consultations (id) {
        id -> BigInt,
        document_id -> BigInt,
        version_number -> Integer,
        last_day -> Date,
        message -> Text,
        opened_by -> BigInt,
        opened_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}
diesel::table! {
    consultation_answers (consultation_id, person_id) {
        consultation_id -> BigInt,
        person_id -> BigInt,
        answer -> Text,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(tokens -> people (person_id));
diesel::joinable!(role_assignments -> people (person_id));
diesel::joinable!(role_assignments -> projects (project_id));
diesel::joinable!(assessments -> people (person_id));
diesel::joinable!(remarks -> people (person_id));
diesel::joinable!(change_steps -> people (person_id));
diesel::joinable!(measures -> people (responsible_id));
diesel::joinable!(risks -> people (owner_id));
diesel::joinable!(gate_items -> people (changed_by));
diesel::joinable!(conditions -> people (owner_id));
diesel::joinable!(acceptance_criteria -> people (changed_by));
diesel::joinable!(deliverable_versions -> people (added_by));
diesel::joinable!(deliverables -> people (responsible_id));
diesel::joinable!(document_versions -> documents (document_id));
diesel::joinable!(document_versions -> people (written_by));
diesel::joinable!(consultation_answers -> people (person_id));
diesel::joinable!(consultation_answers -> consultations (consultation_id));
diesel::joinable!(consultations -> documents (document_id));
diesel::table! {
    templates (kind, key, number) {
        kind -> Text,
        key -> Text,
        number -> Integer,
        content -> Text,
        made_by -> BigInt,
        made_at -> Timestamp,
    }
}
diesel::joinable!(templates -> people (made_by));

diesel::table! {
    risk_views (id) {
        id -> BigInt,
        project_id -> BigInt,
        person_id -> BigInt,
        name -> Text,
        query -> Text,
        version -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    settings,
    people,
    sessions,
    tokens,
    password_links,
    sign_ins,
    projects,
    bodies,
    role_assignments,
    charters,
    charter_drafts,
    risk_policies,
    risks,
    risk_tallies,
    assessments,
    measures,
    remarks,
    decisions,
    delegations,
    recordings,
    deliverables,
    acceptance_criteria,
    deliverable_versions,
    deliveries,
    delivery_versions,
    handovers,
    requirements,
    milestones,
    sprints,
    budget_lines,
    outcomes,
    meetings,
    recipients,
    reports,
    files,
    outbox,
    delivery_attempts,
    idempotency,
    jobs,
    journal,
    journal_bodies,
    gates,
    gate_items,
    conditions,
    decision_points,
    goals,
    indicators,
    measurements,
    change_requests,
    change_steps,
    plan_baselines,
    deviations,
    organisations,
    theories,
    reminders,
    readings,
    file_pieces,
    documents,
    document_versions,
    consultations,
    consultation_answers,
    templates,
    risk_views
);
