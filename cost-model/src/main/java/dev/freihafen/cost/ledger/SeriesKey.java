package dev.freihafen.cost.ledger;

/** One object's use of one resource: the segments of a series follow each other in time and never overlap. */
public record SeriesKey(String cluster, String objectUid, Resource resource) {}
