package io.wizd.handlers.members.batch;

import io.wizd.handlers.spec.Doc;

/** Why a row is not a member, for the reply. */
public record Reject(
        @Doc("The line on which the row begins, from 1") long line,

        @Doc("The first column at fault; empty where it is the row as a whole")
        String column,

        @Doc("The value, shortened to 100 characters") String value,

        @Doc("What is wrong, with all columns") String reason) {}
