package dev.freihafen.platform.alert;

import dev.freihafen.platform.wiring.PlatformConfig;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.inject.Singleton;

/** Sends alerts by SMTP; the Message-ID is made of the alert's id. */
@Singleton
final class MailChannel implements Channel {
    private final Mailer mailer;
    private final String from;

    MailChannel(Mailer mailer, PlatformConfig config) {
        this.mailer = mailer;
        this.from = config.alerts().emailFrom();
    }

    @Override
    public Kind kind() {
        return Kind.Email;
    }

    @Override
    public void deliver(Alert alert, String target) {
        mailer.send(Mail.withText(target, subject(alert), body(alert))
                .setFrom(from)
                .addHeader("Message-ID", "<" + alert.id() + "@freihafen>")
                .addHeader(WebhookChannel.ID_HEADER, alert.id().toString()));
    }

    private static String subject(Alert alert) {
        return switch (alert.kind()) {
            case Threshold ->
                "Team " + alert.team() + " has used " + alert.threshold() + " % of its budget of " + alert.month();
            case Forecast -> "Team " + alert.team() + " will end " + alert.month() + " above its budget";
        };
    }

    private static String body(Alert alert) {
        return alert.text() + "\n\nKnown up to " + alert.asOf() + ". Alert " + alert.id() + ".\n";
    }
}
