package dev.freihafen.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a local platform lies.
 *
 * @param checkout the folder whose scripts started it
 * @param state its state folder: {@code FREIHAFEN_STATE}, else {@code .local} of the checkout
 */
record Installation(Path checkout, Path state) {
    static Installation find() {
        Path own = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(own.resolve("cost-model"))) {
            own = own.getParent();
        }
        String named = System.getenv("FREIHAFEN_STATE");
        if (named == null) {
            return new Installation(own, own.resolve(".local"));
        }
        Path state = Path.of(named).toAbsolutePath();
        boolean ofAnother = Files.isRegularFile(state.resolveSibling("deploy/local/platform/up.sh"));
        return new Installation(ofAnother ? state.getParent() : own, state);
    }

    Path script(String name) {
        return checkout.resolve("deploy/local/platform").resolve(name);
    }

    Path log(String program) {
        return state.resolve("log").resolve(program + ".log");
    }

    /** A secret of this installation, such as {@code postgres.password}. */
    String secret(String name) {
        return read(state.resolve("secrets").resolve(name)).strip();
    }

    /** An example, by its path below {@code deploy/examples}. */
    String example(String path) {
        return read(checkout.resolve("deploy/examples").resolve(path));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read; does the platform run?", unreadable);
        }
    }
}
