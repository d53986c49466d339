package dev.freihafen.platform.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a program and PostgreSQL, reads the statements that pass (frontend/backend protocol 3.0) and kills the
 * program at one of them. The program has no part in it.
 */
public final class KillingProxy implements AutoCloseable {
    /** When the program dies. */
    public enum When {
        /** The statement has not arrived. */
        BEFORE,
        /** The statement is done, and the program has not heard of it. */
        AFTER
    }

    /**
     * The statement at which the program dies.
     *
     * @param first text that passed earlier on the same connection, in lower case; empty for any
     * @param text text of the statement, in lower case
     */
    public record Moment(When when, String first, String text) {
        /** Before a statement with this text arrives. */
        public static Moment before(String text) {
            return new Moment(When.BEFORE, "", text);
        }

        /** Before the commit of the transaction in which this text passed. */
        public static Moment beforeCommitOf(String text) {
            return new Moment(When.BEFORE, text, "commit");
        }

        /** After the commit of the transaction in which this text passed; its reply is lost. */
        public static Moment afterCommitOf(String text) {
            return new Moment(When.AFTER, text, "commit");
        }
    }

    private interface Deed {
        void run() throws IOException, InterruptedException;
    }

    private final int port;
    private final ServerSocket door;
    private final AtomicReference<Moment> moment = new AtomicReference<>();
    private volatile Deed kill = () -> {};

    /** @param port where PostgreSQL listens on this machine */
    public KillingProxy(int port) throws IOException {
        this.port = port;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    /** The address of a database behind this; without encryption, so that statements can be read. */
    public String jdbcUrl(String database, String user) {
        return "jdbc:postgresql://127.0.0.1:" + door.getLocalPort() + "/" + database + "?user=" + user
                + "&sslmode=disable&gssEncMode=disable";
    }

    /** From now on the program is killed at this moment, once. */
    public void killAt(Moment at, RunningApi program) {
        kill = program::kill;
        moment.set(at);
    }

    /** Whether the moment has come. */
    public boolean hasKilled() {
        return moment.get() == null;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void serve() {
        try {
            while (true) {
                Socket program = door.accept();
                Socket database = new Socket(InetAddress.getLoopbackAddress(), port);
                Link link = new Link(program, database);
                Thread.ofVirtual().start(() -> link.carry(link::statements));
                Thread.ofVirtual().start(() -> link.carry(link::answers));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    /** One connection of the program. */
    private final class Link {
        private final Socket program;
        private final Socket database;
        private final StringBuilder passed = new StringBuilder();
        /** Statements that the server has been given, by the name under which they are executed. */
        private final Map<String, String> prepared = new HashMap<>();

        private final AtomicBoolean killAtAnswer = new AtomicBoolean();

        Link(Socket program, Socket database) {
            this.program = program;
            this.database = database;
        }

        void carry(Deed way) {
            try (program;
                    database) {
                way.run();
            } catch (IOException ended) {
                // One side is gone, so the other goes too.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        void statements() throws IOException, InterruptedException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(program.getInputStream()));
            DataOutputStream out = new DataOutputStream(database.getOutputStream());
            int startup = in.readInt();
            out.writeInt(startup);
            out.write(in.readNBytes(startup - 4));
            while (true) {
                Frame frame = Frame.read(in);
                switch (frame.tag()) {
                    case 'P' -> prepared.put(frame.text(0), frame.text(1));
                    case 'B' -> meet(prepared.getOrDefault(frame.text(1), ""));
                    case 'Q' -> meet(frame.text(0));
                    default -> {
                        // Carries no statement.
                    }
                }
                frame.write(out);
            }
        }

        private void meet(String text) throws IOException, InterruptedException {
            Moment at = moment.get();
            if (at != null && text.contains(at.text()) && passed.indexOf(at.first()) >= 0) {
                if (at.when() == When.BEFORE) {
                    die();
                }
                killAtAnswer.set(true);
            }
            passed.append(text);
        }

        void answers() throws IOException, InterruptedException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(database.getInputStream()));
            DataOutputStream out = new DataOutputStream(program.getOutputStream());
            while (true) {
                Frame frame = Frame.read(in);
                if (frame.tag() == 'Z' && killAtAnswer.get()) {
                    die();
                }
                frame.write(out);
            }
        }

        private void die() throws IOException, InterruptedException {
            moment.set(null);
            kill.run();
            throw new IOException("the program is dead");
        }
    }

    private record Frame(int tag, byte[] body) {
        static Frame read(DataInputStream in) throws IOException {
            int tag = in.readUnsignedByte();
            return new Frame(tag, in.readNBytes(in.readInt() - 4));
        }

        /** The n-th text of the body, each of which ends with a zero; in lower case. */
        String text(int n) {
            String all = new String(body, StandardCharsets.UTF_8);
            return all.split("\0", n + 2)[n].toLowerCase(Locale.ROOT);
        }

        void write(DataOutputStream out) throws IOException {
            byte[] whole = new byte[body.length + 5];
            whole[0] = (byte) tag;
            ByteBuffer.wrap(whole, 1, 4).putInt(body.length + 4);
            System.arraycopy(body, 0, whole, 5, body.length);
            out.write(whole);
        }
    }
}
