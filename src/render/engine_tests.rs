use serde_json::{Value as Json, json};

use super::*;
use crate::render::assets;

fn shell(lang: Lang) -> Shell {
    Shell {
        lang,
        theme: Some(Theme::Dark),
        once: "0123".to_owned(),
        csrf: "token".into(),
        path: "/projects/H044/risks?band=high".into(),
        person: Some(ShellPerson { name: "Projektledaren".into(), initials: "PL".into(), role: "Projektledare".into() }),
        project: Some(ShellProject {
            code: "H044".into(),
            name: "Digitala processer <för> socialtjänst".into(),
            phase: "Genomförande".into(),
            open_risks: 6,
            menu: &[],
        }),
        colours: None,
        meetings: None,
        waiting: 4,
        about: String::new(),
        page: "risks",
        notice: Some("Risken R1 är sparad".into()),
        receipt: None,
        is_admin: true,
        may_read_journal: true,
        may_export: true,
        demo: true,
        demo_sends: false,
        asset_version: assets::version(),
    }
}

fn problem() -> Json {
    json!({
        "status": 403, "title": "Det här får du inte göra", "text": "Läs vem som får",
        "typed": ["Skäl i <flera> ord"],
        "sign_in": false, "request_id": "7f3a"
    })
}

/// Renders a template given as text, with the macros at hand.
fn rendered(source: &str, c: Json) -> String {
    let mut environment = compiling(Lang::Sv);
    let source = format!("{{% import \"components/m.html\" as m %}}{source}");
    environment.add_template_owned("test.html", source).unwrap();
    let context = context! { shell => Serde(shell(Lang::Sv)), c => Serde(c) };
    environment.get_template("test.html").unwrap().render(context).unwrap_or_else(|error| panic!("{error:#}"))
}

/// The engine escapes slashes too; undone so that the tests read as the pages do.
fn unslashed(html: &str) -> String {
    html.replace("&#x2f;", "/")
}

fn form_with_error() -> Json {
    json!({
        "values": {"threat": "<b>Hot</b>", "strategy": "reduce", "agree": "yes"},
        "errors": [{"field": "threat", "message": "Skriv vad som hotar"}],
        "current": {"threat": "Annat hot"}
    })
}

fn names() -> impl Iterator<Item = String> {
    let reports = Reports::iter().filter(|name| name.ends_with(".html")).map(|name| format!("reports/{name}"));
    let all: Vec<String> = Templates::iter().map(|name| name.to_string()).chain(reports).collect();
    assert!(all.len() > 100, "{all:?}");
    all.into_iter()
}

