package dev.freihafen.platform.alert;

/** A way to people or programs. */
interface Channel {
    /** Its name in the outbox. */
    Kind kind();

    /**
     * Delivers, or throws with the reason.
     *
     * @param target where to: an address of this channel's kind
     */
    void deliver(Alert alert, String target) throws Exception;

    /** The channels there are. */
    enum Kind {
        /** POST of signed JSON. */
        Webhook,
        /** E-mail by SMTP. */
        Email
    }
}
