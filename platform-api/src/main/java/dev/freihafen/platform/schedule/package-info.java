/** Schedules: runs that start at times of a calendar, each time once. */
@NullMarked
package dev.freihafen.platform.schedule;

import org.jspecify.annotations.NullMarked;
