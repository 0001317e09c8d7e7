//! The command line in the reader's language: which one, the texts of the
//! help, and what is said when the words were wrong.

use crate::args::Cli;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::ExitCode;
use text::Language;

/// The language asked for: `--lang`, else `FENGHUO_LANG`, else the terminal's.
pub fn language(words: &[OsString]) -> Language {
    let mut words = words.iter().map(|word| word.to_string_lossy());
    let mut asked = None;
    while let Some(word) = words.next() {
        if word == "--lang" {
            asked = words.next().map(|value| value.into_owned());
        } else if let Some(value) = word.strip_prefix("--lang=") {
            asked = Some(value.to_owned());
        }
    }
    asked
        .as_deref()
        .and_then(Language::from_tag)
        .or_else(|| {
            ["FENGHUO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .find_map(|value| Language::from_lang(&value))
        })
        .unwrap_or_default()
}

/// Reads the words; help, version and faults are printed here.
pub fn parse(words: &[OsString], language: Language) -> Result<Cli, ExitCode> {
    let command = localised(Cli::command(), "fenghuo", language);
    let read = command.try_get_matches_from(words).and_then(|matches| Cli::from_arg_matches(&matches));
    read.map_err(|error| said(&error, language))
}

fn say(language: Language, id: &str, args: &[(&'static str, String)]) -> String {
    let args: BTreeMap<&str, String> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    text::render(language, id, &args)
}

/// A message, or nothing where the texts have none under this id.
fn known(language: Language, id: &str) -> Option<String> {
    let said = say(language, id, &[]);
    (said != id).then_some(said)
}

/// Headings must live as long as the program; there are three of them.
fn fixed(heading: String) -> &'static str {
    Box::leak(heading.into_boxed_str())
}

fn localised(command: Command, path: &str, language: Language) -> Command {
    let word = |id: &str| say(language, id, &[]);
    let template =
        format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}{{after-help}}\n", word("help-heading-usage"));
    let mut command = command
        .help_template(template)
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help))
        .subcommand_help_heading(fixed(word("help-heading-commands")))
        .about(known(language, &format!("help-{path}")).unwrap_or_default());
    if path == "fenghuo" {
        command = command
            .disable_version_flag(true)
            .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version));
        command = command.after_help(word("help-after"));
    }
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    command = command.mut_args(|arg| {
        let id = arg.get_id().as_str().replace('_', "-");
        let own = known(language, &format!("help-{path}-{id}"));
        let heading = if arg.is_positional() { "help-heading-arguments" } else { "help-heading-options" };
        let help = own.or_else(|| known(language, &format!("help-arg-{id}"))).unwrap_or_default();
        let arg = arg.help(help).help_heading(fixed(say(language, heading, &[]))).hide_env(true);
        // What clap would add on its own is English; the texts say it.
        if arg.get_action().takes_values() {
            arg.hide_default_value(true).hide_possible_values(true)
        } else {
            arg
        }
    });
    for name in names {
        let below = format!("{path}-{name}");
        command = command.mut_subcommand(name, |sub| localised(sub, &below, language));
    }
    command
}

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "the command line speaks to its reader")]
fn said(error: &clap::Error, language: Language) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print!("{error}");
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{error}");
            return ExitCode::from(2);
        }
        _ => {}
    }
    let context = |kind| error.get(kind).map(ToString::to_string);
    let what = context(ContextKind::InvalidArg).or_else(|| context(ContextKind::InvalidSubcommand));
    let args = [
        ("what", what.unwrap_or_default()),
        ("value", context(ContextKind::InvalidValue).unwrap_or_default()),
        ("valid", context(ContextKind::ValidValue).unwrap_or_default()),
    ];
    let id = match error.kind() {
        ErrorKind::UnknownArgument => "cli-usage-unknown-argument",
        ErrorKind::InvalidSubcommand => "cli-usage-unknown-command",
        ErrorKind::MissingRequiredArgument => "cli-usage-missing-argument",
        ErrorKind::MissingSubcommand => "cli-usage-missing-command",
        ErrorKind::InvalidValue if args[1].1.is_empty() => "cli-usage-missing-value",
        ErrorKind::InvalidValue if !args[2].1.is_empty() => "cli-usage-invalid-choice",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "cli-usage-invalid-value",
        _ => "cli-usage-other",
    };
    eprintln!("{}", say(language, "cli-error", &[("text", say(language, id, &args))]));
    eprintln!("{}", say(language, "cli-usage-hint", &[]));
    ExitCode::from(2)
}
