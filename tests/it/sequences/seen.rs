//! What is in the database, in the model's words.
use super::cast::{self, Template, day, moment};
use super::model::{Band, Edition, Label, MAILS, Model, PartStage, Stage, State, TextStage, To, Which};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use styrrum::domain::charter::Charter;
use styrrum::domain::role::Role;
use styrrum::services::my_turn::{self, Kind};
use styrrum::services::{Ctx, Problem};
use styrrum::store::risks::{Filter, Order};
use styrrum::store::{Db, decisions, risks, rules};

/// Everything that a sequence can change, and how long the journal is.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub state: Shown,
    pub head: i64,
    pub hash: String,
}

/// As both the model and the database tell it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub risks: Vec<ShownRisk>,
    /// Everything else that has a state, a line each.
    pub lines: Vec<String>,
    pub charter: i32,
    pub decisions: usize,
    /// How each ended, or `open`.
    pub recordings: Vec<String>,
    pub assessments: usize,
    pub measures: usize,
    pub remarks: usize,
    /// How many of each of [`MAILS`].
    pub mails: Vec<usize>,
    pub dispatched: usize,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ShownRisk {
    pub s: i32,
    pub k: i32,
    pub value: i32,
    pub band: String,
    pub held_by: Role,
    pub state: String,
    pub on: Option<chrono::NaiveDate>,
    pub covered: bool,
    pub proposal: Option<(i32, i32, i64)>,
    pub lifted: Option<(Role, i64)>,
    pub asked_by: Option<i64>,
    pub escalated: Option<(chrono::NaiveDateTime, bool)>,
    pub version: i64,
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    decisions: i64,
    #[diesel(sql_type = Text)]
    recordings: String,
    #[diesel(sql_type = BigInt)]
    assessments: i64,
    #[diesel(sql_type = BigInt)]
    measures: i64,
    #[diesel(sql_type = BigInt)]
    remarks: i64,
    #[diesel(sql_type = Text)]
    mails: String,
    #[diesel(sql_type = BigInt)]
    dispatched: i64,
    #[diesel(sql_type = BigInt)]
    charter: i64,
    #[diesel(sql_type = BigInt)]
    head: i64,
    #[diesel(sql_type = Text)]
    hash: String,
}
/// Only one project has risks and decisions: the sequence's own.
fn counts(db: &mut Db, project: i64) -> Counts {
    let newest = |column: &str| format!("coalesce((SELECT {column} FROM journal WHERE chain = {project} ORDER BY seq DESC LIMIT 1), 0)");
    let query = format!(
        "SELECT (SELECT count(*) FROM decisions) AS decisions, \
        (SELECT coalesce(group_concat(o, ' '), '') FROM (SELECT coalesce(outcome, 'open') AS o FROM recordings ORDER BY id)) AS recordings, \
        (SELECT count(*) FROM assessments) AS assessments, (SELECT count(*) FROM measures) AS measures, (SELECT count(*) FROM remarks) AS remarks, \
        (SELECT coalesce(group_concat(kind, ' '), '') FROM outbox WHERE kind <> 'report') AS mails, (SELECT count(*) FROM outbox WHERE kind = 'report') AS dispatched, \
        (SELECT max(number) FROM charters WHERE project_id = {project}) AS charter, {} AS head, {} AS hash",
        newest("seq"),
        newest("hash")
    );
    diesel::sql_query(query).get_result(db).expect("counts")
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}
/// What has a state, straight from the tables: the program's own reading of them is part of what is tested.
fn lines(db: &mut Db, project: i64) -> Vec<String> {
    const FAMILIES: &str = "
        SELECT 1 AS f, 0 AS n, 0 AS m, 'project '||standing||' '||coalesce(stopped_by||' '||stopped_decision, '-')||' ended '||coalesce(terminated_decision, '-')
          ||' effect '||(SELECT state FROM gates g WHERE g.project_id = p.id AND g.phase = 'effect')||' v'||version AS line FROM projects p WHERE id = :p
        UNION ALL SELECT 2, number, 0, 'delegation '||number||' '||from_role||' by '||given_by||' body '||by_body||' to '||coalesce(to_person, to_role)||' '||matters
          ||' '||from_on||'..'||to_on||' decision '||decision||' revoked '||coalesce(revocation||' '||revoked_on, '-')||' v'||version FROM delegations WHERE project_id = :p
        UNION ALL SELECT 3, (kind = 'final') + 2 * (kind = 'effect'), 100 * number + edition, kind||' report '||number||'.'||edition||' '||state||' by '||editors
          ||' approvals '||json_array_length(approvals)||' decision '||coalesce(decision, '-')||' frozen '||(frozen IS NOT NULL AND hash IS NOT NULL)
          ||' pdf '||(pdf_sha256 IS NOT NULL)||' v'||version FROM reports WHERE project_id = :p
        UNION ALL SELECT 4, d.number, 0, 'L'||d.number||' v'||d.version||' met '||c.met||' v'||c.version||' versions '||coalesce((SELECT group_concat(t, ' ') FROM
          (SELECT v.label||coalesce('@'||v.delivery||'/'||v.decision, '') AS t FROM deliverable_versions v WHERE v.project_id = :p AND v.deliverable = d.number ORDER BY v.number)), '')
          FROM deliverables d JOIN acceptance_criteria c ON c.project_id = :p AND c.deliverable = d.number WHERE d.project_id = :p
        UNION ALL SELECT 5, d.number, 0, 'delivery '||d.number||' '||d.state||' by '||d.makers||' lifted '
          ||coalesce(json_extract(d.lift, '$.to')||' '||json_extract(d.lift, '$.by')||' '||json_extract(d.lift, '$.terminate'), '-')||' asked '||coalesce(json_extract(d.lift_request, '$.by'), '-')||' to complete '||(d.to_complete IS NOT NULL)
          ||' decision '||coalesce(d.decision, '-')||' fixed '||(d.content IS NOT NULL)||' v'||d.version||' of '||coalesce((SELECT group_concat(t, ' ') FROM
          (SELECT 'L'||v.deliverable||' '||v.number AS t FROM delivery_versions v WHERE v.project_id = :p AND v.delivery = d.number ORDER BY v.deliverable)), '')
          FROM deliveries d WHERE d.project_id = :p
        UNION ALL SELECT 6, number, 0, 'condition '||number||' of delivery '||delivery||' '||item||' due '||due_on||' decision '||decision FROM conditions WHERE project_id = :p
        UNION ALL SELECT 7, number, 0, 'document '||number||' '||state||' v'||version FROM documents WHERE project_id = :p
        UNION ALL SELECT 7, d.number, v.number, 'version '||d.number||' '||v.label||' '||v.state||' by '||v.written_by||' submitted by '||coalesce(v.submitted_by, '-')
          ||' as '||coalesce(v.adopts_as, '-')||' decision '||coalesce(v.decision, '-')||' frozen '||(v.frozen IS NOT NULL AND v.hash IS NOT NULL)
          FROM document_versions v JOIN documents d ON d.id = v.document_id WHERE v.project_id = :p
        UNION ALL SELECT 8, d.number, c.id, 'comments on '||d.number||'.'||c.version_number||' until '||c.last_day||' asked '||count(*)||' answered '||count(a.answered_at)
          ||' open '||(c.closed_at IS NULL) FROM consultations c JOIN documents d ON d.id = c.document_id JOIN consultation_answers a ON a.consultation_id = c.id
          WHERE d.project_id = :p GROUP BY c.id";
    let query = format!("SELECT line FROM ({}) ORDER BY f, n, m", FAMILIES.replace(":p", &project.to_string()));
    let found: Vec<Line> = diesel::sql_query(query).load(db).expect("lines");
    found.into_iter().map(|l| l.line).collect()
}

