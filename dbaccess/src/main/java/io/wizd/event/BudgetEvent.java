package io.wizd.event;

import org.slf4j.event.Level;

/** About the limits on what all requests together may take. */
public sealed interface BudgetEvent extends Event {

    /** A second after the first refusal, then once a minute as long as there are more. */
    @Line(
            level = Level.WARN,
            text = "{limit}: {refused} refused; {advice}",
            remedy = "as the line says; [budgets.md](budgets.md)")
    record LimitMet(String limit, long refused, String advice) implements BudgetEvent {}

    @Line(
            level = Level.WARN,
            text =
                    "wizd.budget.connections = {wanted}: at most {possible} can be open, because the limit of open"
                            + " files of this process is {files}; raise it (ulimit -n, or LimitNOFILE of systemd), or lower the key",
            remedy = "as the line says")
    record ConnectionsLowered(int wanted, int possible, long files) implements BudgetEvent {}
}
