package dev.freihafen.cost.quote;

/** How often a task runs in a loop. */
public sealed interface Items {

    /** No loop. */
    Items ONCE = new Known(1);

    /**
     * The list is known before the run.
     *
     * @param count from 0 up
     */
    record Known(long count) implements Items {
        public Known {
            if (count < 0) {
                throw new IllegalArgumentException(count + " items are fewer than none");
            }
        }
    }

    /** An earlier task makes the list; the loop is priced per item. */
    record Unknown() implements Items {}
}