impl Seen {
    /// The charter that was seen last is read again only when there is a newer one.
    pub fn of(db: &mut Db, id: i64, known: &mut Charter) -> Seen {
        let counts = counts(db, id);
        if i64::from(known.number()) != counts.charter {
            *known = rules::charter(db, id).expect("charter");
        }
        let charter = &*known;
        let rows =
            if counts.assessments == 0 { Vec::new() } else { risks::page(db, id, &Filter::default(), Order::Number { after: None }, 100).expect("risks") };
        let shown = |row: &risks::RiskRow| {
            let risk = row.to_domain().expect("risk");
            ShownRisk {
                s: row.likelihood,
                k: row.impact,
                value: row.value,
                band: row.band.to_string(),
                held_by: risk.held_by(charter),
                state: row.state.to_string(),
                on: row.state_on,
                covered: row.covered,
                proposal: risk.proposal.map(|p| (p.likelihood, p.impact, p.by.0)),
                lifted: risk.lift.map(|l| (l.to, l.by.0)),
                asked_by: risk.request.map(|r| r.by.0),
                escalated: row.escalated_at.map(|at| (at, row.acknowledged_at.is_some())),
                version: row.version,
            }
        };
        let state = Shown {
            risks: rows.iter().map(shown).collect(),
            lines: lines(db, id),
            charter: charter.number(),
            decisions: counts.decisions as usize,
            recordings: counts.recordings.split_whitespace().map(str::to_owned).collect(),
            assessments: counts.assessments as usize,
            measures: counts.measures as usize,
            remarks: counts.remarks as usize,
            mails: MAILS.iter().map(|kind| counts.mails.split_whitespace().filter(|k| k == kind).count()).collect(),
            dispatched: counts.dispatched as usize,
        };
        Seen { state, head: counts.head, hash: counts.hash }
    }
}

