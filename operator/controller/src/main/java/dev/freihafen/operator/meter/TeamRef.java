package dev.freihafen.operator.meter;

/**
 * A team as the meter knows it.
 *
 * @param name its name, which another team may have after it
 * @param uid what tells it from any other
 */
record TeamRef(String name, String uid) {}
