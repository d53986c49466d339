package dev.freihafen.platform.ledger;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of pieces of bytes, each with the number of rows in it, so that a benchmark need not make them while it measures. */
final class Chunks {
    private Chunks() {}

    record Chunk(byte[] bytes, int rows) {}

    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        Writer(Path file) throws IOException {
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20));
        }

        void add(byte[] bytes, int rows) throws IOException {
            out.writeInt(rows);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    static final class Reader implements AutoCloseable {
        private final DataInputStream in;

        Reader(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20));
        }

        @Nullable
        Chunk next() throws IOException {
            if (in.available() == 0) {
                return null;
            }
            int rows = in.readInt();
            return new Chunk(in.readNBytes(in.readInt()), rows);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