/// What the model says must be seen.
pub fn expected(model: &Model, template: &Template) -> Shown {
    let risk = |n: usize| {
        let r = &model.risks[n];
        let (state, on) = match r.state {
            State::Assessed => ("assessed", None),
            State::Treated => ("treated", None),
            State::Accepted { until } => ("accepted", Some(day(until))),
            State::Occurred { on } => ("occurred", Some(day(on))),
            State::Closed { on } => ("closed", Some(day(on))),
        };
        ShownRisk {
            s: r.s,
            k: r.k,
            value: r.s * r.k,
            band: Band::of(r.s * r.k).word().into(),
            held_by: model.held_by(n),
            state: state.into(),
            on,
            covered: r.covered,
            proposal: r.proposal.map(|(s, k, by)| (s, k, template.people[by])),
            lifted: r.lift.map(|(to, by)| (to, template.people[by])),
            asked_by: r.request.map(|by| template.people[by]),
            escalated: r.escalation.map(|((day, step), seen)| (moment(day, step), seen)),
            version: r.version,
        }
    };
    Shown {
        risks: (0..model.risks.len()).map(risk).collect(),
        lines: told(model, &template.people),
        charter: model.charter,
        decisions: model.decisions.len(),
        recordings: model.recordings.iter().map(|r| r.end.unwrap_or("open").to_owned()).collect(),
        assessments: model.assessments,
        measures: model.measures,
        remarks: model.remarks,
        mails: model.mails.to_vec(),
        dispatched: model.dispatched,
    }
}

