package dev.freihafen.platform.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A proxy before PostgreSQL that reads along (frontend/backend protocol 3.0) and, at a step that it is told, does something
 * to the program instead of passing the statement or its answer on. The program knows nothing of it.
 */
public final class StatementProxy implements AutoCloseable {
    /** The end of the data of a COPY, as a statement of its own. */
    public static final String COPY_DONE = "end of the data of COPY";

    private static final String BEGIN = "BEGIN";
    private static final String COMMIT = "COMMIT";
    private static final int MOST_STATEMENTS = 1000;

    private final ServerSocket door;
    private final int database;
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
    private final List<List<String>> committed = new CopyOnWriteArrayList<>();

    private StatementProxy(ServerSocket door, int database) {
        this.door = door;
        this.database = database;
    }

    /** Listens on a free port of this machine. */
    public static StatementProxy before(int database) throws IOException {
        StatementProxy proxy = new StatementProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), database);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    /**
     * A step of a transaction.
     *
     * @param transaction part of a statement that the transaction has, this one included
     * @param statement how the statement begins; the first such one counts
     * @param answered false: the statement does not reach the database; true: it does, and its answer does not come back
     */
    public record Step(String transaction, String statement, boolean answered) {
        @Override
        public String toString() {
            return (answered ? "after " : "before ") + statement;
        }
    }

    private record Trap(Step step, Runnable spring) {}

    /** Where it listens. */
    public int port() {
        return door.getLocalPort();
    }

    /** Does something at a step, once. */
    public void at(Step step, Runnable spring) {
        trap.set(new Trap(step, spring));
    }

    /** The statements of the latest transaction that was committed and has a statement with this part; COMMIT is the last. */
    public List<String> statementsOf(String part) {
        return committed.reversed().stream()
                .filter(statements -> statements.stream().anyMatch(statement -> statement.contains(part)))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket program = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), database);
                Conversation conversation = new Conversation(program, server);
                Thread.ofVirtual().start(() -> ending(conversation, conversation::statements));
                Thread.ofVirtual().start(() -> ending(conversation, conversation::answers));
            } catch (IOException closed) {
                // The door is closed, or the database is away: the program sees its connection end.
            }
        }
    }

    /** Whichever side ends, the other one ends too: a killed program is gone for the database at once. */
    private static void ending(Conversation conversation, Talk talk) {
        try (Socket program = conversation.program;
                Socket server = conversation.server) {
            talk.on();
        } catch (IOException over) {
            // One of the two has gone.
        }
    }

    private interface Talk {
        void on() throws IOException;
    }

    private final class Conversation {
        private final Socket program;
        private final Socket server;
        private final Map<String, String> prepared = new HashMap<>();
        private final Map<String, String> portals = new HashMap<>();
        private final List<String> statements = new ArrayList<>();
        private volatile @Nullable Runnable atAnswer;

        Conversation(Socket program, Socket server) {
            this.program = program;
            this.server = server;
        }

        void statements() throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(program.getInputStream()));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
            pass(out, -1, body(in));
            out.flush();
            for (int type = in.read(); type >= 0; type = in.read()) {
                byte[] body = body(in);
                String statement = statement((char) type, ByteBuffer.wrap(body));
                if (statement != null && springs(statement)) {
                    return;
                }
                pass(out, type, body);
                if (in.available() == 0) {
                    out.flush();
                }
            }
        }

        void answers() throws IOException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(program.getOutputStream()));
            for (int type = in.read(); type >= 0; type = in.read()) {
                byte[] body = body(in);
                Runnable spring = atAnswer;
                if (spring == null) {
                    pass(out, type, body);
                } else if (type == 'Z') {
                    spring.run();
                    return;
                }
                if (in.available() == 0) {
                    out.flush();
                }
            }
        }

        /** The statement that a message has done, if it does one. */
        private @Nullable String statement(char type, ByteBuffer body) {
            switch (type) {
                case 'P' -> prepared.put(text(body), text(body));
                case 'B' -> portals.put(text(body), prepared.getOrDefault(text(body), ""));
                case 'E' -> {
                    return portals.getOrDefault(text(body), "");
                }
                case 'Q' -> {
                    return text(body);
                }
                case 'c' -> {
                    return COPY_DONE;
                }
                default -> {}
            }
            return null;
        }

        /** Keeps the statement in mind; whether it must not be passed on since something was done. */
        private boolean springs(String text) {
            String statement = text.strip().replaceAll("\\s+", " ");
            if (statement.equals(BEGIN) || statements.size() == MOST_STATEMENTS) {
                statements.clear();
            }
            statements.add(statement);
            if (statement.equals(COMMIT)) {
                committed.add(List.copyOf(statements));
            }
            Trap set = trap.get();
            if (set == null
                    || !statement.startsWith(set.step().statement())
                    || statements.stream()
                            .noneMatch(one -> one.contains(set.step().transaction()))
                    || !trap.compareAndSet(set, null)) {
                return false;
            }
            if (set.step().answered()) {
                atAnswer = set.spring();
                return false;
            }
            set.spring().run();
            return true;
        }
    }

    private static byte[] body(DataInputStream in) throws IOException {
        byte[] body = new byte[in.readInt() - Integer.BYTES];
        in.readFully(body);
        return body;
    }

    /** @param type below 0 for the first message, which has none */
    private static void pass(DataOutputStream out, int type, byte[] body) throws IOException {
        if (type >= 0) {
            out.write(type);
        }
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
    }

    private static String text(ByteBuffer body) {
        int from = body.position();
        while (body.get() != 0) {
            // To the end of the text.
        }
        return new String(body.array(), from, body.position() - 1 - from, StandardCharsets.UTF_8);
    }
}