#[test]
fn every_template_compiles_in_both_languages() {
    for lang in Lang::ALL {
        let environment = compiling(lang);
        let faults: Vec<String> = names().filter_map(|name| environment.get_template(&name).err()).map(|f| format!("{f:#}")).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

#[test]
fn no_template_marks_text_as_safe_or_carries_style_or_script() {
    for name in names().filter(|name| name.ends_with(".html")) {
        let source = source(&name).unwrap();
        for forbidden in ["|safe", "| safe", "style=\"", "<style", "onclick", "onsubmit", "autoescape"] {
            assert!(name.starts_with("mail/") || !source.contains(forbidden), "{name}: {forbidden}");
        }
    }
}

#[test]
fn a_page_escapes_what_people_wrote_and_marks_the_current_entry() {
    let html = page("pages/errors/problem.html", &shell(Lang::Sv), &problem()).unwrap();
    assert!(html.contains("Digitala processer &lt;för&gt; socialtjänst"));
    assert!(unslashed(&html).contains("href=\"/projects/H044/risks\" aria-current=\"page\""));
    assert!(html.contains("<html lang=\"sv\" data-theme=\"dark\">"));
    assert!(html.contains("Skäl i &lt;flera&gt; ord"));
    assert_eq!(html.matches("<h1").count(), 1);
}

#[test]
fn a_visitor_who_is_not_signed_in_gets_a_page_without_menus() {
    let mut visitor = shell(Lang::En);
    visitor.person = None;
    visitor.project = None;
    let mut context = problem();
    context["held_by"] = Json::Null;
    let html = page("pages/errors/problem.html", &visitor, &context).unwrap();
    assert!(html.contains("<html lang=\"en\""));
    assert!(!html.contains("sign-out") && !html.contains("tabbar"));
}

#[test]
fn a_member_of_the_steering_group_has_six_entries_beside_what_waits() {
    let mut member = shell(Lang::Sv);
    member.is_admin = false;
    if let Some(project) = &mut member.project {
        project.menu = &["risks", "decisions", "meetings", "status-reports", "documents"];
    }
    let html = page("pages/errors/problem.html", &member, &problem()).unwrap();
    let side = html.split("</aside>").next().unwrap();
    let entries: usize = side.split("<nav").skip(1).map(|nav| nav.split("</nav>").next().unwrap().matches("<a ").count()).sum();
    assert_eq!(entries, 1 + 6);
}

#[test]
fn a_field_with_an_error_keeps_its_value_and_names_its_error() {
    let html =
        rendered("{{ m.error_summary(c.form) }}{{ m.text(c.form, \"threat\", \"Hot\", hint=\"Kort\", required=true) }}", json!({"form": form_with_error()}));
    assert!(html.contains("href=\"#f-threat\""));
    assert!(unslashed(&html).contains("value=\"&lt;b&gt;Hot&lt;/b&gt;\""));
    assert!(html.contains("aria-invalid=\"true\" aria-describedby=\"f-threat-hint f-threat-err\""));
    assert!(html.contains("måste fyllas i"));
}

#[test]
fn fields_tolerate_a_form_without_values_and_no_form_at_all() {
    let fields = "{{ m.text(c.form, \"a\", \"A\") }}{{ m.area(c.form, \"b\", \"B\") }}\
        {{ m.select(c.form, \"c\", \"C\", [{\"value\": 1, \"label\": \"Ett\"}]) }}\
        {{ m.radios(c.form, \"d\", \"D\", [{\"value\": \"x\", \"label\": \"X\"}]) }}\
        {{ m.checkbox(c.form, \"e\", \"E\") }}{{ m.date(c.form, \"f\", \"F\") }}\
        {{ m.number(c.form, \"g\", \"G\", unit=\"kr\") }}{{ m.scale(c.form, \"h\", \"H\", [{\"value\": 1, \"label\": \"1\"}]) }}\
        {{ m.checkboxes(c.form, \"i\", \"I\", [{\"value\": 1, \"label\": \"1\"}]) }}\
        {{ m.error_summary(c.form) }}{{ m.conflict(c.form, {}) }}";
    for form in [json!({"values": {}, "errors": [], "current": null}), json!({}), Json::Null] {
        let html = rendered(fields, json!({"form": form}));
        assert!(!html.contains("checked") && !html.contains("aria-invalid"), "{html}");
    }
}

#[test]
fn what_was_chosen_stays_chosen() {
    let html = rendered(
        "{{ m.radios(c.form, \"strategy\", \"Sätt\", [{\"value\": \"avoid\", \"label\": \"Undvika\"}, {\"value\": \"reduce\", \"label\": \"Minska\"}]) }}\
         {{ m.select(c.form, \"strategy\", \"Sätt\", [{\"value\": \"avoid\", \"label\": \"U\"}, {\"value\": \"reduce\", \"label\": \"M\"}]) }}\
         {{ m.checkbox(c.form, \"agree\", \"Ja\") }}",
        json!({"form": form_with_error()}),
    );
    assert!(html.contains("value=\"reduce\" id=\"f-strategy-2\" checked"));
    assert!(html.contains("<option value=\"reduce\" selected>"));
    assert!(html.contains("value=\"yes\" checked"));
}

#[test]
fn a_conflict_shows_what_was_written_beside_what_is_saved() {
    let html = rendered("{{ m.conflict(c.form, {\"threat\": \"Hot\", \"strategy\": \"Sätt\"}) }}", json!({"form": form_with_error()}));
    assert!(html.contains("&lt;b&gt;Hot") && html.contains("Annat hot"), "{html}");
}

#[test]
fn only_markup_is_printed_unescaped() {
    let html = rendered("{{ m.chart(c.svg, {\"head\": [\"Risk\", \"R\"], \"rows\": [[\"R1\", 25]]}) }}", json!({"svg": "<svg></svg>"}));
    assert!(html.contains("&lt;svg&gt;"));
    #[derive(Serialize)]
    struct Chart {
        svg: Markup,
    }
    let chart = Value::from(Serde(Chart { svg: Markup::new("<svg></svg>".into()) }));
    let out = environment(Lang::Sv).render_named_str("x.html", "{{ svg }}", chart).unwrap();
    assert_eq!(out, "<svg></svg>");
}

#[test]
fn every_small_macro_renders() {
    let html = rendered(
        "{{ m.rv(25, \"high\") }}{{ m.band(\"medium\") }}{{ m.lamp(\"minor\") }}{{ m.light_tag(\"Tid\", \"on_plan\") }}\
         {{ m.light(\"Budget\", \"major\", [{\"kind\": \"milestone_late\", \"milestone\": \"Start\", \"days\": 2}]) }}{{ m.tag(\"Ny\", \"brand\", \"flag\") }}{{ m.trend(\"up\") }}{{ m.trend(\"flat\") }}\
         {{ m.rail([{\"key\": \"initiate\", \"state\": \"done\"}, {\"key\": \"planning\", \"state\": \"now\", \"note\": \"27 nov\"}, {\"key\": \"effect\", \"state\": \"next\"}]) }}\
         {{ m.steps([{\"label\": \"Skriv\", \"state\": \"done\"}, {\"label\": \"Skicka\", \"state\": \"next\"}]) }}\
         {{ m.head(\"Risker\", m.crumbs([{\"href\": \"/\", \"label\": \"Hem\"}], \"Risker\"), \"Ingress\") }}\
         {% call m.card(\"x\", \"Kort\", \"6 risker\") %}innehåll{% endcall %}\
         {% call m.bar(\"Som ordförande\") %}{{ m.submit(\"Spara\", \"check\") }}{% endcall %}\
         {% call m.scroll(\"Budget\") %}x{% endcall %}{{ m.empty(\"Inget\", \"Text\", \"/\", \"Gå\") }}{{ m.note(\"Obs\", \"mid\") }}{{ m.pager(\"?after=1\") }}\
         {{ m.dl([{\"term\": \"A\", \"value\": \"B\"}]) }}{{ m.answers([{\"term\": \"A\", \"value\": \"B\", \"href\": \"#a\"}]) }}\
         {{ m.facts([{\"term\": \"Har åtgärd\", \"value\": \"6 av 6\"}, {\"term\": \"I tid\", \"value\": \"5 av 6\", \"bad\": true}]) }}\
         {{ m.timeline([{\"when\": \"27 nov\", \"title\": \"Bedömd\", \"by\": \"Projektledaren\"}]) }}{{ m.meter(169, \"mid\") }}\
         {{ m.th(\"Värde\", \"?sort=r\", \"descending\") }}{{ m.person(\"Ordföranden\", \"OF\", \"27 nov\") }}{{ m.copy(\"/x\") }}{{ m.autosave_state() }}\
         {{ m.link_button(\"Ny\", \"/ny\", \"plus\", \"btn--primary\") }}{{ m.icon(\"gavel\", \"big\") }}{{ m.csrf() }}",
        Json::Null,
    );
    assert!(html.contains("<span class=\"rv rv--high\">"));
    assert!(html.contains("Enligt plan") && html.contains("innehåll"));
    assert!(html.contains("width=\"100\""));
}

#[test]
fn dates_and_figures_are_written_in_the_language() {
    let html = rendered(
        "{{ c.at|moment }} {{ c.at|date }} {{ c.on|long_day }} {{ c.kr|kr }} {{ c.share|percent }} {{ c.n|number }}{{ c.none|kr }}",
        json!({"at": "2020-11-27T09:42:00", "on": "2020-11-27", "kr": 148_470_000, "share": 66.2, "n": 12345, "none": null}),
    );
    assert_eq!(html.replace('\u{a0}', " "), "fre 27 nov kl. 10.42 2020-11-27 fredag 27 november 2020 1 484 700 kr 66,2 % 12 345");
}

#[test]
fn a_text_file_is_not_escaped_and_a_missing_template_is_told() {
    assert!(plain("mail/none.txt", Lang::Sv, &Json::Null).is_err());
    assert_eq!(escape_by_ending("mail/x/body.txt"), AutoEscape::None);
    assert_eq!(escape_by_ending("mail/x/body.html"), AutoEscape::Html);
}

#[test]
fn an_icon_or_a_text_that_does_not_exist_fails() {
    let environment = compiling(Lang::Sv);
    for source in ["{{ icon(\"no-such\") }}", "{{ t(\"no-such\") }}", "{{ c.gone }}"] {
        let answer = environment.render_named_str("x.html", source, context! { c => context! {} });
        assert!(answer.is_err(), "{source}");
    }
}
