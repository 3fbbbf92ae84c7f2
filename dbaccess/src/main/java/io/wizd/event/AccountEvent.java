package io.wizd.event;

import org.slf4j.event.Level;

/** About accounts and their mail. None holds a link. */
public sealed interface AccountEvent extends Event {

    @Line(
            level = Level.WARN,
            text = "the mail to account {account} was not sent, and is tried again in {pauseMs} ms: {why}",
            remedy = "see whether the server of mail runs and takes mail from here (`wizd.mail`)")
    record MailNotSent(String account, long pauseMs, String why) implements AccountEvent {}

    @Line(
            level = Level.ERROR,
            text = "the mail to account {account} is given up (tries: {tries}): {why}",
            remedy = "mend `wizd.mail`; whoever waits for the mail asks for it again")
    record MailGivenUp(String account, int tries, String why) implements AccountEvent {}

    @Line(
            level = Level.INFO,
            text = "mail that goes nowhere: \"{subject}\" to {address}",
            remedy = "`wizd.mail.mode = file` keeps such mail, `smtp` sends it")
    record MailOnlyTold(String subject, String address) implements AccountEvent {}

    @Line(
            level = Level.ERROR,
            text = "mail is tried again in a few seconds, because of a defect of wizd",
            remedy = "a defect of wizd: report it with the stack trace")
    record MailJobFailed(Throwable thrown) implements AccountEvent {}
}
