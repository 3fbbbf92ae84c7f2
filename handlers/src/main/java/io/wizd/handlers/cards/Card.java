package io.wizd.handlers.cards;

import io.wizd.handlers.spec.Doc;
import org.jspecify.annotations.Nullable;

/** A business card, as another user sees it. */
public record Card(
        @Doc("Id of the user whose card it is") long wizUserID,
        @Doc("Given name") @Nullable String firstName,
        @Doc("Family name") @Nullable String lastName,
        @Doc("Company") @Nullable String company,
        @Doc("Address of electronic mail") @Nullable String email,
        @Doc("Telephone number") @Nullable String phone,
        @Doc("How far away, metres") long distanceM) {}
