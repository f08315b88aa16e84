//! What has a state, a line each: as the tables have it, and as the model does.
use super::super::cast::{YEARS, day};
use super::super::model::{ChangeStage, Edition, GateStage, Label, Model, PartStage, Stage, TextStage, Thing, To, Version, Which};
use diesel::prelude::*;
use diesel::sql_types::Text;
use styrrum::domain::role::Role;
use styrrum::store::Db;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}
/// What has a state, straight from the tables: the program's own reading of them is part of what is tested.
pub fn lines(db: &mut Db, project: i64) -> Vec<String> {
    const FAMILIES: &str = "
        SELECT 1 AS f, 0 AS n, 0 AS m, 'project '||standing||' '||coalesce(stopped_by||' '||stopped_decision, '-')||' ended '||coalesce(terminated_decision, '-')||' v'||version||' budget '
          ||(SELECT group_concat(t, ' ') FROM (SELECT year||':'||amount AS t FROM budget_lines WHERE project_id = :p ORDER BY year)) AS line FROM projects p WHERE id = :p
        UNION ALL SELECT 2, number, 0, 'delegation '||number||' '||from_role||' by '||given_by||' body '||by_body||' to '||coalesce(to_person, to_role)||' '||matters
          ||' '||from_on||'..'||to_on||' decision '||decision||' limit '||coalesce(kronor||'/'||days, '-')||' revoked '||coalesce(revocation||' '||revoked_on, '-')||' v'||version FROM delegations WHERE project_id = :p
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
        UNION ALL SELECT 6, number, 0, 'condition '||number||' of '||coalesce('gate '||gate, 'delivery '||delivery)||' '||item||' due '||due_on||' decision '||decision FROM conditions WHERE project_id = :p
        UNION ALL SELECT 7, number, 0, 'document '||number||' '||state||' v'||version FROM documents WHERE project_id = :p
        UNION ALL SELECT 7, d.number, v.number, 'version '||d.number||' '||v.label||' '||v.state||' by '||v.written_by||' submitted by '||coalesce(v.submitted_by, '-')
          ||' as '||coalesce(v.adopts_as, '-')||' decision '||coalesce(v.decision, '-')||' frozen '||(v.frozen IS NOT NULL AND v.hash IS NOT NULL)
          FROM document_versions v JOIN documents d ON d.id = v.document_id WHERE v.project_id = :p
        UNION ALL SELECT 8, d.number, c.id, 'comments on '||d.number||'.'||c.version_number||' until '||c.last_day||' asked '||count(*)||' answered '||count(a.answered_at)
          ||' open '||(c.closed_at IS NULL) FROM consultations c JOIN documents d ON d.id = c.document_id JOIN consultation_answers a ON a.consultation_id = c.id
          WHERE d.project_id = :p GROUP BY c.id
        UNION ALL SELECT 9, number, 0, 'gate '||number||' '||state||' opened '||coalesce(opened_decision, '-')||' left '||coalesce(left_decision, '-')||' by '||coalesce(submitted_by, '-')
          ||' lifted '||coalesce(json_extract(lift, '$.to')||' '||json_extract(lift, '$.by')||' '||json_extract(lift, '$.terminate'), '-')||' asked '||coalesce(json_extract(lift_request, '$.by'), '-')
          ||' to complete '||(to_complete IS NOT NULL)||' planned '||coalesce(planned_on, '-')||' v'||version||' items '||coalesce((SELECT group_concat(t, ' ') FROM
          (SELECT i.item||'='||i.met||'/'||i.version AS t FROM gate_items i WHERE i.project_id = :p AND i.gate = gates.number ORDER BY i.item)), '') FROM gates WHERE project_id = :p
        UNION ALL SELECT 10, number, 0, 'FB-'||number||' '||state||' for '||ordered_by||' passed on '||passed_on||' by '||makers||' assessed '||(assessment IS NOT NULL)
          ||' lifted '||coalesce(json_extract(lift, '$.to')||' '||json_extract(lift, '$.by'), '-')||' decision '||coalesce(decision, '-')||' plan '||coalesce(baseline, '-')||' v'||version
          FROM change_requests WHERE project_id = :p
        UNION ALL SELECT 11, number, 0, 'plan '||number||' by '||coalesce('FB-'||change_number, '-')||' '||coalesce(decision, '-')||' ends '||coalesce(json_extract(content, '$.ends_on'), '-')
          ||' budget '||(SELECT group_concat(json_extract(value, '$.amount'), ' ') FROM json_each(content, '$.budget')) FROM plan_baselines WHERE project_id = :p";
    let query = format!("SELECT line FROM ({}) ORDER BY f, n, m", FAMILIES.replace(":p", &project.to_string()));
    let found: Vec<Line> = diesel::sql_query(query).load(db).expect("lines");
    found.into_iter().map(|l| l.line).collect()
}