/// As [`lines`], by the model.
fn told(model: &Model, people: &[i64]) -> Vec<String> {
    let by = |makers: &[usize]| format!("[{}]", makers.iter().map(|who| people[*who].to_string()).collect::<Vec<_>>().join(","));
    let mut lines = vec![project_line(model)];
    for (number, d) in (1..).zip(&model.delegations) {
        let to = match d.terms.to {
            To::Person(who) => people[who].to_string(),
            To::Role(role) => role.to_string(),
        };
        let matters: Vec<String> = d.terms.matters.iter().map(|m| format!("\"{}\"", m.word())).collect();
        lines.push(format!(
            "delegation {number} {} by {} body {} to {to} [{}] {}..{} decision {} revoked {} v{}",
            d.terms.from,
            people[d.by],
            u8::from(d.giver.is_none()),
            matters.join(","),
            day(d.from),
            day(d.until),
            d.decision,
            or_dash(d.revoked.map(|(decision, on)| format!("{decision} {}", day(on)))),
            d.version()
        ));
    }
    for (which, editions) in &model.reports {
        lines.extend((1..).zip(editions).map(|(edition, e)| report_line(*which, edition, e, &by(&e.makers))));
    }
    for (n, d) in (1..).zip(&model.deliverables) {
        let locked = |v: &super::model::Version| v.locked.map_or_else(String::new, |(at, decision)| format!("@{}/{decision}", at + 1));
        let versions: Vec<String> = d.versions.iter().map(|v| format!("0.{}{}", v.number, locked(v))).collect();
        lines.push(format!("L{n} v{} met {} v{} versions {}", d.version, u8::from(d.met), d.criterion, versions.join(" ")));
    }
    for (n, d) in (1..).zip(&model.deliveries) {
        let state = match d.stage {
            PartStage::Draft => "draft",
            PartStage::Submitted => "submitted",
            PartStage::Returned => "returned",
            PartStage::Approved => "approved",
        };
        let lift = or_dash(d.lift.map(|(to, who, ends)| format!("{to} {} {}", people[who], u8::from(ends))));
        let asked = or_dash(d.request.map(|who| people[who]));
        let of: Vec<String> = d.versions.iter().map(|(of, number)| format!("L{} {number}", of + 1)).collect();
        let (complete, decision, fixed) = (u8::from(d.to_complete), or_dash(d.decision), u8::from(d.stage == PartStage::Approved));
        lines.push(format!(
            "delivery {n} {state} by {} lifted {lift} asked {asked} to complete {complete} decision {decision} fixed {fixed} v{} of {}",
            by(&d.makers),
            d.version,
            of.join(" ")
        ));
    }
    for (n, c) in (1..).zip(&model.conditions) {
        lines.push(format!("condition {n} of delivery {} {} due {} decision {}", c.delivery + 1, c.item, day(c.due), c.decision));
    }
    for (n, d) in (1..).zip(&model.documents) {
        lines.push(format!("document {n} {} v{}", text_state(d.newest().stage), d.version));
        lines.extend(d.texts.iter().map(|t| {
            let (label, submitted_by, adopts_as) = (label(t.label), or_dash(t.submitted_by.map(|who| people[who])), or_dash(t.adopts_as.map(self::label)));
            let (decision, frozen) = (or_dash(t.decision), u8::from(t.stage == TextStage::Adopted));
            let state = text_state(t.stage);
            format!("version {n} {label} {state} by {} submitted by {submitted_by} as {adopts_as} decision {decision} frozen {frozen}", people[t.by])
        }));
    }
    for (n, d) in (1..).zip(&model.documents) {
        lines.extend(d.consultations.iter().map(|c| {
            let (asked, answered, open) = (c.asked.len(), c.answered.len(), u8::from(c.open));
            format!("comments on {n}.{} until {} asked {asked} answered {answered} open {open}", c.text + 1, day(c.last_day))
        }));
    }
    lines
}
fn project_line(model: &Model) -> String {
    let standing = if model.stopped.is_some() { "paused" } else { "running" };
    let stopped = or_dash(model.stopped.map(|(by, decision)| format!("{by} {decision}")));
    let effect = if model.effect { "open" } else { "ahead" };
    format!("project {standing} {stopped} ended {} effect {effect} v{}", or_dash(model.ended), model.version)
}
fn report_line(which: Which, edition: usize, e: &Edition, by: &str) -> String {
    let (kind, number) = match which {
        Which::Status(n) => ("status", n + 1),
        Which::Final => ("final", 1),
        Which::Effect => ("effect", 1),
    };
    let state = match e.stage {
        Stage::Draft => "draft",
        Stage::Submitted => "submitted",
        Stage::Approved => "approved",
        Stage::Returned => "returned",
        Stage::Sent => "sent",
    };
    let (decision, frozen, pdf) = (or_dash(e.decision), u8::from(e.stage != Stage::Draft), u8::from(e.stage.locked()));
    format!("{kind} report {number}.{edition} {state} by {by} approvals {} decision {decision} frozen {frozen} pdf {pdf} v{}", e.approvals, e.version)
}
fn text_state(stage: TextStage) -> &'static str {
    match stage {
        TextStage::Draft => "draft",
        TextStage::OutForComments => "out_for_comments",
        TextStage::Submitted => "submitted",
        TextStage::Returned => "returned",
        TextStage::Adopted => "adopted",
    }
}
fn label((major, minor): Label) -> String {
    format!("{major}.{minor}")
}
fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |v| v.to_string())
}

