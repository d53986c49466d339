package dev.freihafen.platform.month;

import dev.freihafen.platform.identity.Caller;

/** Who did something: the subject of the token, which is never reused, and the account's name for reading. */
record Person(String subject, String name) {
    static Person of(Caller caller) {
        return new Person(caller.subject(), caller.name());
    }

    boolean is(Person other) {
        return subject.equals(other.subject);
    }
}