/// As [`lines`], by the model.
pub fn told(model: &Model, people: &[i64]) -> Vec<String> {
    let by = |makers: &[usize]| format!("[{}]", makers.iter().map(|who| people[*who].to_string()).collect::<Vec<_>>().join(","));
    let lifted = |lift: Option<(Role, usize, bool)>| or_dash(lift.map(|(to, who, ends)| format!("{to} {} {}", people[who], u8::from(ends))));
    let mut lines = vec![project_line(model)];
    for (number, d) in (1..).zip(&model.delegations) {
        let to = match d.terms.to {
            To::Person(who) => people[who].to_string(),
            To::Role(role) => role.to_string(),
        };
        let matters: Vec<String> = d.terms.matters.iter().map(|m| format!("\"{}\"", m.word())).collect();
        lines.push(format!(
            "delegation {number} {} by {} body {} to {to} [{}] {}..{} decision {} limit {} revoked {} v{}",
            d.terms.from,
            people[d.by],
            u8::from(d.giver.is_none()),
            matters.join(","),
            day(d.from),
            day(d.until),
            d.decision,
            or_dash(d.terms.limit.map(|(kronor, days)| format!("{kronor}/{days}"))),
            or_dash(d.revoked.map(|(decision, on)| format!("{decision} {}", day(on)))),
            d.version()
        ));
    }
    for (which, editions) in &model.reports {
        lines.extend((1..).zip(editions).map(|(edition, e)| report_line(*which, edition, e, &by(&e.makers))));
    }
    for (n, d) in (1..).zip(&model.deliverables) {
        let locked = |v: &Version| v.locked.map_or_else(String::new, |(at, decision)| format!("@{}/{decision}", at + 1));
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
        let lift = lifted(d.lift);
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
        let (kind, number) = match c.of {
            Thing::Gate(n) => ("gate", n + 1),
            Thing::Delivery(n) => ("delivery", n + 1),
            other => panic!("a condition of {other:?}"),
        };
        lines.push(format!("condition {n} of {kind} {number} {} due {} decision {}", c.item, day(c.due), c.decision));
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
    for (n, g) in (1..).zip(&model.gates) {
        let person = |who: Option<usize>| or_dash(who.map(|who| people[who]));
        let items: Vec<String> = g.items.iter().map(|(item, (met, version))| format!("{item}={}/{version}", u8::from(*met))).collect();
        lines.push(format!(
            "gate {n} {} opened {} left {} by {} lifted {} asked {} to complete {} planned {} v{} items {}",
            gate_state(g.stage),
            or_dash(g.opened),
            or_dash(g.left),
            person(g.by),
            lifted(g.lift),
            person(g.request),
            u8::from(g.to_complete),
            or_dash(g.planned.map(day)),
            g.version,
            items.join(" ")
        ));
    }
    for (n, c) in (1..).zip(&model.changes) {
        let (passed, assessed, lift) =
            (u8::from(c.passed_on), u8::from(c.assessed.is_some()), or_dash(c.lift.map(|(to, who)| format!("{to} {}", people[who]))));
        let (state, makers, decision, plan) = (change_state(c.stage), by(&c.makers), or_dash(c.decision), or_dash(c.plan));
        lines.push(format!(
            "FB-{n} {state} for {} passed on {passed} by {makers} assessed {assessed} lifted {lift} decision {decision} plan {plan} v{}",
            c.ordered_by, c.version
        ));
    }
    for (n, b) in (1..).zip(&model.plans) {
        let (change, decision, ends) = (or_dash(b.change.map(|change| format!("FB-{}", change + 1))), or_dash(b.decision), or_dash(b.plan.ends.map(day)));
        let [this, next] = b.plan.budget.map(|kronor| kronor * 100);
        lines.push(format!("plan {n} by {change} {decision} ends {ends} budget {this} {next}"));
    }
    lines
}
fn gate_state(stage: GateStage) -> &'static str {
    match stage {
        GateStage::Ahead => "ahead",
        GateStage::Open => "open",
        GateStage::Submitted => "submitted",
        GateStage::Returned => "returned",
        GateStage::Passed => "passed",
        GateStage::Terminated => "terminated",
        GateStage::Skipped => "skipped",
    }
}
fn change_state(stage: ChangeStage) -> &'static str {
    match stage {
        ChangeStage::Draft => "draft",
        ChangeStage::Submitted => "submitted",
        ChangeStage::Received => "received",
        ChangeStage::Assessed => "assessed",
        ChangeStage::Raised => "raised",
        ChangeStage::Approved => "approved",
        ChangeStage::Rejected => "rejected",
        ChangeStage::Returned => "returned",
        ChangeStage::Executing => "executing",
        ChangeStage::Executed => "executed",
        ChangeStage::Communicated => "communicated",
        ChangeStage::Withdrawn => "withdrawn",
    }
}
fn project_line(model: &Model) -> String {
    let standing = match () {
        () if model.is_closed() => "closed",
        () if model.stopped.is_some() => "paused",
        () => "running",
    };
    let stopped = or_dash(model.stopped.map(|(by, decision)| format!("{by} {decision}")));
    let [this, next] = model.plan.budget.map(|kronor| kronor * 100);
    let [first, second] = YEARS;
    format!("project {standing} {stopped} ended {} v{} budget {first}:{this} {second}:{next}", or_dash(model.ended), model.version)
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