/// The id of the recording made as number `place` (from 0) of the project, open or not.
pub fn recording_id(db: &mut Db, project: i64, place: usize) -> Option<i64> {
    use styrrum::store::schema::recordings;
    let ids: Vec<i64> = recordings::table.filter(recordings::project_id.eq(project)).select(recordings::id).order(recordings::id).load(db).expect("recordings");
    ids.get(place).copied()
}

/// Every new decision is the model's: numbered without gaps, by the role and on the delegation that the rules give it.
pub fn decisions_hold(db: &mut Db, id: i64, template: &Template, model: &Model, known: usize) -> Result<(), String> {
    if model.decisions.len() == known {
        return Ok(());
    }
    let rows = decisions::page(db, id, None, None, 100).expect("decisions");
    let numbers: Vec<i32> = rows.iter().rev().map(|d| d.number).collect();
    if numbers != (1..=model.decisions.len() as i32).collect::<Vec<_>>() {
        return Err(format!("the decisions are numbered {numbers:?}"));
    }
    for (row, taken) in rows.iter().rev().zip(&model.decisions) {
        let told = (row.matter.as_deref(), row.object_kind.as_str(), row.object_ref.clone(), row.outcome.as_str());
        let due = (taken.matter.map(|m| m.word()), taken.about.kind(), taken.about.reference(model.code), taken.outcome);
        let told_by = (row.person_id, row.recorded_by, row.role.as_str(), row.delegation, row.charter);
        let due_by = (Some(template.people[taken.who]), template.people[taken.recorded_by], taken.role.as_str(), taken.delegation, Some(taken.charter));
        if told != due || told_by != due_by {
            return Err(format!("decision {}: {told:?} {told_by:?} instead of {due:?} {due_by:?} ({})", row.number, cast::CAST[taken.who].0));
        }
    }
    Ok(())
}

/// What the program says waits for somebody, in order.
pub fn waits_for(db: &mut Db, ctx: &Ctx, code: &str) -> Vec<String> {
    let turn = my_turn::gather(db, ctx).unwrap_or_else(|e: Problem| panic!("{e:?}"));
    let word = |kind: Kind| match kind {
        Kind::RiskEscalated | Kind::RiskLifted | Kind::RiskAsked | Kind::LoweringProposed => "",
        Kind::ReportSubmitted => "submitted ",
        Kind::ReportReturned => "returned ",
        Kind::ReportDraft => "draft ",
        Kind::ReportToSend => "to send ",
        Kind::DecisionToConfirm => "to confirm ",
        Kind::DeliverySubmitted | Kind::DeliveryLifted | Kind::DeliveryAsked => "delivery ",
        Kind::DeliveryReturned => "delivery back ",
        Kind::ProjectPaused => "paused ",
        Kind::ConditionDue => "condition ",
        Kind::DocumentSubmitted => "document ",
        Kind::DocumentReturned => "document back ",
        Kind::CommentsAsked => "comments ",
        Kind::CommentsToClose => "comments to close ",
        // Nothing else is done in these sequences.
        _ => "unexpected ",
    };
    let mut found: Vec<String> = turn.items.iter().filter(|i| i.project == code).map(|i| format!("{}{}", word(i.kind), i.reference)).collect();
    found.sort_unstable();
    found
}
