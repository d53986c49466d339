package dev.freihafen.cost.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Where results and complaints go.
 *
 * @param out results, as bytes; nothing is written to it before all input was found good
 * @param err complaints, one line each
 */
record Console(OutputStream out, PrintStream err) {

    /** Writes what a result consists of. */
    interface Result {
        void writeTo(OutputStream out) throws IOException;
    }

    static Console of(OutputStream out, OutputStream err) {
        return new Console(new BufferedOutputStream(out, 1 << 16), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    void print(Result result) {
        try {
            result.writeTo(out);
            out.flush();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    void print(String text) {
        print(to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    void complain(String line) {
        err.println(line);
    }
}
