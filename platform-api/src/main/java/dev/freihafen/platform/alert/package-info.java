/** Alerts and their way to people: an outbox that is emptied at least once, each alert with an id that stays. */
@NullMarked
package dev.freihafen.platform.alert;

import org.jspecify.annotations.NullMarked;
