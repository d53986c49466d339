package dev.freihafen.platform.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Where alerts go in tests: a webhook that can be out of order, and a small SMTP server on a plain socket. */
public final class AlertSinks {
    /** Secret of the webhook's signatures. */
    public static final String SECRET = "webhook-secret-of-the-tests";

    private static final List<Posted> POSTED = new CopyOnWriteArrayList<>();
    private static final List<String> MAILS = new CopyOnWriteArrayList<>();
    private static volatile boolean outOfOrder;

    private AlertSinks() {}

    /** What the webhook was sent. */
    public record Posted(String alert, String signature, String body) {}

    static Map<String, String> start() throws IOException {
        HttpServer webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/alerts", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!outOfOrder) {
                POSTED.add(new Posted(
                        exchange.getRequestHeaders().getFirst("Freihafen-Alert"),
                        exchange.getRequestHeaders().getFirst("Freihafen-Signature"),
                        body));
            }
            exchange.sendResponseHeaders(outOfOrder ? 500 : 204, -1);
            exchange.close();
        });
        webhook.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        webhook.start();
        ServerSocket smtp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(smtp));
        return Map.of(
                "freihafen.alerts.webhook-url",
                "http://localhost:" + webhook.getAddress().getPort() + "/alerts",
                "freihafen.alerts.webhook-secret",
                SECRET,
                "freihafen.alerts.email-to",
                "finance@example.org",
                "quarkus.mailer.mock",
                "false",
                "quarkus.mailer.host",
                "127.0.0.1",
                "quarkus.mailer.port",
                String.valueOf(smtp.getLocalPort()));
    }

    /** What the webhook was sent of a team. */
    public static List<Posted> posted(String team) {
        return POSTED.stream()
                .filter(posted -> posted.body().contains("\"team\":\"" + team + "\""))
                .toList();
    }

    /** Mails that speak of a team, as they came over the wire. */
    public static List<String> mails(String team) {
        return MAILS.stream()
                .filter(mail -> mail.replace("=\r\n", "").contains("Subject: Team " + team + " "))
                .toList();
    }

    /** Whether the webhook answers 500 to everything. */
    public static void outOfOrder(boolean now) {
        outOfOrder = now;
    }

    private static void accept(ServerSocket smtp) {
        while (true) {
            try {
                Socket peer = smtp.accept();
                Thread.ofVirtual().start(() -> {
                    try (peer) {
                        converse(peer);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** As much of RFC 5321 as one mail after the other takes. */
    private static void converse(Socket peer) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
        say(peer, "220 sink");
        String line;
        while ((line = in.readLine()) != null) {
            String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
            switch (verb) {
                case "EHLO", "HELO", "MAIL", "RCPT", "RSET", "NOOP" -> say(peer, "250 ok");
                case "DATA" -> {
                    say(peer, "354 go on");
                    StringBuilder mail = new StringBuilder();
                    for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                        mail.append(text).append("\r\n");
                    }
                    MAILS.add(mail.toString());
                    say(peer, "250 taken");
                }
                case "QUIT" -> {
                    say(peer, "221 bye");
                    return;
                }
                default -> say(peer, "500 what?");
            }
        }
    }

    private static void say(Socket peer, String line) throws IOException {
        peer.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        peer.getOutputStream().flush();
    }
}
