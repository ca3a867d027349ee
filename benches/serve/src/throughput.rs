//! How much a service answers, beside a handler of axum that returns a constant.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::client::EVALUATION;
use crate::clinic::{Clinic, Combination, QUESTIONS, Question};
use crate::constant::{Constant, READ, UNREAD};
use crate::load::{Load, Rate};
use crate::outcome::Section;
use crate::service::Service;
use crate::times::{median, shown};
use crate::{Failed, Run};

/// On how many connections.
const CONNECTIONS: usize = 32;
/// What a service must answer at least, as a share of what the constant answers.
const SHARE: f64 = 0.7;
/// A permit and a refusal, by their place among the questions.
const ASKED: [(&str, usize); 2] = [("permit", 3), ("refusal", 0)];

/// Who is asked by turns.
struct Asked<'s> {
    name: String,
    service: &'s Service,
    load: Load,
    rounds: Vec<(Rate, Duration)>,
}

/// Runs the scenario.
///
/// # Errors
/// Where it can't be run.
pub fn run(run: &Run) -> Result<Section, Failed> {
    let rounds = run.rounds(9, 1);
    let millis = if run.quick { 500 } else { 2_000 };
    let mut section = Section::new(
        "Throughput of single evaluations",
        format!(
            "A load generator as a second process (one thread, {CONNECTIONS} connections that stay open, one request at a time on each) \
             asks `ward serve` as it is without settings, and, as a third process, handlers of axum that return a constant as long as the \
             service's answer: by turns, {rounds} rounds of {} each; cells are the medians of the rounds. All share the machine's cores. \
             *Of the constant* is the median of the rounds' ratios; *processor* is the server's own time for a request.",
            shown(Duration::from_millis(millis))
        ),
        &["", "requests a second", "of the constant", "half within", "99 %", "99.9 %", "processor"],
    );
    for (name, question) in ASKED {
        let question = QUESTIONS.get(question).ok_or("there is no such question")?;
        beside(&mut section, run, name, question, (rounds, millis))?;
    }
    Ok(section)
}

/// Measures one kind of answer.
fn beside(
    section: &mut Section,
    run: &Run,
    kind: &str,
    question: &Question,
    (rounds, millis): (u64, u64),
) -> Result<(), Failed> {
    let clinic = Clinic::new("")?;
    let service = Service::start(&run.ward, &clinic, &[])?;
    let (request, answer) = (clinic.beside("request"), clinic.beside("answer"));
    fs::write(&request, question.body())?;
    let answered = service.client()?.post(EVALUATION, &question.body())?;
    if answered.json()?["decision"] != question.expected(Combination::START) {
        return Err(format!("the service decides otherwise: {}", question.body()).into());
    }
    fs::write(&answer, &answered.body)?;
    let constant = Constant::in_a_process(&answer)?;
    let load = |service: &Service, path: &str, body: &PathBuf| Load {
        address: service.address,
        path: path.into(),
        body: body.clone(),
        connections: CONNECTIONS,
        millis,
    };
    let asked = |name: String, service, path| Asked {
        name,
        service,
        load: load(service, path, &request),
        rounds: Vec::new(),
    };
    let mut all = [
        asked(
            format!("`ward serve`, a {kind} of {} bytes", answered.body.len()),
            &service,
            EVALUATION,
        ),
        asked("constant, the request's body unread".into(), &constant, UNREAD),
        asked("constant, the request's body read".into(), &constant, READ),
    ];
    for one in &all {
        // Warm before anything counts.
        Load { millis: millis / 4, ..one.load.clone() }.in_a_process()?;
    }
    for round in 0..rounds {
        let first = usize::try_from(round)? % all.len();
        all.rotate_left(first);
        all.iter_mut().try_for_each(Asked::ask)?;
        all.rotate_right(first);
    }
    tell(section, kind, &all);
    Ok(())
}

impl Asked<'_> {
    fn ask(&mut self) -> Result<(), Failed> {
        let before = self.service.processor()?;
        let rate = self.load.in_a_process()?;
        let used = self.service.processor()?.saturating_sub(before);
        self.rounds.push((rate, used));
        Ok(())
    }

    fn middle(&self, of: impl Fn(&Rate, Duration) -> f64) -> f64 {
        median(self.rounds.iter().map(|(rate, used)| of(rate, *used)).collect())
    }

    /// The median of the rounds' ratios of this one to another.
    fn share(&self, of: &Self) -> f64 {
        let rounds = self.rounds.iter().zip(&of.rounds);
        median(rounds.map(|((mine, _), (other, _))| mine.a_second / other.a_second).collect())
    }
}

fn tell(section: &mut Section, kind: &str, all: &[Asked<'_>; 3]) {
    let [ward, unread, _] = all;
    for one in all {
        let time = |at: usize| {
            shown(Duration::from_secs_f64(one.middle(|rate, _| rate.within[at].as_secs_f64())))
        };
        #[expect(clippy::cast_precision_loss, reason = "a time for each of many")]
        let processor =
            one.middle(|rate, used| used.as_secs_f64() * 1e6 / rate.answers.max(1) as f64);
        section.row(&[
            one.name.clone(),
            format!("{:.0}", one.middle(|rate, _| rate.a_second)),
            format!("{:.0} %", one.share(unread) * 100.0),
            time(0),
            time(1),
            time(2),
            format!("{processor:.1} µs"),
        ]);
    }
    let failed: u64 = all.iter().flat_map(|one| &one.rounds).map(|(rate, _)| rate.failed).sum();
    section.promise(failed == 0, format!("no request fails: {failed} did"));
    let share = ward.share(unread);
    section.promise(
        share >= SHARE,
        format!(
            "a {kind} is answered at least {:.0} % as often as the constant: {:.0} %",
            SHARE * 100.0,
            share * 100.0
        ),
    );
}
